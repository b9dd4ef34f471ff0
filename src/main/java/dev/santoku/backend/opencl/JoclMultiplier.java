package dev.santoku.backend.opencl;

import dev.santoku.backend.AbstractMultiplier;
import dev.santoku.backend.AbstractProduct;
import dev.santoku.backend.Audit;
import dev.santoku.backend.BackendException;
import dev.santoku.backend.Device;
import dev.santoku.backend.LinkCeiling;
import dev.santoku.backend.opencl.family.Algorithm;
import dev.santoku.backend.opencl.family.KernelSequence;
import dev.santoku.backend.opencl.family.LaunchPlan;
import dev.santoku.backend.opencl.family.Programs;
import dev.santoku.backend.opencl.family.Scratch;
import dev.santoku.backend.opencl.handle.Buffer;
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
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Consumer;
import org.jocl.CLException;

/** Owns a context with one device, its queue and the built programs. */
public final class JoclMultiplier extends AbstractMultiplier {
    private final DeviceLimits limits;
    private final Capacity capacity;
    private final Handles handles = new Handles();
    private final Context context;
    private final DriverClock clock;
    private final Queue queue;
    private final DeviceCeilings ceilings;
    private final Programs programs;
    private final Transfers.Choice choice;
    private final Transfers transfers;
    private final Poison poison;
    private final Buffers memory;

    /**
     * Acquires all but the programs, which depend on the shape.
     *
     * @param limits of the device, or tighter ones
     * @throws BackendException when the driver refuses
     */
    public JoclMultiplier(Device device, OpenClDevice openClDevice, DeviceLimits limits, Algorithm algorithm) {
        this(device, openClDevice, limits, algorithm, Transfers::of);
    }

    /** The same, but matrices travel in a way of the caller's choice. */
    public JoclMultiplier(
            Device device,
            OpenClDevice openClDevice,
            DeviceLimits limits,
            Algorithm algorithm,
            Transfers.Choice choice) {
        super(device);
        this.limits = limits;
        this.choice = choice;
        this.capacity = new Capacity(device.name(), limits);
        try {
            this.context = handles.own(new Context(openClDevice));
            this.clock = new DriverClock(context);
            this.queue = handles.own(context.createQueue());
            this.ceilings = handles.own(new DeviceCeilings(context, queue, limits));
            this.programs = handles.own(new Programs(context, algorithm, limits));
            this.transfers = handles.own(choice.open(limits, context, queue));
            this.poison = new Poison(queue, transfers, limits);
            this.memory = handles.own(new Buffers(context, queue, limits.unifiedMemory()));
        } catch (CLException e) {
            handles.closeAfter(e);
            throw new BackendException("%s cannot be opened: %s".formatted(device.name(), OpenClErrors.describe(e)), e);
        }
    }

    @Override
    protected AbstractProduct upload(Shape shape, Matrix a, Matrix b) {
        capacity.check(shape, a.precision());
        Handles buffers = new Handles();
        try {
            KernelSequence sequence = programs.prepare(a.precision(), shape, buffers);
            capacity.check(shape, sequence.plan());
            Operands operands = Operands.lend(memory, a, b, buffers);
            transfers.write(a, operands.a(), b, operands.b());
            bind(sequence, operands, buffers);
            return new JoclProduct(device(), limits, shape, queue, transfers, poison, sequence, operands, buffers);
        } catch (CLException e) {
            buffers.closeAfter(e);
            throw capacity.refusal(shape, e);
        } catch (RuntimeException e) {
            buffers.closeAfter(e);
            throw e;
        }
    }

    /** The same: each launch computes its part of all products. */
    @Override
    protected AbstractProduct uploadBatch(Shape shape, Matrix a, Matrix b) {
        return upload(shape, a, b);
    }

    private void bind(KernelSequence sequence, Operands operands, Handles buffers) {
        Map<String, Buffer> named = new HashMap<>();
        named.put(LaunchPlan.A, operands.a());
        named.put(LaunchPlan.B, operands.b());
        named.put(LaunchPlan.C, operands.c());
        for (Scratch scratch : sequence.plan().scratch()) {
            named.put(scratch.name(), memory.lend(scratch.name(), scratch.bytes(), buffers));
        }
        sequence.bind(named);
    }

    @Override
    public Optional<Audit> audit(Matrix a, Matrix b, int batch, Consumer<Matrix> products) {
        try (Handles borrowed = new Handles()) {
            Auditor auditor = borrowed.own(new Auditor(context, limits, clock, choice));
            KernelSequence sequence = programs.prepare(a.precision(), Shape.of(a, b, batch), borrowed);
            Operands operands = Operands.lend(memory, a, b, borrowed);
            bind(sequence, operands, borrowed);
            return Optional.of(auditor.audit(a, b, operands, products, () -> sequence.run(auditor.queue(), () -> {})
                    .close()));
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
        handles.close();
    }
}
