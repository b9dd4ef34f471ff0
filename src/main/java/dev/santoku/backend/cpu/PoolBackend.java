package dev.santoku.backend.cpu;

import dev.santoku.backend.Availability;
import dev.santoku.backend.Backend;
import dev.santoku.backend.Device;
import dev.santoku.backend.Multiplier;
import dev.santoku.backend.OpenOptions;
import dev.santoku.backend.Variant;
import java.util.List;

/** {@code pool}: the caller's thread and as many platform threads more as were asked for. */
public final class PoolBackend implements Backend {
    private static final Variant BLOCKED =
            new Variant("blocked", "the blocks of single:blocked, packed and multiplied by all threads together");
    private static final Variant VECTOR =
            new Variant("vector", "the blocks of single:vector, packed and multiplied by all threads together");

    @Override
    public String id() {
        return "pool";
    }

    @Override
    public List<Variant> variants() {
        return VectorModule.canBeHad() ? List.of(BLOCKED, VECTOR) : List.of(BLOCKED);
    }

    /** {@inheritDoc} In this JVM: without the Vector API it is plain Java. */
    @Override
    public Variant defaultVariant(Device device) {
        return VectorModule.isPresent() ? VECTOR : BLOCKED;
    }

    /** {@inheritDoc} In a JVM that was started with {@link #jvmFlags()}. */
    @Override
    public List<Variant> defaultVariants(Device device, OpenOptions options) {
        return List.of(VectorModule.canBeHad() ? VECTOR : BLOCKED);
    }

    @Override
    public Availability probe() {
        return new Availability.Available(List.of(Device.cpu()));
    }

    /**
     * {@inheritDoc}
     *
     * @throws IllegalArgumentException for a variant of another back end
     * @throws dev.santoku.backend.BackendException when the system refuses so many threads, or this JVM has no
     *     Vector API
     */
    @Override
    public Multiplier open(Device device, Variant variant, OpenOptions options) {
        if (variant.equals(BLOCKED)) {
            return new BlockedMultiplier(device, new Pool(options.threads()), new ScalarKernels());
        }
        if (variant.equals(VECTOR)) {
            KernelProvider kernels = KernelLadder.vector(); // before any thread is started
            return new BlockedMultiplier(device, new Pool(options.threads()), kernels);
        }
        throw new IllegalArgumentException("pool has no variant '" + variant.id() + "'");
    }

    @Override
    public List<String> jvmFlags() {
        return CpuFlags.jvmFlags();
    }
}
