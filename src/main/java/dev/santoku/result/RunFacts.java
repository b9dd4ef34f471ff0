package dev.santoku.result;

import dev.santoku.untrusted.UntrustedText;
import java.time.Instant;
import java.util.List;

/**
 * Which run a result comes from.
 *
 * @param id {@code <UTC>-<6 hex>}
 * @param version of Santoku
 * @param commit it was built from; null outside a checkout
 * @param command the arguments
 * @param finishedAt null while the run goes on
 * @param within so narrow an interval, half of it over the median, settled a cell; null in files of older versions
 * @param resumedAt when it went on after an interruption, each time; empty where it ran in one go
 * @param complete whether every planned cell came to its end
 * @param label what {@code --label} says, or null
 */
public record RunFacts(
        String id,
        String version,
        String commit,
        List<String> command,
        Instant startedAt,
        Instant finishedAt,
        boolean complete,
        String label,
        long seed,
        Double within,
        List<Instant> resumedAt) {
    public RunFacts {
        label = UntrustedText.name(label);
        resumedAt = resumedAt == null ? List.of() : List.copyOf(resumedAt); // files of older versions have none
    }

    /** A run that begins. */
    public static RunFacts begun(
            String id,
            String version,
            String commit,
            List<String> command,
            Instant startedAt,
            String label,
            long seed,
            Double within) {
        return new RunFacts(id, version, commit, command, startedAt, null, false, label, seed, within, List.of());
    }

    /** The same, which goes on once more. */
    public RunFacts resumed(List<Instant> at) {
        return new RunFacts(id, version, commit, command, startedAt, finishedAt, complete, label, seed, within, at);
    }

    /** The same at its end. */
    public RunFacts finished(Instant at, boolean whole) {
        return new RunFacts(id, version, commit, command, startedAt, at, whole, label, seed, within, resumedAt);
    }
}
