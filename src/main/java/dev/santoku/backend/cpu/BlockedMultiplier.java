package dev.santoku.backend.cpu;

import dev.santoku.backend.AbstractMultiplier;
import dev.santoku.backend.AbstractProduct;
import dev.santoku.backend.Device;
import dev.santoku.matrix.Matrix;
import dev.santoku.matrix.Precision;
import dev.santoku.matrix.Shape;
import java.util.Optional;
import java.util.OptionalDouble;

/** Multiplies by {@link FiveLoops}, small products by a {@link WholeKernel}; owns the team and the memory that the products compute in. */
final class BlockedMultiplier extends AbstractMultiplier {
    private final Team team;
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
        ceilings = new CpuCeilings(team);
        floats = new Workspaces<>(new FloatElements(), kernels.floats());
        doubles = new Workspaces<>(new DoubleElements(), kernels.doubles());
    }

    @Override
    protected AbstractProduct upload(Shape shape, Matrix a, Matrix b) {
        return a.precision() == Precision.F32 ? product(shape, a, b, floats) : product(shape, a, b, doubles);
    }

    private <T> CpuProduct product(Shape shape, Matrix a, Matrix b, Workspaces<T> workspaces) {
        Elements<T> elements = workspaces.elements();
        Matrix c = Matrix.zeros(a.precision(), shape.m(), shape.n());
        Runnable computation = computation(shape, elements.of(a), elements.of(b), elements.of(c), workspaces);
        return new CpuProduct(shape, c, device().name(), computation);
    }

    private <T> Runnable computation(Shape shape, T a, T b, T c, Workspaces<T> workspaces) {
        if (FiveLoops.members(shape, team.size()) == 1) {
            Optional<WholeKernel<T>> whole = workspaces.kernels().whole(shape);
            if (whole.isPresent()) {
                return new WholeProduct<>(workspaces, whole.get(), shape.flops(), a, b, c);
            }
        }
        FiveLoops<T> loops = new FiveLoops<>(workspaces, shape, a, b, c, team.size());
        return loops.needsNoTeam() ? loops::runAlone : () -> team.work(loops.members(), loops);
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
