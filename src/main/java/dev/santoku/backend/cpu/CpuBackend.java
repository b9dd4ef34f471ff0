package dev.santoku.backend.cpu;

import dev.santoku.backend.Availability;
import dev.santoku.backend.Backend;
import dev.santoku.backend.Candidate;
import dev.santoku.backend.Device;
import dev.santoku.backend.Multiplier;
import dev.santoku.backend.OpenOptions;
import dev.santoku.backend.Tunable;
import dev.santoku.backend.Tuned;
import dev.santoku.backend.UnsupportedProductException;
import dev.santoku.backend.Variant;
import dev.santoku.backend.cpu.kernel.CpuParameters;
import dev.santoku.backend.cpu.kernel.KernelProvider;
import dev.santoku.backend.cpu.kernel.ScalarKernels;
import dev.santoku.backend.cpu.threads.Team;
import dev.santoku.matrix.Precision;
import dev.santoku.matrix.Shape;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A back end on the CPU: the five loops on a team of threads, around a micro-kernel in plain Java or on the Vector API. */
abstract class CpuBackend implements Backend, Tunable {
    private final String id;
    private final Variant blocked;
    private final Variant vector;

    CpuBackend(String id, Variant blocked, Variant vector) {
        this.id = id;
        this.blocked = blocked;
        this.vector = vector;
    }

    /** The threads of a multiplier; the caller closes them. */
    abstract Team team(OpenOptions options);

    @Override
    public final String id() {
        return id;
    }

    @Override
    public List<Variant> variants() {
        return List.of(blocked, vector);
    }

    /** {@inheritDoc} In this JVM: where the Vector API is missing or slow it is plain Java. */
    @Override
    public final Variant defaultVariant(Device device) {
        return VectorModule.isPresent() ? vector : blocked;
    }

    /** {@inheritDoc} In a JVM that was started with {@link #jvmFlags()}. */
    @Override
    public final List<Variant> defaultVariants(Device device, OpenOptions options) {
        return List.of(VectorModule.canBeHad() ? vector : blocked);
    }

    @Override
    public final Availability probe() {
        return new Availability.Available(
                List.of(Device.cpu()),
                VectorModule.obstacleElsewhere()
                        .map(obstacle -> Map.of(vector.id(), unavailable(obstacle)))
                        .orElse(Map.of()));
    }

    @Override
    public final boolean judgesCompiler() {
        return true;
    }

    private static Availability.Unavailable unavailable(String obstacle) {
        String[] reasonAndCure = obstacle.split(": ", 2);
        return new Availability.Unavailable(reasonAndCure[0], reasonAndCure[1]);
    }

    /**
     * {@inheritDoc}
     *
     * @throws IllegalArgumentException for a variant of another back end
     * @throws dev.santoku.backend.BackendException when the system refuses so many threads or, for {@code vector}, when
     *     the Vector API is missing or slow in this JVM
     */
    @Override
    public Multiplier open(Device device, Variant variant, OpenOptions options) {
        if (variant.equals(blocked)) {
            return new BlockedMultiplier(device, team(options), new ScalarKernels());
        }
        if (variant.equals(vector)) {
            KernelProvider kernels = KernelLadder.vector(CpuTuning.ofUser()); // before any thread is started
            return new BlockedMultiplier(device, team(options), kernels);
        }
        throw new IllegalArgumentException("%s has no variant '%s'".formatted(id, variant.id()));
    }

    /** Whether it is this one whose products are timed for both. */
    abstract boolean searches();

    @Override
    public final Survey survey(Device device, Precision precision) {
        if (precision.isReduced()) {
            throw new UnsupportedProductException("%s is computed in %s".formatted(precision, precision.storage()));
        }
        KernelProvider kernels = KernelLadder.vector((any, width, defaults) -> defaults);
        return CpuTuning.ofUser().survey(precision, kernels, searches());
    }

    @Override
    public final List<Tuned> findings() {
        return CpuTuning.ofUser().findings();
    }

    /** {@inheritDoc} Odd sides, where tiles differ, and a depth of several blocks. */
    @Override
    public final List<Shape> sizes() {
        return List.of(Shape.square(350), Shape.square(777), new Shape(1024, 1024, 2048));
    }

    /** {@inheritDoc} With as many threads as a multiplier has that nobody gives a number. */
    @Override
    public final Multiplier open(Device device, Precision precision, Candidate candidate) {
        CpuParameters parameters;
        try {
            parameters = CpuParameters.of(candidate);
        } catch (IllegalArgumentException e) {
            throw new UnsupportedProductException(e.getMessage());
        }
        KernelProvider kernels = KernelLadder.vector((any, width, defaults) -> parameters);
        return new BlockedMultiplier(device, team(OpenOptions.defaults()), kernels);
    }

    @Override
    public final void prepareToKeep() throws IOException {
        CpuTuning.ofUser().prepareToKeep();
    }

    @Override
    public final void keep(Tuned tuned) throws IOException {
        CpuTuning.ofUser().keep(tuned);
    }

    /**
     * {@inheritDoc} The Vector API for every variant, since all of them measure the same ceiling; and large pages where Linux has
     * them to give: a matrix of 16 MB is then 8 entries of the processor's address cache instead of 4096.
     */
    @Override
    public final List<String> jvmFlags() {
        List<String> flags = new ArrayList<>(VectorModule.jvmFlags());
        if (System.getProperty("os.name").equals("Linux")) {
            flags.add("-XX:+UseTransparentHugePages");
        }
        return flags;
    }
}
