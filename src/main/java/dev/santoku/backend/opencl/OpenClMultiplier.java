package dev.santoku.backend.opencl;

import dev.santoku.backend.AbstractMultiplier;
import dev.santoku.backend.AbstractProduct;
import dev.santoku.backend.Audit;
import dev.santoku.backend.BackendException;
import dev.santoku.backend.Device;
import dev.santoku.backend.LinkCeiling;
import dev.santoku.backend.RowProduct;
import dev.santoku.backend.SlicedProduct;
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
import dev.santoku.backend.opencl.probe.OpenClProbed;
import dev.santoku.backend.opencl.transfer.Buffers;
import dev.santoku.backend.opencl.transfer.Operands;
import dev.santoku.backend.opencl.transfer.Poison;
import dev.santoku.backend.opencl.transfer.Transfers;
import dev.santoku.matrix.Matrix;
import dev.santoku.matrix.Precision;
import dev.santoku.matrix.Shape;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jocl.CLException;

/** Owns a context with one device, its queue and its buffers. A subclass knows how a product is computed on them. */
abstract class OpenClMultiplier extends AbstractMultiplier {
    final Capacity capacity;
    final Context context;
    final Buffers memory;
    final Handles handles = new Handles();
    private final DeviceLimits limits;
    private final DriverClock clock;
    private final Queue queue;
    private final DeviceCeilings ceilings;
    private final Transfers.Choice choice;
    private final Transfers transfers;
    private final Poison poison;
    private volatile Optional<String> tiling = Optional.empty();

    /**
     * Acquires all that does not depend on the shape.
     *
     * @param limits of the device, or tighter ones
     * @param choice how matrices travel
     * @throws BackendException when the driver refuses
     */
    OpenClMultiplier(Device device, OpenClDevice openClDevice, DeviceLimits limits, Transfers.Choice choice) {
        super(device);
        this.limits = limits;
        this.choice = choice;
        this.capacity = new Capacity(device.name(), limits);
        try {
            this.context = handles.own(new Context(openClDevice));
            this.clock = new DriverClock(context);
            this.queue = handles.own(context.createQueue());
            this.ceilings = handles.own(new DeviceCeilings(new OpenClProbed(context, queue), limits));
            this.transfers = handles.own(choice.open(limits, context, queue));
            this.poison = new Poison(queue, transfers, limits);
            this.memory =
                    handles.own(new Buffers(context, queue, limits.memory().unified()));
        } catch (CLException e) {
            handles.closeAfter(e);
            throw new BackendException("%s cannot be opened: %s".formatted(device.name(), OpenClErrors.describe(e)), e);
        }
    }

    /**
     * Acquires what computes one product, or a batch whose matrices lie one behind the other, but for A, B and C.
     *
     * @param owner of all that is acquired, then and when it is bound
     * @throws dev.santoku.backend.UnsupportedProductException when the device cannot hold or compute it
     */
    abstract Computation.Unbound prepare(Shape shape, Precision precision, Handles owner);

    /**
     * The same for a block of rows.
     *
     * @param made what blocks before have made of the same B
     */
    Computation.Unbound prepareBlock(Shape shape, Precision precision, Handles owner, MadeOfB made) {
        return prepare(shape, precision, owner);
    }

    /** {@inheritDoc} Where the device cannot hold it, it is tiled if the subclass can. */
    @Override
    protected final AbstractProduct upload(Shape shape, Matrix a, Matrix b) {
        try {
            AbstractProduct whole = uploadWhole(shape, a, b);
            tiling = Optional.empty();
            return whole;
        } catch (NoRoomException refusal) {
            TiledDevice tiled = new TiledDevice(refusal, shape, a.precision());
            return new TiledProduct(a, b, tiled.choose(shape), tiled);
        }
    }

    /**
     * Whether the device can hold a product and what its kernels need, by what its driver says. Here none: nothing is tiled.
     *
     * @param room what there is
     */
    boolean holds(Capacity room, Shape tile, Precision precision) {
        return false;
    }

    /** {@inheritDoc} How the last product was tiled. */
    @Override
    public List<String> remarks() {
        return tiling.stream().toList();
    }

    /** Tiles of one product, from the memory that the driver names, and from less where it refuses. */
    private final class TiledDevice implements TiledProduct.Device {
        private final NoRoomException cause;
        private final Precision precision;
        private long bytes;

        TiledDevice(NoRoomException cause, Shape shape, Precision precision) {
            this.cause = cause;
            this.precision = precision;
            this.bytes = limits.memory().totalBytes();
            if (capacity.holds(shape, precision)) {
                this.bytes = shape.bytes(precision) / 2;
            }
        }

