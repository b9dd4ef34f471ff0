package dev.santoku.backend.opencl.handle;

import dev.santoku.matrix.Matrix;
import org.jocl.CL;
import org.jocl.Pointer;
import org.jocl.Sizeof;
import org.jocl.cl_kernel;

/** Owns a kernel and with it the arguments of one product: two products never share one. */
public final class Kernel implements Handle, KernelArguments<Buffer> {
    private final cl_kernel handle;
    private final OpenClDevice device;

    Kernel(cl_kernel handle, OpenClDevice device) {
        this.handle = handle;
        this.device = device;
    }

    cl_kernel handle() {
        return handle;
    }

    /** The most work-items of a group that this kernel can be launched with: its registers may lower it. */
    public long groupItems() {
        long[] items = new long[1];
        CL.clGetKernelWorkGroupInfo(
                handle, device.id(), CL.CL_KERNEL_WORK_GROUP_SIZE, Sizeof.size_t, Pointer.to(items), null);
        return items[0];
    }

    /** The largest power of two that is at most so many work-items of a group, and that it can be launched with. */
    public int groupItems(int most) {
        return Integer.highestOneBit((int) Math.max(1, Math.min(most, groupItems())));
    }

    @Override
    public void set(int index, int number) {
        CL.clSetKernelArg(handle, index, Sizeof.cl_uint, Pointer.to(new int[] {number}));
    }

    @Override
    public void set(int index, Matrix element) {
        CL.clSetKernelArg(handle, index, element.precision().bytes(), HostMemory.pointerTo(element));
    }

    @Override
    public void set(int index, Buffer buffer) {
        CL.clSetKernelArg(handle, index, Sizeof.cl_mem, Pointer.to(buffer.handle()));
    }

    /** Sets any kernel's argument: a number or a handle, of so many bytes. */
    public void setArgument(int index, long bytes, Pointer value) {
        CL.clSetKernelArg(handle, index, bytes, value);
    }

    @Override
    public void close() {
        CL.clReleaseKernel(handle);
    }
}
