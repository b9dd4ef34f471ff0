package dev.santoku.backend.cpu;

import dev.santoku.backend.Device;
import dev.santoku.backend.Multiplier;
import dev.santoku.backend.cpu.kernel.KernelProvider;
import dev.santoku.backend.cpu.threads.Pool;
import dev.santoku.backend.cpu.threads.SingleThreadTeam;

/** Multipliers around micro-kernels that no back end offers. */
public final class Multipliers {
    private Multipliers() {}

    /** The five loops around the kernels. */
    public static Multiplier of(KernelProvider kernels, int threads) {
        return new BlockedMultiplier(Device.cpu(), threads == 1 ? new SingleThreadTeam() : new Pool(threads), kernels);
    }
}
