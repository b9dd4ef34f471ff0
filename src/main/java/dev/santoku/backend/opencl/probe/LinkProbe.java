package dev.santoku.backend.opencl.probe;

import dev.santoku.backend.LinkCeiling;
import dev.santoku.backend.opencl.family.KernelCode;
import dev.santoku.backend.opencl.handle.DeviceLimits;
import dev.santoku.backend.opencl.handle.Handle;
import dev.santoku.backend.opencl.handle.Handles;
import java.nio.ByteBuffer;
import java.util.Arrays;

/** Measures the way to a device: copies there and back, out of ordinary and out of pinned memory, and launches. */
final class LinkProbe<B extends Handle> {
    private static final long BYTES = 64L << 20;
    private static final long SHARE_OF_MEMORY = 8;

    private static final int LEAST_COPIES = 4;
    private static final int MOST_COPIES = 40;
    private static final double SECONDS = 0.05;

    private static final int WARM_LAUNCHES = 20;
    private static final int MOST_LAUNCHES = 1000;

    private final ProbedDevice<B> device;
    private final int bytes;

    LinkProbe(ProbedDevice<B> device, DeviceLimits limits) {
        this.device = device;
        this.bytes = (int) Math.min(
                BYTES,
                Math.min(limits.memory().allocationBytes(), limits.memory().totalBytes() / SHARE_OF_MEMORY));
    }

    /** @param code that has a kernel which does nothing */
    LinkCeiling measure(KernelCode code) {
        try (Handles handles = new Handles()) {
            B there = device.buffer(bytes, handles);
            ByteBuffer pageable = ByteBuffer.allocateDirect(bytes);
            ByteBuffer pinned = device.pin(bytes, handles);
            return new LinkCeiling(
                    rate(() -> device.upload(pageable, there)),
                    rate(() -> device.download(there, 0, pageable)),
                    rate(() -> device.upload(pinned, there)),
                    rate(() -> device.download(there, 0, pinned)),
                    launchMicros(device.kernel(code, "nothing", handles)));
        }
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

    private double launchMicros(ProbedDevice.ProbeKernel<B> nothing) {
        double[] seconds = new double[MOST_LAUNCHES];
        for (int i = 0; i < WARM_LAUNCHES; i++) {
            nothing.seconds(1, 1);
        }
        int launches = 0;
        long start = System.nanoTime();
        do {
            seconds[launches++] = nothing.seconds(1, 1);
        } while (launches < MOST_LAUNCHES && System.nanoTime() - start < SECONDS * 1e9);
        Arrays.sort(seconds, 0, launches);
        return seconds[launches / 2] * 1e6;
    }
}
