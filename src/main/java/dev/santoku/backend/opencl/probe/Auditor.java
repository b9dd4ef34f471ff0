package dev.santoku.backend.opencl.probe;

import dev.santoku.backend.Audit;
import dev.santoku.backend.opencl.handle.Buffer;
import dev.santoku.backend.opencl.handle.Context;
import dev.santoku.backend.opencl.handle.DeviceLimits;
import dev.santoku.backend.opencl.handle.Handle;
import dev.santoku.backend.opencl.handle.Handles;
import dev.santoku.backend.opencl.handle.Mapping;
import dev.santoku.backend.opencl.handle.Queue;
import dev.santoku.backend.opencl.handle.Timeline;
import dev.santoku.backend.opencl.transfer.Operands;
import dev.santoku.backend.opencl.transfer.Transfers;
import dev.santoku.matrix.Matrix;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Multiplies a few times more on a queue whose commands bear the driver's times, which may cost something: therefore beside
 * the products that are timed, and not in them.
 */
public final class Auditor implements Handle {
    private static final int PRODUCTS = 3;
    private static final double SECONDS = 1;
    private static final double NANO = 1e-9;

    private final DeviceLimits limits;
    private final double resolution;
    private final DriverClock clock;
    private final Handles handles = new Handles();
    private final Timeline timeline;
    private final Queue queue;
    private final Transfers transfers;

    /**
     * Opens a queue of its own.
     *
     * @param clock of the context's device
     * @param choice how matrices travel in the products that are timed
     */
    public Auditor(Context context, DeviceLimits limits, DriverClock clock, Transfers.Choice choice) {
        this.limits = limits;
        this.clock = clock;
        this.resolution = context.device().timerResolution();
        try {
            this.timeline = handles.own(new Timeline());
            this.queue = handles.own(context.createTimedQueue(timeline));
            this.transfers = handles.own(choice.open(limits, context, queue));
            handles.own(queue::finish); // what it mapped, another queue may unmap
        } catch (RuntimeException e) {
            handles.closeAfter(e);
            throw e;
        }
    }

    public Queue queue() {
        return queue;
    }

    /**
     * Audits a product.
     *
     * @param buffers of A, B and C; all are overwritten
     * @param each is given each product
     * @param computation puts the product into {@link #queue()} and waits until it is finished
     */
    public Audit audit(Matrix a, Matrix b, Operands buffers, Consumer<Matrix> each, Runnable computation) {
        Optional<Audit.Reading> upload = Optional.empty();
        Optional<Audit.Reading> compute = Optional.empty();
        Optional<Audit.Reading> download = Optional.empty();
        int products = 0;
        awaitMappings(buffers);
        handOver(buffers); // else nothing would be left to the driver in the first upload
        timeline.close();
        long start = System.nanoTime();
        while (products < PRODUCTS && (System.nanoTime() - start) * NANO < SECONDS) {
            Matrix c = Matrix.zeros(a.precision().storage(), a.rows(), b.columns());
            upload = closer(upload, read(() -> {
                transfers.write(a, buffers.a(), b, buffers.b());
                handOver(buffers);
            }));
            compute = closer(compute, read(computation));
            download = closer(download, read(() -> {
                transfers.read(buffers.c(), c);
                handOver(buffers);
            }));
            each.accept(c);
            products++;
        }
        Audit.Clocks clocks = upload.isPresent() && compute.isPresent() && download.isPresent()
                ? new Audit.Clocks(resolution, products, upload.get(), compute.get(), download.get())
                : null;
        return new Audit(
                new Audit.Transfers(
                        transfers.wayToWrite(
                                Math.max(buffers.a().bytes(), buffers.b().bytes())),
                        transfers.wayToRead(buffers.c().bytes()),
                        limits.memory().unified() ? Audit.Memory.HOST : Audit.Memory.DEVICE),
                clocks,
                clock.rate().orElse(null));
    }

    /** Another queue mapped them, whose commands this one does not wait for. */
    private static void awaitMappings(Operands buffers) {
        for (Buffer buffer : List.of(buffers.a(), buffers.b(), buffers.c())) {
            buffer.mapping().ifPresent(Mapping::await);
        }
    }

    /** Ends when the device has the buffers, so that the driver's clock knows all of it. */
    private void handOver(Operands buffers) {
        transfers.handOver(buffers);
        queue.finish();
    }

    private Optional<Audit.Reading> read(Runnable step) {
        long start = System.nanoTime();
        step.run();
        return timeline.read((System.nanoTime() - start) * NANO);
    }

    private static Optional<Audit.Reading> closer(Optional<Audit.Reading> before, Optional<Audit.Reading> now) {
        return before.isPresent() && now.isPresent() ? Optional.of(Audit.Reading.closer(before.get(), now.get())) : now;
    }

    @Override
    public void close() {
        handles.close();
    }
}
