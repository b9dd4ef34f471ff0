package dev.santoku.backend.opencl;

import dev.santoku.backend.AbstractMultiplier;
import dev.santoku.backend.AbstractProduct;
import dev.santoku.backend.Audit;
import dev.santoku.backend.BackendException;
import dev.santoku.backend.Device;
import dev.santoku.backend.LinkCeiling;
import dev.santoku.backend.RowProduct;
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
import dev.santoku.matrix.Window;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jocl.CLException;

/** Owns a context with one device, its queue and its buffers. A subclass knows how a product is computed on them. */
abstract class OpenClMultiplier extends AbstractMultiplier {
    /** One computes while the other's tiles travel. */
    private static final int LANES = 2;

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
    private final Tilings tilings = new Tilings(new DeviceRoom());
    private final Lanes lanes;
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
            this.lanes = handles.own(new Lanes(LANES, owner -> Lane.open(context, limits, choice, owner)));
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

    /**
     * What tiles need of the device at once, in bytes, by what its kernels need; more than there can be where they cannot be
     * computed. Here none can: nothing is tiled.
     *
     * @param lanes that take blocks of rows in turns
     * @param best with the kernels that are fastest, even if they need more memory
     */
    long bytes(Tiles tiles, Precision precision, int lanes, boolean best) {
        return Long.MAX_VALUE;
    }

    @Override
    protected boolean readsOffHeap() {
        return true;
    }

    /** {@inheritDoc} Where the device cannot hold it, it is tiled if the subclass can. */
    @Override
    protected final AbstractProduct upload(Shape shape, Matrix a, Matrix b) {
        return upload(shape, a, b, Optional.empty());
    }

    /** {@inheritDoc} It is downloaded there at once. */
    @Override
    protected final AbstractProduct uploadInto(Shape shape, Matrix a, Matrix b, Matrix c) {
        return upload(shape, a, b, Optional.of(c));
    }

    private AbstractProduct upload(Shape shape, Matrix a, Matrix b, Optional<Matrix> into) {
        Precision precision = a.precision();
        Optional<Tiles> proved = provedTiles(shape, precision);
        if (proved.isPresent()) {
            return tiled(proved.get(), a, b, into);
        }
        lanes.releaseIdle();
        Function<BackendException, AbstractProduct> inTiles = refusal -> shape.batch() > 1
                ? inParts(shape, a, b, refusal)
                : tiled(tilings.first(shape, precision, refusal), a, b, into);
        try {
            AbstractProduct whole = uploadWhole(shape, a, b, into);
            tiling = Optional.empty();
            return new WholeProduct(whole, inTiles, () -> tilings.prove(Tiles.whole(shape), precision));
        } catch (BackendException refusal) {
            return inTiles.apply(refusal);
        }
    }

    private BatchInParts inParts(Shape shape, Matrix a, Matrix b, BackendException refusal) {
        Precision precision = a.precision();
        int products = tilings.products(shape, precision, refusal, part -> capacity.holds(part, precision));
        String words = "%s of %s was computed %d of its products at a time".formatted(shape, precision, products);
        tiling = Optional.of(words);
        return new BatchInParts(shape, products, a, b, (part, ofA, ofB) -> {
            AbstractProduct product = upload(part, ofA, ofB, Optional.empty());
            tiling = Optional.of(words + tiling.map("; "::concat).orElse(""));
            return product;
        });
    }

    private Optional<Tiles> provedTiles(Shape shape, Precision precision) {
        return tilings.proved(shape, precision).filter(tiles -> !tiles.isWhole());
    }

    private TiledProduct tiled(Tiles tiles, Matrix a, Matrix b, Optional<Matrix> into) {
        Matrix c = into.orElseGet(() -> Matrix.zeros(
                a.precision().storage(), tiles.shape().m(), tiles.shape().n()));
        TiledDevice tiled = new TiledDevice(a.precision());
        tiled.tell(tiles);
        return new TiledProduct(a, b, c, tiles, tiled, lanes);
    }

    /** {@inheritDoc} How the last product was tiled. */
    @Override
    public List<String> remarks() {
        return tiling.stream().toList();
    }

    /** What there is for tiles. */
    private final class DeviceRoom implements Tilings.Room {
        @Override
        public long bytes() {
            return limits.memory().totalBytes();
        }

        @Override
        public long bytes(Tiles tiles, Precision precision, boolean best) {
            return OpenClMultiplier.this.bytes(tiles, precision, lanes.most(), best);
        }
    }

    /** Computes tiles of a precision. */
    private final class TiledDevice implements TiledProduct.Device {
        private final Precision precision;

        TiledDevice(Precision precision) {
            this.precision = precision;
        }

        void tell(Tiles tiles) {
            if (!tiles.isWhole()) {
                tiling = Optional.of(tiles.inWords(precision));
            }
        }

        @Override
        public void proved(Tiles tiles) {
            tilings.prove(tiles, precision);
        }

        @Override
        public Tiles smaller(Tiles tiles, BackendException refusal) {
            lanes.releaseIdle();
            Tiles less = tilings.smaller(tiles, precision, refusal);
            tell(less);
            return less;
        }

        @Override
        public Panel upload(Window b) {
            Lane own = new Lane(queue, transfers, memory);
            return Panel.upload(b, own, capacity, OpenClMultiplier.this::prepareBlock);
        }
    }

    /** {@inheritDoc} B stays on the device until the product is closed, unless it must be cut. */
    @Override
    protected final RowProduct uploadRows(Shape shape, Matrix a, Matrix b, Matrix c) {
        Tiles tiles = tilings.ofRows(shape, a.precision());
        return tiled(tiles, a, b, Optional.of(c)).withB();
    }

    private AbstractProduct uploadWhole(Shape shape, Matrix a, Matrix b, Optional<Matrix> into) {
        capacity.check(shape, a.precision());
        try (Handles acquired = new Handles()) {
            Computation.Unbound unbound = prepare(shape, a.precision(), acquired);
            Operands operands = Operands.lend(memory, a, b, acquired);
            transfers.write(a, operands.a(), b, operands.b());
            Computation computation = unbound.bind(operands, queue, memory);
            return new OpenClProduct(
                    capacity,
                    new OpenClProduct.Result(shape, a.precision().storage(), into),
                    transfers,
                    poison,
                    operands,
                    computation,
                    acquired.handOver());
        } catch (CLException e) {
            throw capacity.refusal(shape, e);
        }
    }

    /** {@inheritDoc} Not of what was not computed at once: lanes have clocks that overlap. */
    @Override
    public final Optional<Audit> audit(Matrix ofA, Matrix ofB, int batch, Consumer<Matrix> products) {
        Matrix a = operand(ofA);
        Matrix b = operand(ofB);
        Shape shape = Shape.of(a, b, batch);
        if (provedTiles(shape, a.precision()).isPresent() || !capacity.holds(shape, a.precision())) {
            return Optional.empty();
        }
        try (Handles acquired = new Handles()) {
            Auditor auditor = acquired.own(new Auditor(context, limits, clock, choice));
            Computation.Unbound unbound = prepare(shape, a.precision(), acquired);
            Operands operands = Operands.lend(memory, a, b, acquired);
            Computation computation = unbound.bind(operands, auditor.queue(), memory);
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
