package dev.santoku.backend.cpu;

import dev.santoku.backend.BackendException;
import dev.santoku.backend.cpu.peak.FmaLoops;
import dev.santoku.backend.cpu.peak.FmaMeter;
import dev.santoku.backend.cpu.peak.ScalarFma;
import dev.santoku.backend.cpu.peak.Triad;
import dev.santoku.backend.cpu.threads.Team;
import dev.santoku.host.LastLevelCache;
import dev.santoku.matrix.Precision;
import java.util.OptionalDouble;

/** What a team of threads can do at most on this processor, whatever it multiplies with. */
final class CpuCeilings {
    private static final String VECTOR_FMA = "dev.santoku.backend.cpu.vector.VectorFma";

    private final Team team;

    /** Made when they are first asked for: whoever only multiplies need not wait for them. */
    private FmaMeter fma;

    private Triad triad;

    CpuCeilings(Team team) {
        this.team = team;
    }

    /** By name, so that all else runs on a Java without the Vector API. */
    private static FmaLoops loops() {
        if (!VectorModule.isPresent()) {
            return new ScalarFma();
        }
        try {
            return Class.forName(VECTOR_FMA)
                    .asSubclass(FmaLoops.class)
                    .getDeclaredConstructor()
                    .newInstance();
        } catch (ReflectiveOperationException e) {
            throw new BackendException(VECTOR_FMA + " is missing from this build", e);
        }
    }

    /** 10⁹ operations a second; empty of reduced formats, whose instructions Java does not have. */
    synchronized OptionalDouble gflops(Precision precision) {
        if (precision.isReduced()) {
            return OptionalDouble.empty();
        }
        if (fma == null) {
            fma = new FmaMeter(team, loops());
        }
        return OptionalDouble.of(fma.gflops(precision));
    }

    /** 10⁹ bytes a second. */
    synchronized OptionalDouble gigabytesPerSecond() {
        if (triad == null) {
            triad = new Triad(team, LastLevelCache.bytes());
        }
        return triad.gigabytesPerSecond();
    }
}
