package dev.santoku.backend.cpu;

import dev.santoku.backend.AbstractMultiplier;
import dev.santoku.backend.AbstractProduct;
import dev.santoku.backend.Device;
import dev.santoku.backend.RowProduct;
import dev.santoku.backend.cpu.kernel.KernelProvider;
import dev.santoku.backend.cpu.kernel.WholeKernel;
import dev.santoku.backend.cpu.threads.SingleThreadTeam;
import dev.santoku.backend.cpu.threads.Team;
import dev.santoku.matrix.Matrix;
import dev.santoku.matrix.Precision;
import dev.santoku.matrix.Shape;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.IntConsumer;

/** Multiplies by {@link FiveLoops}, small products by a {@link WholeKernel}; owns the team and the memory that the products compute in. */
final class BlockedMultiplier extends AbstractMultiplier {
    /** So many products for each member, and sharing whole ones leaves nobody idle for long. */
    private static final int MANY_PRODUCTS = 8;

    private final Team team;
    private final KernelProvider kernels;
    private final CpuCeilings ceilings;
    private final Workspaces<float[]> floats;
    private final Workspaces<double[]> doubles;

    /**
     * Takes over a team.
     *
     * @param team closed with this multiplier
     */
    BlockedMultiplier(Device device, Team team, KernelProvider kernels) {
        super(device);
        this.team = team;
        this.kernels = kernels;
        ceilings = new CpuCeilings(team);
        floats = new Workspaces<>(new FloatElements(), kernels.floats());
        doubles = new Workspaces<>(new DoubleElements(), kernels.doubles());
    }

    @Override
    protected AbstractProduct upload(Shape shape, Matrix a, Matrix b) {
        return uploadInto(shape, a, b, Matrix.zeros(a.precision(), shape.rows(), shape.n()));
    }

    @Override
    protected AbstractProduct uploadInto(Shape shape, Matrix a, Matrix b, Matrix c) {
        return a.precision() == Precision.F32 ? product(shape, a, b, c, floats) : product(shape, a, b, c, doubles);
    }

    @Override
    protected RowProduct uploadRows(Shape shape, Matrix a, Matrix b, Matrix c) {
        return a.precision() == Precision.F32 ? rows(shape, a, b, c, floats) : rows(shape, a, b, c, doubles);
    }

    private <T> CpuRows rows(Shape shape, Matrix a, Matrix b, Matrix c, Workspaces<T> workspaces) {
        Elements<T> elements = workspaces.elements();
        T ofA = elements.of(a);
        T ofB = elements.of(b);
        T ofC = elements.of(c);
        KeptB<T> kept = workspaces.takeKept();
        Runnable release = () -> workspaces.giveBack(kept);
        AtomicBoolean stop = new AtomicBoolean();
        return new CpuRows(shape, c, this::whatComputes, kept, release, stop, (fromRow, rows) -> {
            Shape block = new Shape(rows, shape.n(), shape.k());
            FiveLoops<T> loops = new FiveLoops<>(workspaces, block, ofA, ofB, ofC, team.size(), stop);
            loops.fromRow(fromRow);
            loops.keep(kept);
            if (loops.needsNoTeam()) {
                loops.runAlone();
            } else {
                team.work(loops.members(), loops);
            }
        });
    }

    private <T> CpuProduct product(Shape shape, Matrix a, Matrix b, Matrix c, Workspaces<T> workspaces) {
        Elements<T> elements = workspaces.elements();
        T ofA = elements.of(a);
        T ofB = elements.of(b);
        T ofC = elements.of(c);
        AtomicBoolean stop = new AtomicBoolean();
        Runnable computation = shape.batch() == 1
                ? computation(shape, ofA, ofB, ofC, workspaces, stop)
                : batch(shape, ofA, ofB, ofC, workspaces, stop);
        return new CpuProduct(shape, c, this::whatComputes, stop, computation);
    }

    /** Few large products are computed by the whole team, one after the other; else each member has products of its own. */
    private <T> Runnable batch(Shape shape, T a, T b, T c, Workspaces<T> workspaces, AtomicBoolean stop) {
        Shape one = shape.single();
        if (LoopPlan.members(one, team.size()) > 1 && shape.batch() < MANY_PRODUCTS * team.size()) {
            FiveLoops<T> loops = new FiveLoops<>(workspaces, one, a, b, c, team.size(), stop);
            return () -> {
                for (int product = 0; product < shape.batch(); product++) {
                    loops.at(product);
                    team.work(loops.members(), loops);
                }
            };
        }
        return new SharedBatch(
                team, shape, workspaces.elements().bytes(), stop, () -> alone(one, a, b, c, workspaces, stop));
    }

    /** What computes any product of a batch by the calling thread alone. */
    private static <T> IntConsumer alone(Shape one, T a, T b, T c, Workspaces<T> workspaces, AtomicBoolean stop) {
        Optional<WholeKernel<T>> whole = workspaces.kernels().whole(one);
        if (whole.isPresent()) {
            return new WholeProduct<>(workspaces, whole.get(), one, a, b, c)::run;
        }
        FiveLoops<T> loops = new FiveLoops<>(workspaces, one, a, b, c, 1, stop);
        SingleThreadTeam solo = new SingleThreadTeam();
        return product -> {
            loops.at(product);
            if (loops.needsNoTeam()) {
                loops.runAlone();
            } else {
                loops.run(solo);
            }
        };
    }

    private <T> Runnable computation(Shape shape, T a, T b, T c, Workspaces<T> workspaces, AtomicBoolean stop) {
        if (LoopPlan.members(shape, team.size()) == 1) {
            Optional<WholeKernel<T>> whole = workspaces.kernels().whole(shape);
            if (whole.isPresent()) {
                return new WholeProduct<>(workspaces, whole.get(), shape, a, b, c);
            }
        }
        FiveLoops<T> loops = new FiveLoops<>(workspaces, shape, a, b, c, team.size(), stop);
        return loops.needsNoTeam() ? loops::runAlone : () -> team.work(loops.members(), loops);
    }

    private String whatComputes() {
        return kernels.trouble()
                .map(trouble -> "%s, in plain Java, since %s".formatted(device().name(), trouble))
                .orElse(device().name());
    }

    @Override
    public void awaitCompiler() {
        kernels.awaitCompiler();
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
    protected void release() {
        team.close();
    }
}
