package dev.santoku.backend.opencl;

import dev.santoku.backend.AbstractMultiplier;
import dev.santoku.backend.AbstractProduct;
import dev.santoku.backend.Audit;
import dev.santoku.backend.BackendException;
import dev.santoku.backend.Device;
import dev.santoku.backend.LinkCeiling;
import dev.santoku.backend.opencl.handle.Context;
import dev.santoku.backend.opencl.handle.DeviceLimits;
import dev.santoku.backend.opencl.handle.Handles;
import dev.santoku.backend.opencl.handle.OpenClDevice;
import dev.santoku.backend.opencl.handle.OpenClErrors;
import dev.santoku.backend.opencl.handle.Queue;
import dev.santoku.backend.opencl.probe.Auditor;
import dev.santoku.backend.opencl.probe.DeviceCeilings;
import dev.santoku.backend.opencl.probe.DriverClock;
import dev.santoku.backend.opencl.transfer.Buffers;
import dev.santoku.backend.opencl.transfer.Operands;
import dev.santoku.backend.opencl.transfer.Poison;
import dev.santoku.backend.opencl.transfer.Transfers;
import dev.santoku.matrix.Matrix;
import dev.santoku.matrix.Precision;
import dev.santoku.matrix.Shape;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Consumer;
import org.jocl.CL;
import org.jocl.CLException;
import org.jocl.cl_event;

/** Owns a context with one device and its queue, for somebody else's product. */
final class ExternalGemmMultiplier extends AbstractMultiplier {
    private final DeviceLimits limits;
    private final Capacity capacity;
    private final ExternalGemm library;
    private final Handles handles = new Handles();
    private final Context context;
    private final DriverClock clock;
    private final Queue queue;
    private final DeviceCeilings ceilings;
    private final Transfers transfers;
    private final Poison poison;
    private final Buffers memory;

    /**
     * Acquires context and queue.
     *
     * @throws BackendException when the driver refuses
     */
    ExternalGemmMultiplier(Device device, OpenClDevice openClDevice, ExternalGemm library) {
        super(device);
        this.library = library;
        try {
            this.limits = openClDevice.limits();
            this.context = handles.own(new Context(openClDevice));
            this.clock = new DriverClock(context);
            this.queue = handles.own(context.createQueue());
            this.ceilings = handles.own(new DeviceCeilings(context, queue, limits));
            this.transfers = handles.own(Transfers.of(limits, context, queue));
            this.poison = new Poison(queue, transfers, limits);
            this.memory = handles.own(new Buffers(context, queue, limits.unifiedMemory()));
        } catch (CLException e) {
            handles.closeAfter(e);
            throw new BackendException("%s cannot be opened: %s".formatted(device.name(), OpenClErrors.describe(e)), e);
        }
        this.capacity = new Capacity(device.name(), limits);
    }

    @Override
    protected AbstractProduct upload(Shape shape, Matrix a, Matrix b) {
        capacity.check(shape, a.precision());
        Handles buffers = new Handles();
        try {
            Operands operands = Operands.lend(memory, a, b, buffers);
            transfers.write(a, operands.a(), b, operands.b());
            ExternalGemmHandles lent = lend(shape, a.precision(), operands, queue, buffers);
            return new ExternalGemmProduct(device(), transfers, poison, library, lent, operands, buffers);
        } catch (CLException e) {
            buffers.closeAfter(e);
            throw capacity.refusal(shape, e);
        } catch (RuntimeException e) {
            buffers.closeAfter(e);
            throw e;
        }
    }

    /** The same: the library has a call for all of them. */
    @Override
    protected AbstractProduct uploadBatch(Shape shape, Matrix a, Matrix b) {
        return upload(shape, a, b);
    }

    private ExternalGemmHandles lend(Shape shape, Precision precision, Operands operands, Queue into, Handles buffers) {
        ExternalGemmHandles lent = new ExternalGemmHandles(
                shape,
                precision,
                into.handle(),
                operands.a().handle(),
                operands.b().handle(),
                operands.c().handle(),
                Optional.empty());
        long bytes = library.scratchBytes(lent);
        return bytes == 0
                ? lent
                : lent.withScratch(memory.lend("scratch", bytes, buffers).handle());
    }

    /** The library tells of its last command alone; one of ours before it tells when computing began. */
    @Override
    public Optional<Audit> audit(Matrix a, Matrix b, int batch, Consumer<Matrix> products) {
        try (Handles borrowed = new Handles()) {
            Auditor auditor = borrowed.own(new Auditor(context, limits, clock, Transfers::of));
            Operands operands = Operands.lend(memory, a, b, borrowed);
            ExternalGemmHandles lent = lend(Shape.of(a, b, batch), a.precision(), operands, auditor.queue(), borrowed);
            ByteBuffer element = ByteBuffer.allocateDirect(a.precision().bytes());
            return Optional.of(auditor.audit(a, b, operands, products, () -> {
                auditor.queue().startRead(operands.c(), 0, element).close();
                cl_event last = library.start(lent);
                auditor.timeline().add(last);
                CL.clWaitForEvents(1, new cl_event[] {last});
            }));
        } catch (CLException e) {
            throw new BackendException(
                    "%s cannot be audited: %s".formatted(device().name(), OpenClErrors.describe(e)), e);
        }
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
