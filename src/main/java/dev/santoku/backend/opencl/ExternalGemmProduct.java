package dev.santoku.backend.opencl;

import dev.santoku.backend.AbstractProduct;
import dev.santoku.backend.BackendException;
import dev.santoku.backend.Device;
import dev.santoku.backend.opencl.handle.Event;
import dev.santoku.backend.opencl.handle.Handles;
import dev.santoku.backend.opencl.handle.Mapping;
import dev.santoku.backend.opencl.handle.OpenClErrors;
import dev.santoku.backend.opencl.transfer.Operands;
import dev.santoku.backend.opencl.transfer.Poison;
import dev.santoku.backend.opencl.transfer.Transfers;
import dev.santoku.matrix.Matrix;
import java.util.Optional;
import org.jocl.CLException;

/** Owns the buffers of one product that somebody else's library computes, and the event of the last run. */
final class ExternalGemmProduct extends AbstractProduct {
    private final Device device;
    private final Transfers transfers;
    private final Poison poison;
    private final ExternalGemm library;
    private final ExternalGemmHandles lent;
    private final Operands operands;
    private final Handles handles;
    private final Matrix c;
    private Optional<Event> lastRun = Optional.empty();

    /** Takes {@code handles} over. */
    ExternalGemmProduct(
            Device device,
            Transfers transfers,
            Poison poison,
            ExternalGemm library,
            ExternalGemmHandles lent,
            Operands operands,
            Handles handles) {
        super(lent.shape());
        this.device = device;
        this.transfers = transfers;
        this.poison = poison;
        this.library = library;
        this.lent = lent;
        this.operands = operands;
        this.handles = handles;
        this.c = Matrix.zeros(lent.precision(), shape().rows(), shape().n());
    }

    @Override
    protected void run() {
        attempt("compute", () -> {
            transfers.handOver(operands);
            Event last = new Event(library.start(lent));
            lastRun.ifPresent(Event::close);
            lastRun = Optional.of(last);
            try {
                transfers.startToShow(operands);
                operands.c().mapping().ifPresent(Mapping::await); // counted where JoclProduct counts it
            } finally {
                last.await();
            }
        });
    }

    @Override
    protected Matrix download() {
        attempt("download", () -> transfers.read(operands.c(), c));
        return c;
    }

    @Override
    protected void fillWithNaN() {
        attempt("poison", () -> poison.fill(operands, shape(), lent.precision()));
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

    private void attempt(String what, Runnable calls) {
        try {
            calls.run();
        } catch (CLException e) {
            throw new BackendException(
                    "%s cannot %s %s: %s".formatted(device.name(), what, shape(), OpenClErrors.describe(e)), e);
        }
    }
}
