package dev.santoku.backend.opencl;

import dev.santoku.backend.AbstractMultiplier;
import dev.santoku.backend.AbstractProduct;
import dev.santoku.backend.BackendException;
import dev.santoku.backend.Device;
import dev.santoku.backend.UnsupportedProductException;
import dev.santoku.matrix.Matrix;
import dev.santoku.matrix.Precision;
import dev.santoku.matrix.Shape;
import java.util.HashMap;
import java.util.Map;
import org.jocl.CL;
import org.jocl.CLException;

/** Owns a context with one device, its queue and the built programs. */
final class JoclMultiplier extends AbstractMultiplier {
    private final Limits limits;
    private final Handles handles = new Handles();
    private final Context context;
    private final Queue queue;
    private final Programs programs;
    private final Transfers transfers;
    private final Buffers memory;

    /**
     * Acquires all but the programs, which depend on the shape.
     *
     * @param limits of the device, or tighter ones
     * @throws BackendException when the driver refuses
     */
    JoclMultiplier(Device device, OpenClDevice openClDevice, Limits limits, Algorithm algorithm) {
        super(device);
        this.limits = limits;
        try {
            this.context = handles.own(new Context(openClDevice));
            this.queue = handles.own(context.createQueue());
            this.programs = handles.own(new Programs(context, algorithm, limits));
            this.transfers = handles.own(Transfers.of(limits, context, queue));
            this.memory = handles.own(new Buffers(context, limits.unifiedMemory()));
        } catch (CLException e) {
            handles.closeAfter(e);
            throw new BackendException("%s cannot be opened: %s".formatted(device.name(), Diagnosis.describe(e)), e);
        }
    }

    @Override
    protected AbstractProduct upload(Shape shape, Matrix a, Matrix b) {
        checkFits(shape, a.precision());
        Handles buffers = new Handles();
        try {
            Programs.Sequence sequence = programs.prepare(a.precision(), shape, buffers);
            checkScratch(shape, sequence.plan());
            Map<String, Buffer> named = new HashMap<>();
            named.put(Plan.A, memory.lend(bytes(shape.m(), shape.k(), a), buffers));
            named.put(Plan.B, memory.lend(bytes(shape.k(), shape.n(), b), buffers));
            named.put(Plan.C, memory.lend(bytes(shape.m(), shape.n(), a), buffers));
            for (Scratch scratch : sequence.plan().scratch()) {
                named.put(scratch.name(), memory.lend(scratch.bytes(), buffers));
            }
            transfers.write(a, named.get(Plan.A));
            transfers.write(b, named.get(Plan.B));
            sequence.bind(named);
            return new JoclProduct(
                    device(), limits.fillsBuffers(), shape, queue, transfers, sequence, named.get(Plan.C), buffers);
        } catch (CLException e) {
            buffers.closeAfter(e);
            throw refusal(shape, e);
        } catch (RuntimeException e) {
            buffers.closeAfter(e);
            throw e;
        }
    }

    @Override
    protected void release() {
        handles.close();
    }

    /** What the driver says it can hold is asked before, since some drivers allocate at the first use only. */
    private void checkFits(Shape shape, Precision precision) {
        long largest = precision.bytes()
                * Math.max(
                        (long) shape.m() * shape.k(),
                        Math.max((long) shape.k() * shape.n(), (long) shape.m() * shape.n()));
        checkBuffer(shape, largest);
        checkMemory(shape, Plan.matrixBytes(shape, precision));
    }

    /** What a plan adds to A, B and C must fit as well. */
    private void checkScratch(Shape shape, Plan plan) {
        for (Scratch scratch : plan.scratch()) {
            checkBuffer(shape, scratch.bytes());
        }
        checkMemory(shape, Plan.matrixBytes(shape, plan.precision()) + plan.scratchBytes());
    }

    private void checkBuffer(Shape shape, long bytes) {
        if (bytes > limits.allocationBytes()) {
            throw new UnsupportedProductException("%s needs a buffer of %d MiB and %s allocates at most %d MiB"
                    .formatted(shape, toMiB(bytes), device().name(), limits.allocationBytes() >> 20));
        }
    }

    private void checkMemory(Shape shape, long bytes) {
        if (bytes > limits.memoryBytes()) {
            throw new UnsupportedProductException("%s needs %d MiB and %s has %d MiB of memory"
                    .formatted(shape, toMiB(bytes), device().name(), limits.memoryBytes() >> 20));
        }
    }

    private BackendException refusal(Shape shape, CLException e) {
        int status = e.getStatus();
        if (status == CL.CL_MEM_OBJECT_ALLOCATION_FAILURE || status == CL.CL_INVALID_BUFFER_SIZE) {
            return new UnsupportedProductException("%s finds no memory for %s now, of %d MiB that it has: %s"
                    .formatted(device().name(), shape, limits.memoryBytes() >> 20, Diagnosis.describe(e)));
        }
        return new BackendException(
                "%s cannot prepare %s: %s".formatted(device().name(), shape, Diagnosis.describe(e)), e);
    }

    private static long bytes(int rows, int columns, Matrix like) {
        return (long) rows * columns * like.precision().bytes();
    }

    /** Rounded up. */
    private static long toMiB(long bytes) {
        return (bytes + (1 << 20) - 1) >> 20;
    }
}
