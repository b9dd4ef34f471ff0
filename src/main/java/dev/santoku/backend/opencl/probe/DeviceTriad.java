package dev.santoku.backend.opencl.probe;

import dev.santoku.backend.BackendException;
import dev.santoku.backend.Device;
import dev.santoku.backend.opencl.handle.Buffer;
import dev.santoku.backend.opencl.handle.Context;
import dev.santoku.backend.opencl.handle.DeviceLimits;
import dev.santoku.backend.opencl.handle.Handles;
import dev.santoku.backend.opencl.handle.HostMemory;
import dev.santoku.backend.opencl.handle.Kernel;
import dev.santoku.backend.opencl.handle.KernelSource;
import dev.santoku.backend.opencl.handle.Program;
import dev.santoku.backend.opencl.handle.Queue;
import dev.santoku.matrix.Precision;
import org.jocl.CL;
import org.jocl.Pointer;

/**
 * The bandwidth of a device's own memory, by the triad of STREAM in f32, which every device computes: {@code triad} of {@code
 * ceilings.cl}, over arrays that no cache holds.
 */
final class DeviceTriad {
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

    private static final float B = 1;
    private static final float C = 2;
    private static final float S = 3;

    private final Context context;
    private final Queue queue;
    private final DeviceLimits limits;

    DeviceTriad(Context context, Queue queue, DeviceLimits limits) {
        this.context = context;
        this.queue = queue;
        this.limits = limits;
    }

    /** The program that {@link #gigabytesPerSecond} wants. */
    static Program build(Context context, DeviceLimits limits) {
        return context.build(
                "ceilings.cl",
                KernelSource.read("ceilings"),
                "-DPRECISION=32 -DLANES=%d -DCHUNK=%d".formatted(lanes(limits), chunk(limits)));
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
    double gigabytesPerSecond(Program program) {
        try (Handles handles = new Handles()) {
            Kernel kernel = handles.own(program.createKernel(KERNEL));
            int groupItems = isCpu(limits) ? 1 : kernel.groupItems(Math.min(GROUP_ITEMS, limits.groupItems()));
            long groupBytes = (long) groupItems * chunk(limits) * lanes(limits) * Float.BYTES;
            long groups = Math.max(1, arrayBytes() / groupBytes);
            Buffer a = handles.own(context.createBuffer(groups * groupBytes));
            Buffer b = handles.own(context.createBuffer(groups * groupBytes));
            Buffer c = handles.own(context.createBuffer(groups * groupBytes));
            queue.fill(a, HostMemory.element(Precision.F32, Double.NaN));
            queue.fill(b, HostMemory.element(Precision.F32, B));
            queue.fill(c, HostMemory.element(Precision.F32, C));
            kernel.set(0, HostMemory.element(Precision.F32, S));
            kernel.set(1, a);
            kernel.set(2, b);
            kernel.set(3, c);
            double best = bestPass(kernel, groups, groupItems);
            check(a);
            return 3.0 * groups * groupBytes / best / 1e9;
        }
    }

    private long arrayBytes() {
        long wanted = Math.max(
                isCpu(limits) ? LEAST_BYTES_ON_CPU : LEAST_BYTES,
                CACHES_PER_ARRAY * context.device().cacheBytes());
        return Math.min(
                Math.min(MOST_BYTES, wanted),
                Math.min(limits.memory().allocationBytes(), limits.memory().totalBytes() / SHARE_OF_MEMORY));
    }

    private double bestPass(Kernel kernel, long groups, int groupItems) {
        double best = Double.POSITIVE_INFINITY;
        long start = System.nanoTime();
        for (int pass = 0; pass < MOST_PASSES; pass++) {
            best = Math.min(best, queue.seconds(kernel, groups, groupItems));
            if (pass >= LEAST_PASSES && System.nanoTime() - start > SECONDS * 1e9) {
                break;
            }
        }
        return best;
    }

    /** The ends of a, which was filled with NaN. */
    private void check(Buffer a) {
        for (long offset : new long[] {0, a.bytes() - Float.BYTES}) {
            float[] found = new float[1];
            CL.clEnqueueReadBuffer(
                    queue.handle(), a.handle(), true, offset, Float.BYTES, Pointer.to(found), 0, null, null);
            if (found[0] != B + S * C) {
                throw new BackendException("%s of ceilings.cl is wrong on %s: byte %d of a holds %s, not %s"
                        .formatted(KERNEL, context.device().name(), offset, found[0], B + S * C));
            }
        }
    }
}
