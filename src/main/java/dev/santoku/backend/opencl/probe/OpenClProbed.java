package dev.santoku.backend.opencl.probe;

import dev.santoku.backend.opencl.family.KernelCode;
import dev.santoku.backend.opencl.handle.Buffer;
import dev.santoku.backend.opencl.handle.Context;
import dev.santoku.backend.opencl.handle.Handles;
import dev.santoku.backend.opencl.handle.HostMemory;
import dev.santoku.backend.opencl.handle.Kernel;
import dev.santoku.backend.opencl.handle.KernelSource;
import dev.santoku.backend.opencl.handle.OpenClErrors;
import dev.santoku.backend.opencl.handle.Program;
import dev.santoku.backend.opencl.handle.Queue;
import dev.santoku.matrix.Matrix;
import dev.santoku.matrix.Precision;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jocl.CL;
import org.jocl.CLException;
import org.jocl.Pointer;

/** A device by its OpenCL driver, which compiles what is asked for. */
public final class OpenClProbed implements ProbedDevice<Buffer> {
    private final Context context;
    private final Queue queue;
    private final Map<KernelCode, Program> built = new HashMap<>();
    private final Handles programs = new Handles();

    /** Neither is taken over. */
    public OpenClProbed(Context context, Queue queue) {
        this.context = context;
        this.queue = queue;
    }

    @Override
    public String name() {
        return context.device().name();
    }

    @Override
    public long cacheBytes() {
        return context.device().cacheBytes();
    }

    @Override
    public ProbeKernel<Buffer> kernel(KernelCode code, String name, Handles owner) {
        Program program = built.computeIfAbsent(
                code,
                missing -> programs.own(context.build(
                        missing.source() + ".cl", KernelSource.read(missing.source()), missing.options())));
        return new Launched(queue, owner.own(program.createKernel(name)));
    }

    @Override
    public Buffer buffer(long bytes, Handles owner) {
        return owner.own(context.createBuffer(bytes));
    }

    @Override
    public ByteBuffer pin(int bytes, Handles owner) {
        return owner.own(context.pinMemory(queue, bytes)).memory();
    }

    @Override
    public void write(Matrix from, Buffer to) {
        queue.write(from, to);
    }

    @Override
    public void read(Buffer from, Matrix to) {
        queue.read(from, to);
    }

    @Override
    public void upload(ByteBuffer from, Buffer to) {
        CL.clEnqueueWriteBuffer(queue.handle(), to.handle(), true, 0, from.capacity(), Pointer.to(from), 0, null, null);
    }

    @Override
    public void download(Buffer from, long offset, ByteBuffer to) {
        CL.clEnqueueReadBuffer(
                queue.handle(), from.handle(), true, offset, to.capacity(), Pointer.to(to), 0, null, null);
    }

    @Override
    public void fill(Buffer buffer, float element) {
        queue.fill(buffer, HostMemory.element(Precision.F32, element));
    }

    @Override
    public <T> Optional<T> attempt(Supplier<T> measurement) {
        try {
            return Optional.of(measurement.get());
        } catch (CLException e) {
            if (e.getStatus() == CL.CL_MEM_OBJECT_ALLOCATION_FAILURE) {
                return Optional.empty();
            }
            throw failure(OpenClErrors.describe(e), e);
        }
    }

    @Override
    public void close() {
        programs.close();
    }

    /** A kernel with the queue that it is launched in. */
    private record Launched(Queue queue, Kernel kernel) implements ProbeKernel<Buffer> {
        @Override
        public int groupItems(int most) {
            return kernel.groupItems(most);
        }

        @Override
        public double seconds(long groups, int groupItems) {
            return queue.seconds(kernel, groups, groupItems);
        }

        @Override
        public void set(int index, int number) {
            kernel.set(index, number);
        }

        @Override
        public void set(int index, Matrix element) {
            kernel.set(index, element);
        }

        @Override
        public void set(int index, Buffer buffer) {
            kernel.set(index, buffer);
        }
    }
}