        Tiles choose(Shape shape) {
            if (shape.batch() > 1) {
                throw cause;
            }
            Capacity room = new Capacity(device().name(), limits.withMemory(bytes));
            Tiles tiles = Tiles.choose(shape, tile -> OpenClMultiplier.this.holds(room, tile, precision))
                    .orElseThrow(() -> cause);
            tiling = Optional.of(("%s of %s was computed in tiles of %s with %d MiB of device memory: "
                            + "%d panels of B, %d slabs of K, %.1f times the least transfers")
                    .formatted(
                            shape, precision, tiles.tile(), bytes >> 20, tiles.panels(), tiles.slabs(), tiles.moved()));
            return tiles;
        }

        @Override
        public Tiles smaller(Tiles tiles, BackendException refusal) {
            if (!Capacity.isLackOfMemory(refusal)) {
                throw refusal;
            }
            bytes /= 2;
            return choose(tiles.shape());
        }

        @Override
        public RowProduct upload(Shape shape, Matrix a, Matrix b, Matrix c) {
            return uploadRows(shape, a, b, c);
        }
    }

    private AbstractProduct uploadWhole(Shape shape, Matrix a, Matrix b) {
        return product(shape, a, Optional.empty(), acquired -> {
            Operands operands = Operands.lend(memory, a, b, acquired);
            transfers.write(a, operands.a(), b, operands.b());
            return operands;
        });
    }

    /** {@inheritDoc} B stays on the device until the product is closed. */
    @Override
    protected final RowProduct uploadRows(Shape shape, Matrix a, Matrix b, Matrix c) {
        capacity.check(new Shape(1, shape.n(), shape.k()), a.precision());
        try (Handles acquired = new Handles()) {
            Buffer ofB = Operands.lendB(memory, b, acquired);
            transfers.write(b, ofB);
            Handles shared = acquired.handOver();
            MadeOfB made = new MadeOfB(memory, shared);
            return new SlicedProduct(
                    shape, a, c, (block, rows) -> uploadBlock(block, rows, ofB, made), made::forget, shared::close);
        } catch (CLException e) {
            throw capacity.refusal(shape, e);
        }
    }

    private AbstractProduct uploadBlock(Shape block, Matrix rows, Buffer ofB, MadeOfB made) {
        return product(block, rows, Optional.of(made), acquired -> {
            Operands operands = Operands.lendBeside(ofB, memory, rows, block.n(), acquired);
            transfers.write(rows, operands.a());
            return operands;
        });
    }

    private AbstractProduct product(Shape shape, Matrix a, Optional<MadeOfB> made, Function<Handles, Operands> upload) {
        capacity.check(shape, a.precision());
        try (Handles acquired = new Handles()) {
            Computation.Unbound unbound = made.isPresent()
                    ? prepareBlock(shape, a.precision(), acquired, made.get())
                    : prepare(shape, a.precision(), acquired);
            Operands operands = upload.apply(acquired);
            Computation computation = unbound.bind(operands, queue);
            return new OpenClProduct(
                    capacity,
                    shape,
                    a.precision().storage(),
                    transfers,
                    poison,
                    operands,
                    computation,
                    acquired.handOver());
        } catch (CLException e) {
            throw capacity.refusal(shape, e);
        }
    }

    @Override
    public final Optional<Audit> audit(Matrix ofA, Matrix ofB, int batch, Consumer<Matrix> products) {
        Matrix a = operand(ofA);
        Matrix b = operand(ofB);
        try (Handles acquired = new Handles()) {
            Auditor auditor = acquired.own(new Auditor(context, limits, clock, choice));
            Computation.Unbound unbound = prepare(Shape.of(a, b, batch), a.precision(), acquired);
            Operands operands = Operands.lend(memory, a, b, acquired);
            Computation computation = unbound.bind(operands, auditor.queue());
            return Optional.of(auditor.audit(
                    a, b, operands, products, () -> computation.run(() -> {}).close()));
        } catch (CLException e) {
            throw new BackendException(
                    "%s cannot be audited: %s".formatted(device().name(), OpenClErrors.describe(e)), e);
        }
    }

    @Override
    public final OptionalDouble fmaCeiling(Precision precision) {
        return ceilings.gflops(precision);
    }

    @Override
    public final OptionalDouble bandwidthCeiling() {
        return ceilings.gigabytesPerSecond();
    }

    @Override
    public final Optional<LinkCeiling> linkCeiling() {
        return ceilings.link();
    }

    @Override
    protected void release() {
        handles.close();
    }
}
