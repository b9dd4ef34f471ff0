package dev.santoku.backend.opencl.cuda;

import com.sun.jna.Memory;
import com.sun.jna.Native;
import com.sun.jna.Pointer;
import dev.santoku.backend.opencl.family.KernelLaunch;
import dev.santoku.backend.opencl.handle.Handle;
import dev.santoku.backend.opencl.handle.KernelArguments;
import dev.santoku.matrix.DoubleMatrix;
import dev.santoku.matrix.Matrix;

/** A kernel and its arguments, which it owns; its module owns the kernel itself. */
final class CudaKernel implements Handle, KernelArguments<CudaMemory> {
    private static final int MOST_ARGUMENTS = 16;

    /** A number of CUfunction_attribute: how much local memory launches may give a kernel. */
    private static final int MAX_DYNAMIC_SHARED_SIZE_BYTES = 8;

    private final CudaContext context;
    private final Pointer function;
    private final Memory values = new Memory((long) MOST_ARGUMENTS * Long.BYTES);
    private final Memory places = new Memory((long) MOST_ARGUMENTS * Native.POINTER_SIZE);

    CudaKernel(CudaContext context, Pointer function) {
        this.context = context;
        this.function = function;
        for (int index = 0; index < MOST_ARGUMENTS; index++) {
            places.setPointer((long) index * Native.POINTER_SIZE, values.share((long) index * Long.BYTES));
        }
    }

    @Override
    public void set(int index, int number) {
        values.setInt((long) index * Long.BYTES, number);
    }

    @Override
    public void set(int index, Matrix element) {
        if (element instanceof DoubleMatrix) {
            values.setDouble((long) index * Long.BYTES, element.at(0, 0));
        } else {
            values.setFloat((long) index * Long.BYTES, (float) element.at(0, 0));
        }
    }

    @Override
    public void set(int index, CudaMemory memory) {
        values.setLong((long) index * Long.BYTES, memory.address());
    }

    /** Starts it on the context's stream. Local memory beyond what each kernel may have of itself comes with the launch. */
    void start(KernelLaunch launch) {
        int given = launch.localBytes() > CudaDevice.LOCAL_BYTES_OF_ALL ? Math.toIntExact(launch.localBytes()) : 0;
        if (given > 0) {
            context.check(
                    context.use().cuFuncSetAttribute(function, MAX_DYNAMIC_SHARED_SIZE_BYTES, given),
                    "cuFuncSetAttribute of %s, for %d bytes of local memory,".formatted(launch.kernel(), given));
        }
        context.check(
                context.use()
                        .cuLaunchKernel(
                                function,
                                Math.toIntExact(launch.groups()),
                                launch.batch(),
                                1,
                                launch.groupItems(),
                                1,
                                1,
                                given,
                                context.stream(),
                                places,
                                Pointer.NULL),
                "cuLaunchKernel of " + launch.kernel());
    }

    @Override
    public void close() {
        values.close();
        places.close();
    }
}
