package dev.santoku.backend.cpu;

import dev.santoku.backend.Availability;
import dev.santoku.backend.Backend;
import dev.santoku.backend.Device;
import dev.santoku.backend.Multiplier;
import dev.santoku.backend.OpenOptions;
import dev.santoku.backend.Variant;
import java.util.List;
import java.util.OptionalInt;

/** {@code single}: one thread, the caller's. */
public final class SingleBackend implements Backend {
    private static final Variant NAIVE =
            new Variant("naive", "three loops, each element of C a row times a column: the textbook's way");
    private static final Variant BLOCKED =
            new Variant("blocked", "packed panels and blocks that fit the caches, around a micro-kernel in plain Java");
    private static final Variant VECTOR =
            new Variant("vector", "the same blocks around a micro-kernel of SIMD instructions (Vector API)");

    @Override
    public String id() {
        return "single";
    }

    @Override
    public List<Variant> variants() {
        return VectorModule.canBeHad() ? List.of(NAIVE, BLOCKED, VECTOR) : List.of(NAIVE, BLOCKED);
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
     * @param options {@link OpenOptions#threads()} does not apply: it is one
     * @throws IllegalArgumentException for a variant of another back end
     * @throws dev.santoku.backend.BackendException when this JVM has no Vector API, for {@code vector}
     */
    @Override
    public Multiplier open(Device device, Variant variant, OpenOptions options) {
        if (variant.equals(NAIVE)) {
            return new NaiveMultiplier(device);
        }
        if (variant.equals(BLOCKED)) {
            return new BlockedMultiplier(device, new SingleThreadTeam(), new ScalarKernels());
        }
        if (variant.equals(VECTOR)) {
            return new BlockedMultiplier(device, new SingleThreadTeam(), KernelLadder.vector());
        }
        throw new IllegalArgumentException("single has no variant '" + variant.id() + "'");
    }

    @Override
    public List<String> jvmFlags() {
        return CpuFlags.jvmFlags();
    }

    /** {@inheritDoc} It is one. */
    @Override
    public OptionalInt threads(Device device, Variant variant, OpenOptions options) {
        return OptionalInt.of(1);
    }
}
