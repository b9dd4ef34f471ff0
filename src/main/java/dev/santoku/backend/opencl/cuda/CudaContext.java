package dev.santoku.backend.opencl.cuda;

import com.sun.jna.Native;
import com.sun.jna.Pointer;
import com.sun.jna.ptr.IntByReference;
import com.sun.jna.ptr.LongByReference;
import com.sun.jna.ptr.PointerByReference;
import dev.santoku.backend.opencl.handle.Handle;
import dev.santoku.backend.opencl.handle.Handles;
import java.nio.ByteBuffer;

/** Owns the primary context of one device, and a stream that runs its commands one after the other; several threads may use it. */
final class CudaContext implements Handle {
    /** Commands of the stream wait for none of other streams. */
    private static final int NON_BLOCKING = 1;

    private static final byte ALL_BITS = (byte) 0xFF;

    private final CudaDevice device;
    private final Cuda cuda;
    private final Pointer handle;
    private final Pointer stream;
    private final Handles held = new Handles();

    CudaContext(CudaDevice device) {
        this.device = device;
        this.cuda = device.cuda();
        PointerByReference created = new PointerByReference();
        check(cuda.driver().cuDevicePrimaryCtxRetain(created, device.handle()), "cuDevicePrimaryCtxRetain");
        this.handle = created.getValue();
        held.own(() -> check(cuda.driver().cuDevicePrimaryCtxRelease(device.handle()), "cuDevicePrimaryCtxRelease"));
        try {
            check(use().cuStreamCreate(created, NON_BLOCKING), "cuStreamCreate");
        } catch (CudaException e) {
            held.closeAfter(e);
            throw e;
        }
        this.stream = created.getValue();
        held.own(() -> check(use().cuStreamDestroy_v2(stream), "cuStreamDestroy"));
    }

    /** The driver, whose calls from this thread mean this context from now on. */
    CudaDriver use() {
        check(cuda.driver().cuCtxSetCurrent(handle), "cuCtxSetCurrent");
        return cuda.driver();
    }

    /** @throws CudaException for anything but success */
    void check(int status, String call) {
        cuda.check(status, call);
    }

    Pointer stream() {
        return stream;
    }

    CudaDevice device() {
        return device;
    }

    /** Bytes of the device's memory that nobody uses now. */
    long freeBytes() {
        LongByReference free = new LongByReference();
        check(use().cuMemGetInfo_v2(free, new LongByReference()), "cuMemGetInfo");
        return free.getValue();
    }

    /** Memory with any content. */
    CudaMemory allocate(long bytes) {
        LongByReference address = new LongByReference();
        check(use().cuMemAlloc_v2(address, bytes), "cuMemAlloc");
        return new CudaMemory(this, address.getValue(), bytes);
    }

    void free(long address) {
        check(use().cuMemFree_v2(address), "cuMemFree");
    }

    /** Memory of the host that the device copies to and from by itself. */
    ByteBuffer pin(int bytes, Handles owner) {
        PointerByReference memory = new PointerByReference();
        check(use().cuMemHostAlloc(memory, bytes, 0), "cuMemHostAlloc");
        Pointer pinned = memory.getValue();
        owner.own(() -> check(use().cuMemFreeHost(pinned), "cuMemFreeHost"));
        return pinned.getByteBuffer(0, bytes);
    }

    /** Starts a copy from memory of the host, pinned or direct, which must stay as it is until the device is done. */
    void startUpload(ByteBuffer from, CudaMemory to, long offset) {
        check(
                use().cuMemcpyHtoDAsync_v2(to.address() + offset, pointerTo(from), from.capacity(), stream),
                "cuMemcpyHtoDAsync");
    }

    /** Starts a copy to memory of the host, pinned or direct. */
    void startDownload(CudaMemory from, long offset, ByteBuffer to) {
        check(
                use().cuMemcpyDtoHAsync_v2(pointerTo(to), from.address() + offset, to.capacity(), stream),
                "cuMemcpyDtoHAsync");
    }

    private static Pointer pointerTo(ByteBuffer memory) {
        return Native.getDirectBufferPointer(memory);
    }

    /** Sets every bit, which is NaN in either precision; returns when that is done. */
    void fillWithNaN(CudaMemory memory) {
        check(use().cuMemsetD8Async(memory.address(), ALL_BITS, memory.bytes(), stream), "cuMemsetD8Async");
        finish();
    }

    /** Sets all numbers of 32 bits; returns when that is done. */
    void fill(CudaMemory memory, float element) {
        check(
                use().cuMemsetD32Async(
                                memory.address(),
                                Float.floatToRawIntBits(element),
                                memory.bytes() / Float.BYTES,
                                stream),
                "cuMemsetD32Async");
        finish();
    }

    /** Returns when the device has done all that it was given. */
    void finish() {
        check(use().cuStreamSynchronize(stream), "cuStreamSynchronize");
    }

    /** The name of the device that this thread's commands run on, as the driver tells. */
    String nameOfUsed() {
        IntByReference used = new IntByReference();
        check(use().cuCtxGetDevice(used), "cuCtxGetDevice");
        return CudaDevice.name(cuda, used.getValue());
    }

    @Override
    public void close() {
        held.close();
    }
}
