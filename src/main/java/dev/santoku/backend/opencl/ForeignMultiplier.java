package dev.santoku.backend.opencl;

import dev.santoku.backend.AbstractMultiplier;
import dev.santoku.backend.AbstractProduct;
import dev.santoku.backend.BackendException;
import dev.santoku.backend.Device;
import dev.santoku.backend.LinkCeiling;
import dev.santoku.matrix.Matrix;
import dev.santoku.matrix.Precision;
import dev.santoku.matrix.Shape;
import java.util.Optional;
import java.util.OptionalDouble;
import org.jocl.CLException;

/** Owns a context with one device and its queue, for somebody else's product. */
final class ForeignMultiplier extends AbstractMultiplier {
    private final Limits limits;
    private final Capacity capacity;
    private final ForeignGemm library;
    private final Handles handles = new Handles();
    private final Context context;
    private final Queue queue;
    private final DeviceCeilings ceilings;
    private final Transfers transfers;
    private final Buffers memory;

    /**
     * Acquires context and queue.
     *
     * @throws BackendException when the driver refuses
     */
    ForeignMultiplier(Device device, OpenClDevice openClDevice, ForeignGemm library) {
        super(device);
        this.library = library;
        try {
            this.limits = openClDevice.limits();
            this.context = handles.own(new Context(openClDevice));
            this.queue = handles.own(context.createQueue());
            this.ceilings = handles.own(new DeviceCeilings(context, queue, limits));
            this.transfers = handles.own(Transfers.of(limits, context, queue));
            this.memory = handles.own(new Buffers(context, limits.unifiedMemory()));
        } catch (CLException e) {
            handles.closeAfter(e);
            throw new BackendException("%s cannot be opened: %s".formatted(device.name(), Diagnosis.describe(e)), e);
        }
        this.capacity = new Capacity(device.name(), limits);
    }

    @Override
    protected AbstractProduct upload(Shape shape, Matrix a, Matrix b) {
        capacity.check(shape, a.precision());
        Handles buffers = new Handles();
        try {
            Buffer deviceA = memory.lend(bytes(shape.m(), shape.k(), a), buffers);
            Buffer deviceB = memory.lend(bytes(shape.k(), shape.n(), b), buffers);
            Buffer deviceC = memory.lend(bytes(shape.m(), shape.n(), a), buffers);
            transfers.write(a, deviceA);
            transfers.write(b, deviceB);
            LentProduct lent = withScratch(
                    buffers,
                    new LentProduct(
                            shape,
                            a.precision(),
                            queue.handle(),
                            deviceA.handle(),
                            deviceB.handle(),
                            deviceC.handle(),
                            Optional.empty()));
            return new ForeignProduct(
                    device(), limits.fillsBuffers(), queue, transfers, library, lent, deviceC, buffers);
        } catch (CLException e) {
            buffers.closeAfter(e);
            throw capacity.refusal(shape, e);
        } catch (RuntimeException e) {
            buffers.closeAfter(e);
            throw e;
        }
    }

    private LentProduct withScratch(Handles buffers, LentProduct lent) {
        long bytes = library.scratchBytes(lent);
        return bytes == 0 ? lent : lent.withScratch(memory.lend(bytes, buffers).handle());
    }

    private static long bytes(int rows, int columns, Matrix like) {
        return (long) rows * columns * like.precision().bytes();
    }

    @Override
    public OptionalDouble fmaCeiling(Precision precision) {
        return ceilings.gflops(precision);
    }

    @Override
    public OptionalDouble bandwidthCeiling() {
        return ceilings.gigabytesPerSecond();
    }

    @Override
    public Optional<LinkCeiling> linkCeiling() {
        return ceilings.link();
    }

    @Override
    protected void release() {
        try {
            library.contextEnds();
        } finally {
            handles.close();
        }
    }
}
