package dev.santoku.backend.opencl.cuda;

import dev.santoku.backend.opencl.handle.Handles;
import java.util.OptionalDouble;

/** How fast the device's memory is, by copies within it. */
final class CudaBandwidth {
    /** Larger than any cache. */
    private static final long BYTES = 256L << 20;

    private static final int COPIES = 10;
    private static final double GIGA = 1e9;

    private final CudaContext context;

    CudaBandwidth(CudaContext context) {
        this.context = context;
    }

    /** What is read and written in a second, the best of some copies; empty where there is no room for two arrays. */
    OptionalDouble gigabytesPerSecond() {
        if (context.freeBytes() < 3 * BYTES) {
            return OptionalDouble.empty();
        }
        try (Handles handles = new Handles()) {
            CudaMemory from = handles.own(context.allocate(BYTES));
            CudaMemory to = handles.own(context.allocate(BYTES));
            CudaEvent start = handles.own(new CudaEvent(context));
            CudaEvent end = handles.own(new CudaEvent(context));
            context.fillWithNaN(from);
            double best = Double.POSITIVE_INFINITY;
            for (int copy = 0; copy <= COPIES; copy++) {
                start.record();
                context.startCopy(from, to);
                end.record();
                end.await();
                if (copy > 0) { // the first one warms up
                    best = Math.min(best, end.since(start));
                }
            }
            return best > 0 ? OptionalDouble.of(2 * BYTES / best / GIGA) : OptionalDouble.empty();
        }
    }
}
