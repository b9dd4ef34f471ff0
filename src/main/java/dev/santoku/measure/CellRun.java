package dev.santoku.measure;

import dev.santoku.backend.Audit;
import dev.santoku.measure.statistics.Bootstrap;
import dev.santoku.measure.statistics.Estimate;
import dev.santoku.measure.statistics.Samples;
import dev.santoku.measure.statistics.StopRule;
import dev.santoku.measure.worker.Answer;
import dev.santoku.measure.worker.Request;
import dev.santoku.measure.worker.WorkerFailure;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/** One cell while it is measured: checked, warmed, then sampled a turn at a time until it is settled. */
final class CellRun {
    /** Seconds. Of longer products one more would cost too much, and clocks that disagree do so at smaller sizes. */
    private static final double LONGEST_AUDITED = 2;

    private final Lane lane;
    private final Cell cell;
    private final StopRule stopRule = new StopRule();
    private final List<List<Answer.Times>> turns = new ArrayList<>();
    private Answer.Checked checked;
    private double secondsPerProduct;
    private StopRule.Reason stopped;

    CellRun(Lane lane, Cell cell) {
        this.lane = lane;
        this.cell = cell;
    }

    Lane lane() {
        return lane;
    }

    Cell cell() {
        return cell;
    }

    /** SHA-256 of the integer product. */
    String digest() {
        return checked.check().digest();
    }

    void check(long seed, double expected) throws WorkerFailure {
        checked = lane.ask(new Request.Check(cell.precision(), cell.shape(), seed), Answer.Checked.class, expected);
    }

    void warm(double least, double most, double expected) throws WorkerFailure {
        secondsPerProduct = lane.ask(new Request.Warm(least, most), Answer.Warmed.class, most + 2 * expected)
                .seconds();
    }

    /** Seconds of one product, as the warm-up found it. */
    double secondsPerProduct() {
        return secondsPerProduct;
    }

    /** One turn. */
    void sample(double seconds) throws WorkerFailure {
        turns.add(lane.ask(new Request.Sample(seconds), Answer.Sampled.class, seconds + secondsPerProduct)
                .samples());
        stopRule.judge(endToEnd()).ifPresent(reason -> stopped = reason);
    }

    boolean settled() {
        return stopped != null;
    }

    /** The time is up. */
    void stop() {
        if (!settled()) {
            stopped = StopRule.Reason.BUDGET;
        }
    }

    /** Checks what was timed last and puts the figures together. */
    CellResult settle(double expected) throws WorkerFailure {
        Audit audit = audit();
        lane.ask(new Request.Settle(), Answer.Done.class, expected);
        Estimate upload = estimate(Answer.Times::upload);
        Estimate compute = estimate(Answer.Times::compute);
        Estimate endToEnd = estimate(Answer.Times::endToEnd);
        double once = checked.firstProductSeconds() - upload.median() - compute.median();
        double setup = lane.setupSeconds(cell.precision()) + Math.max(0, once);
        lane.measured(cell, endToEnd.median());
        return CellResults.measured(
                        lane,
                        cell,
                        checked,
                        new CellResult.Seconds(setup, upload, compute, estimate(Answer.Times::download), endToEnd),
                        endToEnd().count(),
                        stopped,
                        Doubts.of(endToEnd(), endToEnd))
                .audited(audit);
    }

    /** Null where matrices go nowhere, as on the CPU by Java, where a product takes too long, or where none can tell. */
    private Audit audit() throws WorkerFailure {
        if (lane.threads() != null || secondsPerProduct > LONGEST_AUDITED) {
            return null;
        }
        try {
            return lane.ask(new Request.Audit(), Answer.Audited.class, 1 + secondsPerProduct)
                    .audit();
        } catch (WorkerFailure e) {
            if (e.kind() == WorkerFailure.Kind.LOST) {
                throw e;
            }
            return null; // the reason is in its log; the cell itself is sound
        }
    }

    /** Seconds of every sample, end to end. */
    Samples endToEnd() {
        return samples(Answer.Times::endToEnd);
    }

    /** Seconds of every sample's computing. */
    Samples compute() {
        return samples(Answer.Times::compute);
    }

    /** The one with the smaller median, end to end. */
    static CellRun faster(CellRun one, CellRun other) {
        return Bootstrap.median(other.endToEnd()).median()
                        < Bootstrap.median(one.endToEnd()).median()
                ? other
                : one;
    }

    private Estimate estimate(ToDoubleFunction<Answer.Times> phase) {
        return Bootstrap.median(samples(phase));
    }

    private Samples samples(ToDoubleFunction<Answer.Times> phase) {
        return new Samples(turns.stream()
                .map(turn -> turn.stream().mapToDouble(phase).toArray())
                .toList());
    }

    /** The digest of the first of these runs that differs from most of them, with its run. */
    static Optional<CellRun> oddOneOut(List<CellRun> runs) {
        String usual = runs.stream()
                .map(CellRun::digest)
                .collect(Collectors.groupingBy(digest -> digest, LinkedHashMap::new, Collectors.counting()))
                .entrySet()
                .stream()
                .max(Map.Entry.comparingByValue())
                .map(Map.Entry::getKey)
                .orElse("");
        return runs.stream().filter(run -> !run.digest().equals(usual)).findFirst();
    }
}
