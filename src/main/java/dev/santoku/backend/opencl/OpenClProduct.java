package dev.santoku.backend.opencl;

import dev.santoku.backend.AbstractProduct;
import dev.santoku.backend.opencl.handle.Event;
import dev.santoku.backend.opencl.handle.Handles;
import dev.santoku.backend.opencl.handle.Mapping;
import dev.santoku.backend.opencl.transfer.Operands;
import dev.santoku.backend.opencl.transfer.Poison;
import dev.santoku.backend.opencl.transfer.Transfers;
import dev.santoku.matrix.Matrix;
import dev.santoku.matrix.Precision;
import dev.santoku.matrix.Shape;
import java.util.Optional;
import org.jocl.CLException;

/** Owns the buffers of one product, what computes it, and the event of the last run. */
final class OpenClProduct extends AbstractProduct {
    private final Capacity capacity;
    private final Precision precision;
    private final Transfers transfers;
    private final Poison poison;
    private final Operands operands;
    private final Computation computation;
    private final Handles handles;
    private Optional<Event> lastRun = Optional.empty();
    private Optional<Matrix> c;

    /**
     * What is computed.
     *
     * @param precision of C
     * @param into what C comes back to, if it is the caller's
     */
    record Result(Shape shape, Precision precision, Optional<Matrix> into) {}

    /** Takes {@code handles} over. */
    OpenClProduct(
            Capacity capacity,
            Result result,
            Transfers transfers,
            Poison poison,
            Operands operands,
            Computation computation,
            Handles handles) {
        super(result.shape());
        this.capacity = capacity;
        this.precision = result.precision();
        this.c = result.into();
        this.transfers = transfers;
        this.poison = poison;
        this.operands = operands;
        this.computation = computation;
        this.handles = handles;
    }

    @Override
    protected void run() {
        attempt("compute", () -> {
            transfers.handOver(operands);
            Event event = computation.run(this::whileItComputes);
            lastRun.ifPresent(Event::close);
            lastRun = Optional.of(event);
        });
    }

    /** A device in the host's memory takes longer for a product than an array for C takes; another one may not. */
    private void whileItComputes() {
        transfers.startToShow(operands);
        if (capacity.limits().memory().unified()) {
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
            throw capacity.failure(what, shape(), e);
        }
    }
}
