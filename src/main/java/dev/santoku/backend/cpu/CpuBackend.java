package dev.santoku.backend.cpu;

import dev.santoku.backend.Availability;
import dev.santoku.backend.Backend;
import dev.santoku.backend.Device;
import dev.santoku.backend.Multiplier;
import dev.santoku.backend.OpenOptions;
import dev.santoku.backend.Variant;
import dev.santoku.backend.cpu.kernel.KernelProvider;
import dev.santoku.backend.cpu.kernel.ScalarKernels;
import dev.santoku.backend.cpu.threads.Team;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A back end on the CPU: the five loops on a team of threads, around a micro-kernel in plain Java or on the Vector API. */
abstract class CpuBackend implements Backend {
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

    @Override
    public final Optional<String> refusal(Variant variant) {
        return variant.equals(vector) ? VectorModule.obstacleElsewhere() : Optional.empty();
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
        return new Availability.Available(List.of(Device.cpu()));
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
            KernelProvider kernels = KernelLadder.vector(); // before any thread is started
            return new BlockedMultiplier(device, team(options), kernels);
        }
        throw new IllegalArgumentException("%s has no variant '%s'".formatted(id, variant.id()));
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
