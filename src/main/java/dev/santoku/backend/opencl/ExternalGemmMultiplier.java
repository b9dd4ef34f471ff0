package dev.santoku.backend.opencl;

import dev.santoku.backend.BackendException;
import dev.santoku.backend.Device;
import dev.santoku.backend.opencl.handle.Event;
import dev.santoku.backend.opencl.handle.Handles;
import dev.santoku.backend.opencl.handle.OpenClDevice;
import dev.santoku.backend.opencl.handle.Queue;
import dev.santoku.backend.opencl.transfer.Operands;
import dev.santoku.backend.opencl.transfer.Transfers;
import dev.santoku.matrix.Precision;
import dev.santoku.matrix.Shape;
import java.nio.ByteBuffer;
import java.util.Optional;

/** Has somebody else's library multiply on our context, queue and buffers. */
final class ExternalGemmMultiplier extends OpenClMultiplier {
    private final ExternalGemm library;

    /**
     * Acquires context and queue.
     *
     * @throws BackendException when the driver refuses
     */
    ExternalGemmMultiplier(Device device, OpenClDevice openClDevice, ExternalGemm library) {
        super(device, openClDevice, openClDevice.limits(), Transfers::of);
        this.library = library;
    }

    @Override
    Computation.Unbound prepare(Shape shape, Precision precision, Handles owner) {
        return (operands, queue, memory) -> {
            ExternalGemmHandles lent = new ExternalGemmHandles(
                    shape,
                    precision,
                    queue.handle(),
                    operands.a().handle(),
                    operands.b().handle(),
                    operands.c().handle(),
                    Optional.empty());
            long bytes = library.scratchBytes(lent);
            ExternalGemmHandles complete = bytes == 0
                    ? lent
                    : lent.withScratch(memory.lend("scratch", bytes, owner).handle());
            return queue.keepsTimes() ? timed(complete, operands, queue) : meanwhile -> run(complete, queue, meanwhile);
        };
    }

    /** The library tells of its last command alone; one of ours before it tells when computing began. */
    private Computation timed(ExternalGemmHandles lent, Operands operands, Queue queue) {
        ByteBuffer element = ByteBuffer.allocateDirect(lent.precision().bytes());
        return meanwhile -> {
            queue.startRead(operands.c(), 0, element).close();
            return run(lent, queue, meanwhile);
        };
    }

    private Event run(ExternalGemmHandles lent, Queue queue, Runnable meanwhile) {
        try (Handles guard = new Handles()) {
            Event last = guard.own(queue.started(library.start(lent)));
            try {
                meanwhile.run();
            } finally {
                last.await();
            }
            return guard.handOut(last);
        }
    }

    @Override
    protected void release() {
        try {
            library.contextEnds();
        } finally {
            super.release();
        }
    }
}
