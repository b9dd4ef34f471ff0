package dev.santoku.host.energy;

import dev.santoku.result.EnergySource;
import java.nio.file.Path;
import java.util.Optional;

/** Opens counters. */
public final class EnergyCounters {
    private EnergyCounters() {}

    /**
     * Opens one. May load native code: call it in a worker process.
     *
     * @param pciAddress of the GPU that it belongs to; not looked at for a processor's
     * @return empty where it is not there or may not be read; never throws
     */
    public static Optional<EnergyCounter> open(EnergySource source, String pciAddress) {
        return switch (source) {
            case RAPL -> Rapl.open(Path.of("/"));
            case NVML -> NvmlCounter.open(NvmlCounter::load, pciAddress);
        };
    }
}
