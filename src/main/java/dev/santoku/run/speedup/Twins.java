package dev.santoku.run.speedup;

import dev.santoku.result.Speedup;
import dev.santoku.run.cell.CellRun;
import java.util.ArrayList;
import java.util.List;

/** Compares contenders that were measured twice in one run, each in workers of its own, with themselves. */
public final class Twins {
    private Twins() {}

    /**
     * The second of each pair over the first, end to end.
     *
     * @param measured of one precision and shape, the two of a pair in their order; one that lost its twin has no speedup
     */
    public static List<Speedup> speedups(List<CellRun> measured) {
        List<Speedup> speedups = new ArrayList<>();
        for (int i = 1; i < measured.size(); i++) {
            CellRun first = measured.get(i - 1);
            CellRun second = measured.get(i);
            if (second.cell().equals(first.cell())) {
                speedups.add(Speedups.endToEnd(second, first));
            }
        }
        return speedups;
    }
}
