package dev.santoku.backend.opencl.cuda;

import dev.santoku.backend.opencl.family.KernelCode;
import dev.santoku.backend.opencl.family.KernelLaunch;
import dev.santoku.backend.opencl.handle.Handles;
import dev.santoku.backend.opencl.probe.ProbedDevice;
import dev.santoku.matrix.Matrix;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/** A device by CUDA's driver, for the measurement of its peak, by kernels that are compiled ahead. */
final class CudaProbed implements ProbedDevice<CudaMemory> {
    private final CudaContext context;
    private final CudaTransfers transfers;
    private final Function<KernelCode, CudaModule> modules;

    /** Takes nothing over. */
    CudaProbed(CudaContext context, CudaTransfers transfers, Function<KernelCode, CudaModule> modules) {
        this.context = context;
        this.transfers = transfers;
        this.modules = modules;
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
    public ProbeKernel<CudaMemory> kernel(KernelCode code, String name, Handles owner) {
        return new Launched(context, code, name, owner.own(modules.apply(code).kernel(name)));
    }

    @Override
    public CudaMemory buffer(long bytes, Handles owner) {
        return owner.own(context.allocate(bytes));
    }

    @Override
    public ByteBuffer pin(int bytes, Handles owner) {
        return context.pin(bytes, owner);
    }

    @Override
    public void write(Matrix from, CudaMemory to) {
        transfers.write(from, to);
    }

    @Override
    public void read(CudaMemory from, Matrix to) {
        transfers.read(from, to);
    }

    @Override
    public void upload(ByteBuffer from, CudaMemory to) {
        context.startUpload(from, to, 0);
        context.finish();
    }

    @Override
    public void download(CudaMemory from, long offset, ByteBuffer to) {
        context.startDownload(from, offset, to);
        context.finish();
    }

    @Override
    public void fill(CudaMemory memory, float element) {
        context.fill(memory, element);
    }

    @Override
    public <T> Optional<T> attempt(Supplier<T> measurement) {
        try {
            return Optional.of(measurement.get());
        } catch (CudaException e) {
            if (e.status() == CudaException.OUT_OF_MEMORY) {
                return Optional.empty();
            }
            throw failure(e.getMessage(), e);
        }
    }

    /** {@inheritDoc} The modules are the multiplier's. */
    @Override
    public void close() {}

    /** A kernel with the context that it is launched in. */
    private record Launched(CudaContext context, KernelCode code, String name, CudaKernel kernel)
            implements ProbeKernel<CudaMemory> {
        private static final int MOST_ITEMS = 256;

        /** {@inheritDoc} Each of 256 has at least 128 registers, on Jetson too, and these kernels take fewer. */
        @Override
        public int groupItems(int most) {
            return Integer.highestOneBit(Math.min(most, MOST_ITEMS));
        }

        @Override
        public double seconds(long groups, int groupItems) {
            KernelLaunch launch = new KernelLaunch(code, name, groups, groupItems, 0, List.of());
            long start = System.nanoTime();
            kernel.start(launch);
            context.finish();
            return (System.nanoTime() - start) * 1e-9;
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
        public void set(int index, CudaMemory memory) {
            kernel.set(index, memory);
        }
    }
}
