package dev.santoku.backend.opencl.cuda;

import com.sun.jna.Library;
import com.sun.jna.Pointer;
import com.sun.jna.ptr.FloatByReference;
import com.sun.jna.ptr.IntByReference;
import com.sun.jna.ptr.LongByReference;
import com.sun.jna.ptr.PointerByReference;

/**
 * Functions of {@code libcuda}, under their own names; JNA binds them. All return a status, 0 for success. An address on the
 * device is a number of 64 bits. Which context is meant is a setting of the calling thread.
 *
 * <p>Source: NVIDIA, CUDA Driver API.
 */
interface CudaDriver extends Library {
    int cuInit(int flags);

    int cuDriverGetVersion(IntByReference version);

    int cuGetErrorName(int status, PointerByReference name);

    int cuGetErrorString(int status, PointerByReference text);

    int cuDeviceGetCount(IntByReference count);

    int cuDeviceGet(IntByReference device, int number);

    int cuDeviceGetName(byte[] name, int length, int device);

    int cuDeviceTotalMem_v2(LongByReference bytes, int device);

    int cuDeviceGetAttribute(IntByReference value, int attribute, int device);

    /** Writes where a device sits on the PCI bus, {@code 0000:3B:00.0}, and a zero byte. */
    int cuDeviceGetPCIBusId(byte[] text, int length, int device);

    int cuDevicePrimaryCtxRetain(PointerByReference context, int device);

    int cuDevicePrimaryCtxRelease(int device);

    int cuCtxSetCurrent(Pointer context);

    int cuCtxGetDevice(IntByReference device);

    int cuMemGetInfo_v2(LongByReference free, LongByReference total);

    int cuMemAlloc_v2(LongByReference address, long bytes);

    int cuMemFree_v2(long address);

    int cuMemHostAlloc(PointerByReference memory, long bytes, int flags);

    int cuMemFreeHost(Pointer memory);

    int cuMemcpyHtoDAsync_v2(long to, Pointer from, long bytes, Pointer stream);

    int cuMemcpyDtoHAsync_v2(Pointer to, long from, long bytes, Pointer stream);

    int cuMemsetD8Async(long address, byte value, long count, Pointer stream);

    int cuMemsetD32Async(long address, int value, long count, Pointer stream);

    int cuStreamCreate(PointerByReference stream, int flags);

    int cuStreamDestroy_v2(Pointer stream);

    int cuStreamSynchronize(Pointer stream);

    int cuEventCreate(PointerByReference event, int flags);

    int cuEventDestroy_v2(Pointer event);

    int cuEventRecord(Pointer event, Pointer stream);

    int cuEventSynchronize(Pointer event);

    /** Milliseconds from one to the other. */
    int cuEventElapsedTime(FloatByReference milliseconds, Pointer start, Pointer end);

    /** Compiles PTX, a text with a zero byte behind it, for the device of the context. */
    int cuModuleLoadDataEx(PointerByReference module, Pointer image, int options, int[] which, Pointer values);

    int cuModuleUnload(Pointer module);

    int cuModuleGetFunction(PointerByReference function, Pointer module, String name);

    int cuFuncSetAttribute(Pointer function, int attribute, int value);

    int cuLaunchKernel(
            Pointer function,
            int groupsX,
            int groupsY,
            int groupsZ,
            int itemsX,
            int itemsY,
            int itemsZ,
            int sharedBytes,
            Pointer stream,
            Pointer arguments,
            Pointer extra);
}
