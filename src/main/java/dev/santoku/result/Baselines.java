package dev.santoku.result;

import dev.santoku.matrix.Precision;
import dev.santoku.matrix.Shape;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** What speedups are over: one thread, all threads, and the yardsticks beside the back ends that they measure. */
public final class Baselines {
    /** The back end of one thread. */
    public static final String SINGLE = "single";

    /** The back end of all threads. */
    public static final String POOL = "pool";

    /** In the order of the report. */
    public static final List<String> ALL = List.of(SINGLE, POOL);

    private Baselines() {}

    /** The cell of a back end that speedups over it are over: its fastest variant on its best number of threads. */
    public static Optional<CellResult> of(RunResult result, String backend, Precision precision, Shape shape) {
        return result.results().stream()
                .filter(cell -> cell.outcome() == Outcome.MEASURED
                        && cell.backend().equals(backend)
                        && cell.isOf(precision, shape))
                .min(Comparator.comparingDouble(
                        cell -> cell.seconds().endToEnd().median()));
    }
}
