package dev.santoku.plan;

import dev.santoku.matrix.Precision;
import dev.santoku.matrix.Shape;
import dev.santoku.result.HostFacts;
import java.util.List;

/**
 * How much memory a run may take, and how much a shape needs: one model for the sizes that are chosen, for the cells that
 * are refused, and for the heap of each worker.
 */
public final class MemoryModel {
    /** Of all memory: the system, the parent and the drivers need some, too. */
    private static final double SHARED = 0.8;

    /** A worker on the heap: inputs, the two checked C and the one in work, garbage. */
    private static final long HEAP_COPIES = 5;

    /** Outside the heap: the buffers of an OpenCL device that is the CPU. */
    private static final long NATIVE_COPIES = 1;

    /** The same where two products stay prepared, with their packed panels. */
    private static final long NATIVE_COPIES_OF_SOAK = 4;

    private static final long HEAP_BASE = 256L << 20;
    private static final long NATIVE_BASE = 150L << 20;

    /** Room for the arrays that a memory's bandwidth is measured over, where there is as much to spare. */
    private static final long HEAP_FOR_CEILINGS = 1L << 30;

    private final long usableBytes;
    private final int workers;
    private final long nativeCopies;

    /**
     * For a run.
     *
     * @param workers that live at the same time
     */
    public MemoryModel(HostFacts host, int workers) {
        this((long) (SHARED * host.usableMemory()), workers);
    }

    MemoryModel(long usableBytes, int workers) {
        this(usableBytes, workers, NATIVE_COPIES);
    }

    private MemoryModel(long usableBytes, int workers, long nativeCopies) {
        this.usableBytes = usableBytes;
        this.workers = Math.max(1, workers);
        this.nativeCopies = nativeCopies;
    }

    /** For a soak: a worker on the heap holds three copies, and one of a CPU's OpenCL device more in its buffers. */
    public static MemoryModel ofSoak(HostFacts host, int workers) {
        return new MemoryModel((long) (SHARED * host.usableMemory()), workers, NATIVE_COPIES_OF_SOAK);
    }

    /** Whether all workers together can hold a shape. */
    public boolean holds(Shape shape, Precision precision) {
        return neededBytes(shape, precision) <= usableBytes;
    }

    /** Bytes that all workers together need for a shape. */
    public long neededBytes(Shape shape, Precision precision) {
        return workers * (HEAP_BASE + NATIVE_BASE + (HEAP_COPIES + nativeCopies) * shape.bytes(precision));
    }

    /** Bytes that all workers together may take. */
    public long usableBytes() {
        return usableBytes;
    }

    /** The heap of one worker for the largest of these shapes; for shapes still to be chosen, a fair share. */
    public long heapBytes(Plan plan) {
        long share = Math.max(HEAP_BASE, usableBytes / workers - NATIVE_BASE);
        return plan.shapes().map(shapes -> Math.min(share, heapFor(shapes))).orElse(share);
    }

    private static long heapFor(List<Shape> shapes) {
        long largest = shapes.stream()
                .mapToLong(shape -> shape.bytes(Precision.F64))
                .max()
                .orElse(0);
        return Math.max(HEAP_FOR_CEILINGS, HEAP_BASE + HEAP_COPIES * largest);
    }
}
