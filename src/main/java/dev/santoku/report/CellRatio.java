package dev.santoku.report;

import dev.santoku.result.CellFlags;
import dev.santoku.result.CellResult;
import dev.santoku.statistics.MoverInterval;
import dev.santoku.statistics.Ratio;

/** How many times as fast a measured cell is as another one, end to end, by the intervals in the result. */
final class CellRatio {
    private CellRatio() {}

    static Ratio over(CellResult cell, CellResult baseline) {
        boolean enough = !cell.flags().contains(CellFlags.FEW_SAMPLES)
                && !baseline.flags().contains(CellFlags.FEW_SAMPLES);
        return MoverInterval.speedup(
                cell.seconds().endToEnd(), baseline.seconds().endToEnd(), enough);
    }
}
