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

    @Override
    public String id() {
        return "single";
    }

    @Override
    public List<Variant> variants() {
        return List.of(NAIVE, BLOCKED);
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
     */
    @Override
    public Multiplier open(Device device, Variant variant, OpenOptions options) {
        if (variant.equals(NAIVE)) {
            return new NaiveMultiplier(device);
        }
        if (variant.equals(BLOCKED)) {
            return new BlockedMultiplier(device, new Solo(), new ScalarKernels());
        }
        throw new IllegalArgumentException("single has no variant '" + variant.id() + "'");
    }

    /** {@inheritDoc} With the Vector API for every variant: all of them measure the same ceiling. */
    @Override
    public List<String> jvmFlags() {
        return VectorModule.jvmFlags();
    }

    /** {@inheritDoc} It is one. */
    @Override
    public OptionalInt threads(Device device, Variant variant, OpenOptions options) {
        return OptionalInt.of(1);
    }
}
