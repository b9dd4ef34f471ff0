package dev.santoku.backend.opencl.transfer;

import dev.santoku.backend.opencl.handle.DeviceLimits;
import dev.santoku.backend.opencl.handle.HostMemory;
import dev.santoku.backend.opencl.handle.Mapping;
import dev.santoku.backend.opencl.handle.Queue;
import dev.santoku.matrix.Matrix;
import dev.santoku.matrix.Precision;
import dev.santoku.matrix.Shape;
import java.util.Optional;

/** Fills C with NaN where it lives. */
public final class Poison {
    private final Queue queue;
    private final Transfers transfers;
    private final boolean fillsBuffers;

    public Poison(Queue queue, Transfers transfers, DeviceLimits limits) {
        this.queue = queue;
        this.transfers = transfers;
        this.fillsBuffers = limits.fillsBuffers();
    }

    /**
     * Returns when C is filled. By the host itself where it may write C at the moment: that takes no command, and leaves all
     * as a product leaves it for the next one.
     */
    public void fill(Operands operands, Shape shape, Precision precision) {
        Matrix element = HostMemory.element(precision, Double.NaN);
        Optional<Mapping> shown = operands.c().mapping().filter(Mapping::isWritable);
        if (shown.isPresent()) {
            HostMemory.fill(shown.get().await(), element);
            return;
        }
        transfers.handOver(operands);
        if (fillsBuffers) {
            queue.fill(operands.c(), element);
        } else {
            Matrix poison = Matrix.zeros(precision, shape.rows(), shape.n());
            poison.fill(Double.NaN);
            transfers.write(poison, operands.c());
        }
    }
}
