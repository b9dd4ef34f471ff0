package dev.santoku.report;

import dev.santoku.statistics.Verdict;

/** What one way loses against another one, in words. */
public final class LossText {
    private LossText() {}

    /** {@code loses 7.0 % of the speed}, of a ratio over the other way and its verdict. */
    public static String of(Verdict verdict, double ratio) {
        return switch (verdict) {
            case SLOWER -> "loses %s of the speed".formatted(Units.percent(1 - ratio));
            case FASTER -> "is %s as fast".formatted(Units.times(ratio));
            case SAME -> "loses nothing";
            case INCONCLUSIVE -> "varied too much to tell";
        };
    }
}
