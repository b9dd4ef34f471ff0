package dev.santoku.measure;

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
        long seed) {}
