package dev.santoku.backend.opencl.probe;

import dev.santoku.backend.BackendException;
import dev.santoku.backend.Device;
import dev.santoku.backend.opencl.family.KernelCode;
import dev.santoku.backend.opencl.handle.DeviceLimits;
import dev.santoku.backend.opencl.handle.Handle;
import dev.santoku.backend.opencl.handle.Handles;
import dev.santoku.backend.opencl.handle.HostMemory;
import dev.santoku.matrix.Precision;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Map;

/**
 * The bandwidth of a device's own memory, by the triad of STREAM in f32, which every device computes: {@code triad} of {@code
 * ceilings.cl}, over arrays that no cache holds.
 */
final class DeviceTriad<B extends Handle> {
    private static final String KERNEL = "triad";

    /** STREAM's rule: each array at least four times as large as the last cache. */
    private static final long CACHES_PER_ARRAY = 4;

    private static final long LEAST_BYTES_ON_CPU = 96L << 20;
    private static final long LEAST_BYTES = 256L << 20;
    private static final long MOST_BYTES = 1L << 30;

    /** All three arrays together take no more than three eighths. */
    private static final long SHARE_OF_MEMORY = 8;

    private static final int GROUP_ITEMS = 256;
    private static final int CPU_CHUNK = 512;
    private static final int GPU_LANES = 4;

    private static final int LEAST_PASSES = 5;
    private static final int MOST_PASSES = 40;
    private static final double SECONDS = 0.15;

    private static final float ONE = 1;
    private static final float TWO = 2;
    private static final float FACTOR = 3;

    private final ProbedDevice<B> device;
    private final DeviceLimits limits;

    DeviceTriad(ProbedDevice<B> device, DeviceLimits limits) {
        this.device = device;
        this.limits = limits;
    }

    /** What is compiled. */
    static KernelCode code(DeviceLimits limits) {
        return KernelCode.of(
                "ceilings", Map.of("PRECISION", Float.SIZE, "LANES", lanes(limits), "CHUNK", chunk(limits)));
    }

    private static boolean isCpu(DeviceLimits limits) {
        return limits.kind() == Device.Kind.CPU;
    }

    private static int lanes(DeviceLimits limits) {
        return isCpu(limits) ? limits.lanes(Precision.F32) : GPU_LANES;
    }

    private static int chunk(DeviceLimits limits) {
        return isCpu(limits) ? CPU_CHUNK : 1;
    }

    /** 10⁹ bytes a second, the best pass; 3 elements' bytes for each element. */
    double gigabytesPerSecond() {
        try (Handles handles = new Handles()) {
            ProbedDevice.ProbeKernel<B> kernel = device.kernel(code(limits), KERNEL, handles);
            int groupItems = isCpu(limits) ? 1 : kernel.groupItems(Math.min(GROUP_ITEMS, limits.groupItems()));
            long groupBytes = (long) groupItems * chunk(limits) * lanes(limits) * Float.BYTES;
            long groups = Math.max(1, arrayBytes() / groupBytes);
            B a = device.buffer(groups * groupBytes, handles);
            B b = device.buffer(groups * groupBytes, handles);
            B c = device.buffer(groups * groupBytes, handles);
            device.fill(a, Float.NaN);
            device.fill(b, ONE);
            device.fill(c, TWO);
            kernel.set(0, HostMemory.element(Precision.F32, FACTOR));
            kernel.set(1, a);
            kernel.set(2, b);
            kernel.set(3, c);
            double best = bestPass(kernel, groups, groupItems);
            check(a, groups * groupBytes);
            return 3.0 * groups * groupBytes / best / 1e9;
        }
    }

    private long arrayBytes() {
        long wanted =
                Math.max(isCpu(limits) ? LEAST_BYTES_ON_CPU : LEAST_BYTES, CACHES_PER_ARRAY * device.cacheBytes());
        return Math.min(
                Math.min(MOST_BYTES, wanted),
                Math.min(limits.memory().allocationBytes(), limits.memory().totalBytes() / SHARE_OF_MEMORY));
    }

    private double bestPass(ProbedDevice.ProbeKernel<B> kernel, long groups, int groupItems) {
        double best = Double.POSITIVE_INFINITY;
        long start = System.nanoTime();
        for (int pass = 0; pass < MOST_PASSES; pass++) {
            best = Math.min(best, kernel.seconds(groups, groupItems));
            if (pass >= LEAST_PASSES && System.nanoTime() - start > SECONDS * 1e9) {
                break;
            }
        }
        return best;
    }

    /** The ends of a, which was filled with NaN. */
    private void check(B a, long bytes) {
        ByteBuffer found = ByteBuffer.allocateDirect(Float.BYTES).order(ByteOrder.nativeOrder());
        for (long offset : new long[] {0, bytes - Float.BYTES}) {
            device.download(a, offset, found);
            if (found.getFloat(0) != ONE + FACTOR * TWO) {
                throw new BackendException("%s of ceilings.cl is wrong on %s: byte %d of a holds %s, not %s"
                        .formatted(KERNEL, device.name(), offset, found.getFloat(0), ONE + FACTOR * TWO));
            }
        }
    }
}
