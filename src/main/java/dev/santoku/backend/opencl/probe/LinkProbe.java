package dev.santoku.backend.opencl.probe;

import dev.santoku.backend.LinkCeiling;
import dev.santoku.backend.opencl.handle.Buffer;
import dev.santoku.backend.opencl.handle.Context;
import dev.santoku.backend.opencl.handle.DeviceLimits;
import dev.santoku.backend.opencl.handle.Handles;
import dev.santoku.backend.opencl.handle.Kernel;
import dev.santoku.backend.opencl.handle.PinnedMemory;
import dev.santoku.backend.opencl.handle.Program;
import dev.santoku.backend.opencl.handle.Queue;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jocl.CL;
import org.jocl.Pointer;

/** Measures the way to a device: copies there and back, out of ordinary and out of pinned memory, and launches. */
final class LinkProbe {
    private static final long BYTES = 64L << 20;
    private static final long SHARE_OF_MEMORY = 8;

    private static final int LEAST_COPIES = 4;
    private static final int MOST_COPIES = 40;
    private static final double SECONDS = 0.05;

    private static final int WARM_LAUNCHES = 20;
    private static final int MOST_LAUNCHES = 1000;

    private final Context context;
    private final Queue queue;
    private final int bytes;

    LinkProbe(Context context, Queue queue, DeviceLimits limits) {
        this.context = context;
        this.queue = queue;
        this.bytes = (int) Math.min(
                BYTES,
                Math.min(limits.memory().allocationBytes(), limits.memory().totalBytes() / SHARE_OF_MEMORY));
    }

    /** @param program that has a kernel which does nothing */
    LinkCeiling measure(Program program) {
        try (Handles handles = new Handles()) {
            Buffer device = handles.own(context.createBuffer(bytes));
            Pointer pageable = Pointer.to(ByteBuffer.allocateDirect(bytes));
            PinnedMemory pinned = handles.own(context.pinMemory(queue, bytes));
            return new LinkCeiling(
                    rate(() -> write(pageable, device)),
                    rate(() -> read(device, pageable)),
                    rate(() -> write(pinned.start(), device)),
                    rate(() -> read(device, pinned.start())),
                    launchMicros(handles.own(program.createKernel("nothing"))));
        }
    }

    private void write(Pointer from, Buffer to) {
        CL.clEnqueueWriteBuffer(queue.handle(), to.handle(), true, 0, bytes, from, 0, null, null);
    }

    private void read(Buffer from, Pointer to) {
        CL.clEnqueueReadBuffer(queue.handle(), from.handle(), true, 0, bytes, to, 0, null, null);
    }

    /** 10⁹ bytes a second, the best copy; the first ones touch pages and are no better. */
    private double rate(Runnable copy) {
        double best = Double.POSITIVE_INFINITY;
        long start = System.nanoTime();
        for (int i = 0; i < MOST_COPIES; i++) {
            long before = System.nanoTime();
            copy.run();
            best = Math.min(best, (System.nanoTime() - before) * 1e-9);
            if (i >= LEAST_COPIES && System.nanoTime() - start > SECONDS * 1e9) {
                break;
            }
        }
        return bytes / best / 1e9;
    }

    private double launchMicros(Kernel nothing) {
        double[] seconds = new double[MOST_LAUNCHES];
        for (int i = 0; i < WARM_LAUNCHES; i++) {
            queue.seconds(nothing, 1, 1);
        }
        int launches = 0;
        long start = System.nanoTime();
        do {
            seconds[launches++] = queue.seconds(nothing, 1, 1);
        } while (launches < MOST_LAUNCHES && System.nanoTime() - start < SECONDS * 1e9);
        Arrays.sort(seconds, 0, launches);
        return seconds[launches / 2] * 1e6;
    }
}
