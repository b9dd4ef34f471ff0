package dev.santoku.backend.opencl;

import dev.santoku.backend.AbstractProduct;
import dev.santoku.backend.BackendException;
import dev.santoku.backend.Device;
import dev.santoku.backend.opencl.family.KernelSequence;
import dev.santoku.backend.opencl.handle.DeviceLimits;
import dev.santoku.backend.opencl.handle.Event;
import dev.santoku.backend.opencl.handle.Handles;
import dev.santoku.backend.opencl.handle.Mapping;
import dev.santoku.backend.opencl.handle.OpenClErrors;
import dev.santoku.backend.opencl.handle.Queue;
import dev.santoku.backend.opencl.transfer.Operands;
import dev.santoku.backend.opencl.transfer.Poison;
import dev.santoku.backend.opencl.transfer.Transfers;
import dev.santoku.matrix.Matrix;
import dev.santoku.matrix.Precision;
import dev.santoku.matrix.Shape;
import java.util.Optional;
import org.jocl.CLException;

/** Owns the buffers of one product, its kernels with their arguments set, and the event of the last run. */
final class JoclProduct extends AbstractProduct {
    private final Device device;
    private final DeviceLimits limits;
    private final Precision precision;
    private final Queue queue;
    private final Transfers transfers;
    private final Poison poison;
    private final KernelSequence sequence;
    private final Operands operands;
    private final Handles handles;
    private Optional<Event> lastRun = Optional.empty();
    private Optional<Matrix> c = Optional.empty();

    /** Takes {@code handles} over. */
    JoclProduct(
            Device device,
            DeviceLimits limits,
            Shape shape,
            Queue queue,
            Transfers transfers,
            Poison poison,
            KernelSequence sequence,
            Operands operands,
            Handles handles) {
        super(shape);
        this.device = device;
        this.limits = limits;
        this.precision = sequence.plan().precision();
        this.queue = queue;
        this.transfers = transfers;
        this.poison = poison;
        this.sequence = sequence;
        this.operands = operands;
        this.handles = handles;
    }

    @Override
    protected void run() {
        attempt("compute", () -> {
            transfers.handOver(operands);
            Event event = sequence.run(queue, this::whileItComputes);
            lastRun.ifPresent(Event::close);
            lastRun = Optional.of(event);
        });
    }

    /** A device in the host's memory takes longer for a product than an array for C takes; another one may not. */
    private void whileItComputes() {
        transfers.startToShow(operands);
        if (limits.unifiedMemory()) {
            hostC();
        }
        operands.c().mapping().ifPresent(Mapping::await);
    }

    @Override
    protected Matrix download() {
        attempt("download", () -> transfers.read(operands.c(), hostC()));
        return hostC();
    }

    @Override
    protected void fillWithNaN() {
        attempt("poison", () -> poison.fill(operands, shape(), precision));
    }

    @Override
    protected String executedOn() {
        return lastRun.map(Event::deviceName)
                .orElseThrow(() -> new IllegalStateException("nothing ran: call compute() first"));
    }

    @Override
    protected void release() {
        lastRun.ifPresent(handles::own);
        handles.close();
    }

    /** The matrix that C comes back to, made while the device computes: to clear it takes as long as half a download. */
    private Matrix hostC() {
        if (c.isEmpty()) {
            c = Optional.of(Matrix.zeros(precision, shape().rows(), shape().n()));
        }
        return c.get();
    }

    private void attempt(String what, Runnable calls) {
        try {
            calls.run();
        } catch (CLException e) {
            throw new BackendException(
                    "%s cannot %s %s: %s".formatted(device.name(), what, shape(), OpenClErrors.describe(e)), e);
        }
    }
}
