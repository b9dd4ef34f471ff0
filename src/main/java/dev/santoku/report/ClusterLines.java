package dev.santoku.report;

import dev.santoku.backend.ClusterCost;
import dev.santoku.result.CellGroup;
import dev.santoku.result.CellResult;
import dev.santoku.result.Outcome;
import dev.santoku.result.RunResult;
import java.util.List;
import java.util.stream.Stream;

/**
 * What products cost on a cluster, two lines for each cell:
 *
 * <pre>
 * spark:cuboids@cpu on 2 threads, f32 4096×4096×4096: a product shuffles 201 MB, 3.00 × the lower bound
 *      of 2 slots' time tasks compute 71.0 %, write shuffles 4.0 %, wait for them 2.0 %; no task runs 23.0 %; predicted 0.90 s, computed in 1.10 s
 * </pre>
 */
public final class ClusterLines {
    private ClusterLines() {}

    /** Measured cells of contenders on a cluster. */
    public static Stream<CellResult> cells(RunResult result) {
        return result.results().stream().filter(cell -> cell.outcome() == Outcome.MEASURED && cell.cluster() != null);
    }

    public static List<String> of(RunResult result) {
        return cells(result)
                .flatMap(cell -> Stream.of(bytes(cell), "     " + times(cell)))
                .toList();
    }

    /** Seconds that the model of time predicts for computing, all products of a batch; null where nothing does. */
    public static Double predicted(CellResult cell) {
        return cell.cluster() == null || cell.cluster().prediction() == null
                ? null
                : cell.shape().batch() * cell.cluster().prediction().seconds();
    }

    /** Shuffled bytes over the least; null where nothing has to be sent. */
    public static Double overBound(CellResult cell) {
        return cell.cluster().leastBytes() > 0
                ? cell.cluster().shuffledBytes() / cell.cluster().leastBytes()
                : null;
    }

    /** Bytes with a unit, powers of ten as networks have them. */
    public static String megabytes(double bytes) {
        return Units.significant(bytes / 1e6) + " MB";
    }

    private static String bytes(CellResult cell) {
        Double over = overBound(cell);
        return "%s, %s: a product shuffles %s%s"
                .formatted(
                        cell.inWords(),
                        Units.group(CellGroup.of(cell)),
                        megabytes(cell.cluster().shuffledBytes()),
                        over == null ? "" : ", " + Units.significant(over) + " × the lower bound");
    }

    private static String times(CellResult cell) {
        ClusterCost cost = cell.cluster();
        Double predicted = predicted(cell);
        return "of %s time tasks compute %s, write shuffles %s, wait for them %s; no task runs %s%s"
                .formatted(
                        cost.slots() == 1 ? "1 slot's" : cost.slots() + " slots'",
                        Units.percent(cost.computing()),
                        Units.percent(cost.writing()),
                        Units.percent(cost.waiting()),
                        Units.percent(cost.idle()),
                        predicted == null
                                ? ""
                                : "; predicted %s, computed in %s"
                                        .formatted(
                                                Units.seconds(predicted),
                                                Units.seconds(
                                                        cell.seconds().compute().median())));
    }
}
