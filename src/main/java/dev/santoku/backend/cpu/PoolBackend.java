package dev.santoku.backend.cpu;

import dev.santoku.backend.OpenOptions;
import dev.santoku.backend.Variant;
import dev.santoku.backend.cpu.threads.Pool;
import dev.santoku.backend.cpu.threads.Team;

/** {@code pool}: the caller's thread and as many platform threads more as were asked for. */
public final class PoolBackend extends CpuBackend {
    /** Found by {@link java.util.ServiceLoader}. */
    public PoolBackend() {
        super(
                "pool",
                new Variant("blocked", "the blocks of single:blocked, packed and multiplied by all threads together"),
                new Variant("vector", "the blocks of single:vector, packed and multiplied by all threads together"));
    }

    @Override
    boolean searches() {
        return true;
    }

    @Override
    Team team(OpenOptions options) {
        return new Pool(options.threads());
    }
}
