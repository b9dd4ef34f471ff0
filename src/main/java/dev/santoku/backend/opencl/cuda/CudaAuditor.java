package dev.santoku.backend.opencl.cuda;

import dev.santoku.backend.Audit;
import dev.santoku.backend.opencl.family.LaunchPlan;
import dev.santoku.backend.opencl.handle.DeviceLimits;
import dev.santoku.backend.opencl.handle.Handle;
import dev.santoku.backend.opencl.handle.Handles;
import dev.santoku.matrix.Matrix;
import java.util.Optional;
import java.util.function.Consumer;

/** Multiplies a few times more between two marks of the device's clock, beside the products that are timed. */
final class CudaAuditor implements Handle {
    private static final int PRODUCTS = 3;
    private static final double NANO = 1e-9;

    /** Seconds, as NVIDIA documents cuEventElapsedTime. */
    private static final double RESOLUTION = 0.5e-6;

    private final CudaTransfers transfers;
    private final DeviceLimits limits;
    private final Handles handles = new Handles();
    private final CudaEvent first;
    private final CudaEvent last;

    CudaAuditor(CudaContext context, CudaTransfers transfers, DeviceLimits limits) {
        this.transfers = transfers;
        this.limits = limits;
        this.first = handles.own(new CudaEvent(context));
        this.last = handles.own(new CudaEvent(context));
    }

    /**
     * Audits a product.
     *
     * @param each is given each result
     */
    Audit audit(CudaProduct product, Matrix a, Matrix b, Consumer<Matrix> each) {
        Optional<Audit.Reading> upload = Optional.empty();
        Optional<Audit.Reading> compute = Optional.empty();
        Optional<Audit.Reading> download = Optional.empty();
        for (int i = 0; i < PRODUCTS; i++) {
            Matrix c = Matrix.zeros(a.precision().storage(), product.shape().rows(), b.columns());
            upload = closer(upload, read(() -> {
                transfers.write(a, product.memory(LaunchPlan.A));
                transfers.write(b, product.memory(LaunchPlan.B));
            }));
            compute = closer(compute, read(product::start));
            download = closer(download, read(() -> transfers.read(product.memory(LaunchPlan.C), c)));
            each.accept(c);
        }
        Audit.Memory where = limits.memory().unified() ? Audit.Memory.HOST : Audit.Memory.DEVICE;
        return new Audit(
                new Audit.Transfers(Audit.Way.STAGED, Audit.Way.STAGED, where),
                new Audit.Clocks(
                        RESOLUTION, PRODUCTS, upload.orElseThrow(), compute.orElseThrow(), download.orElseThrow()));
    }

    private Audit.Reading read(Runnable step) {
        long start = System.nanoTime();
        first.record();
        step.run();
        last.record();
        last.await();
        double wall = (System.nanoTime() - start) * NANO;
        double device = last.since(first);
        return new Audit.Reading(wall, device, device, true);
    }

    private static Optional<Audit.Reading> closer(Optional<Audit.Reading> before, Audit.Reading now) {
        return Optional.of(before.map(known -> Audit.Reading.closer(known, now)).orElse(now));
    }

    @Override
    public void close() {
        handles.close();
    }
}
