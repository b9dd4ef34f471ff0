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

    @Override
    public String id() {
        return "pool";
    }

    @Override
    public List<Variant> variants() {
        return List.of(BLOCKED);
    }

    @Override
    public Availability probe() {
        return new Availability.Available(List.of(Device.cpu()));
    }

    /**
     * {@inheritDoc}
     *
     * @throws IllegalArgumentException for a variant of another back end
     * @throws dev.santoku.backend.BackendException when the system refuses so many threads
     */
    @Override
    public Multiplier open(Device device, Variant variant, OpenOptions options) {
        if (variant.equals(BLOCKED)) {
            return new BlockedMultiplier(device, new Pool(options.threads()), new ScalarKernels());
        }
        throw new IllegalArgumentException("pool has no variant '" + variant.id() + "'");
    }

    /** {@inheritDoc} With the Vector API for every variant: all of them measure the same ceiling. */
    @Override
    public List<String> jvmFlags() {
        return VectorModule.jvmFlags();
    }
}
