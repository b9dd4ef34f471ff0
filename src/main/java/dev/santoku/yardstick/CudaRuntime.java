package dev.santoku.yardstick;

import com.sun.jna.Library;
import com.sun.jna.Pointer;
import com.sun.jna.ptr.IntByReference;
import com.sun.jna.ptr.PointerByReference;

/**
 * Functions of {@code libcudart}, under their own names; JNA binds them. All but the last return a status, 0 for success.
 * Which device is meant is a setting of the calling thread.
 *
 * <p>Source: NVIDIA, CUDA Runtime API.
 */
interface CudaRuntime extends Library {
    /** How many devices there are. */
    int cudaGetDeviceCount(IntByReference count);

    /** Has this thread use a device from now on. */
    int cudaSetDevice(int device);

    /** The device that this thread uses. */
    int cudaGetDevice(IntByReference device);

    /** Fills a structure whose size differs between releases; its first 256 bytes are the device's name in all of them. */
    int cudaGetDeviceProperties(Pointer properties, int device);

    /** A number of a device; 75 and 76 are the major and the minor one of its compute capability ({@code driver_types.h}). */
    int cudaDeviceGetAttribute(IntByReference value, int attribute, int device);

    /** Writes where a device sits on the PCI bus, {@code 0000:3B:00.0}, and a zero byte, into at most {@code length} bytes. */
    int cudaDeviceGetPCIBusId(Pointer text, int length, int device);

    /** Memory on the device. */
    int cudaMalloc(PointerByReference memory, long bytes);

    /** Gives it back. */
    int cudaFree(Pointer memory);

    /** Copies, and returns when that is done; kind 1 is to the device, 2 back. */
    int cudaMemcpy(Pointer to, Pointer from, long bytes, int kind);

    /** Sets every byte. */
    int cudaMemset(Pointer memory, int value, long bytes);

    /** Waits until the device has done all that it was given. */
    int cudaDeviceSynchronize();

    /** What a status means. */
    String cudaGetErrorString(int status);
}
