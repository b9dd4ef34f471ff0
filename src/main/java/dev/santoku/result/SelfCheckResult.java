package dev.santoku.result;

import dev.santoku.statistics.Verdict;
import java.util.List;

/**
 * What came out when contenders were measured beside themselves.
 *
 * @param results two cells of each contender, one for each of its places in the rounds
 * @param verdicts the second place over the first, of each contender that both were measured of
 */
public record SelfCheckResult(
        String schema, RunFacts run, HostFacts host, List<CellResult> results, List<Speedup> verdicts) {
    /** The format that this version writes. */
    public static final String SCHEMA = "santoku/self-check/1";

    public SelfCheckResult {
        results = List.copyOf(results);
        verdicts = List.copyOf(verdicts);
    }

    /** Verdicts that say that a contender is faster or slower than itself. */
    public List<Speedup> falseVerdicts() {
        return verdicts.stream().filter(SelfCheckResult::isFalse).toList();
    }

    /** Whether it is {@code faster} or {@code slower}. */
    public static boolean isFalse(Speedup verdict) {
        return verdict.verdict() == Verdict.FASTER || verdict.verdict() == Verdict.SLOWER;
    }
}
