package dev.santoku.run;

import dev.santoku.backend.Audit;
import dev.santoku.result.Cell;
import dev.santoku.result.CellFlags;
import dev.santoku.result.CellResult;
import dev.santoku.result.CellSamples;
import dev.santoku.result.Energy;
import dev.santoku.result.Noise;
import dev.santoku.result.SampleTimes;
import dev.santoku.result.Verified;
import dev.santoku.statistics.Bootstrap;
import dev.santoku.statistics.Estimate;
import dev.santoku.statistics.Outliers;
import dev.santoku.statistics.Outliers.Moment;
import dev.santoku.statistics.Samples;
import dev.santoku.statistics.StopRule;
import dev.santoku.worker.Answer;
import dev.santoku.worker.Request;
import dev.santoku.worker.WorkerFailure;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import org.apache.commons.statistics.descriptive.Median;

/**
 * One cell while it is measured. In each launch it is checked, warmed, then sampled a turn at a time until it is settled.
 */
final class CellRun {
    /** Seconds. Of longer products one more would cost too much, and clocks that disagree do so at smaller sizes. */
    private static final double LONGEST_AUDITED = 2;

    private final ContenderWorker lane;
    private final Cell cell;
    private final int plannedLaunches;
    private final double within;
    private final Throttling throttling = new Throttling();
    private final List<List<List<SampleTimes>>> launches = new ArrayList<>();
    private final List<StopRule.Reason> reasons = new ArrayList<>();
    private int launch = 1;
    private Answer.Checked checked;
    private double setupSeconds;
    private double firstProductAgain;
    private double secondsPerProduct;
    private StopRule stopRule;
    private boolean settled;
    private Verified verified = Verified.NOTHING;
    private Energy energy;
    private Audit audit;

    /** @param within half the interval's width over the median, so narrow that the cell is settled */
    CellRun(ContenderWorker lane, Cell cell, int plannedLaunches, double within) {
        this.lane = lane;
        this.cell = cell;
        this.plannedLaunches = plannedLaunches;
        this.within = within;
    }

    ContenderWorker lane() {
        return lane;
    }

    Cell cell() {
        return cell;
    }

    /** Seconds of one product at the contender's known rate; 0 where none is known. */
    double expectedSeconds() {
        return lane.expectedSeconds(cell.precision(), cell.shape());
    }

    /** What the device could do at most, before and after. */
    Throttling throttling() {
        return throttling;
    }

    /** SHA-256 of the integer product. */
    String digest() {
        return checked.check().digest();
    }

    /** In the first launch; what opening cost there is the cell's setup. */
    void check(long seed, double expected) throws WorkerFailure {
        checked = checkLaunch(seed, expected);
        setupSeconds = lane.setupSeconds(cell.precision());
    }

    /** The next launch begins: its worker is started, not waited for. */
    void relaunch() throws WorkerFailure {
        launch++;
        lane.relaunch();
    }

    /** The same failure, naming the launch where that is not the first. */
    WorkerFailure named(WorkerFailure failure) {
        return launch == 1
                ? failure
                : new WorkerFailure(
                        failure.kind(),
                        "in launch %d of %d: %s".formatted(launch, plannedLaunches, failure.getMessage()));
    }

    /** In a launch that follows: the same product must come out. */
    void checkAgain(long seed, double expected) throws WorkerFailure {
        Answer.Checked answer = checkLaunch(seed, expected);
        firstProductAgain = answer.firstProductSeconds();
        String again = answer.check().digest();
        if (!again.equals(digest())) {
            throw new WorkerFailure(
                    WorkerFailure.Kind.WRONG, "its integer product differs from that of its first launch: " + again);
        }
    }

    private Answer.Checked checkLaunch(long seed, double expected) throws WorkerFailure {
        Answer.Checked answer =
                lane.ask(new Request.Check(cell.precision(), cell.shape(), seed), Answer.Checked.class, expected);
        lane.requireRanOn(answer.ranOn());
        launches.add(new ArrayList<>());
        stopRule = new StopRule(plannedLaunches, within);
        settled = false;
        return answer;
    }

    void warm(double least, double most, double expected) throws WorkerFailure {
        secondsPerProduct = lane.ask(new Request.Warm(least, most), Answer.Warmed.class, most + 2 * expected)
                .seconds();
        if (launch > 1) { // the next cell's setup, which begins in this launch, finds the kernels built
            lane.firstProduct(cell.precision(), firstProductAgain - secondsPerProduct);
        }
    }

    /** Seconds of one product, as the warm-up found it. */
    double secondsPerProduct() {
        return secondsPerProduct;
    }

    /** One turn. */
    void sample(double seconds) throws WorkerFailure {
        List<List<SampleTimes>> launch = launches.get(launches.size() - 1);
        launch.add(lane.ask(new Request.Sample(seconds), Answer.Sampled.class, seconds + secondsPerProduct)
                .samples());
        stopRule.judge(new Samples(turns(launch, SampleTimes::endToEnd))).ifPresent(this::settle);
    }

    private void settle(StopRule.Reason reason) {
        reasons.add(reason);
        settled = true;
    }

    /** Half the width of the 95 % interval over the median until now; empty while there are too few turns. */
    OptionalDouble halfWidth() {
        return stopRule.reached();
    }

    /** Whether this launch has taken its samples. */
    boolean settled() {
        return settled;
    }

    /** The time of this launch is up. */
    void stop() {
        if (!settled) {
            settle(StopRule.Reason.BUDGET);
        }
    }

    /** When it is settled: what a product takes in energy, where something counts it. */
    void measureEnergy(EnergyMeter meter) throws WorkerFailure {
        energy = meter.measure(lane, cell, secondsPerProduct).orElse(null);
    }

    /** When it is settled: how matrices travelled, and what clocks say. */
    void audit() throws WorkerFailure {
        audit = audited();
    }

    /** Ends a launch: all that was timed in it was verified. */
    void endLaunch() throws WorkerFailure {
        verified = verified.and(
                lane.ask(new Request.Settle(), Answer.Settled.class, 0).verified());
    }

    /**
     * Puts the figures together.
     *
     * @param rounds of all contenders
     * @param all their samples, end to end
     */
    CellResult result(Rounds rounds, List<Samples> all) {
        Samples samples = endToEnd();
        Estimate upload = estimate(SampleTimes::upload);
        Estimate compute = estimate(SampleTimes::compute);
        Estimate endToEnd = estimate(SampleTimes::endToEnd);
        double once = checked.firstProductSeconds() - upload.median() - compute.median();
        Noise noise = noise(rounds, samples, rounds.moments(samples, all));
        lane.measured(cell, endToEnd.median());
        return CellResults.measured(
                lane,
                cell,
                checked,
                verified,
                new CellResult.Seconds(
                        setupSeconds + Math.max(0, once), upload, compute, estimate(SampleTimes::download), endToEnd),
                samples,
                StopRule.ofLaunches(endToEnd, reasons, within),
                CellFlags.of(samples, endToEnd, noise, throttling.fell()),
                noise,
                energy,
                audit);
    }

    private Noise noise(Rounds rounds, Samples samples, List<List<Moment>> moments) {
        long disturbed = moments.stream()
                .flatMap(List::stream)
                .filter(Moment.DISTURBED::equals)
                .count();
        return new Noise(
                samples.turns(),
                Math.toIntExact(disturbed),
                rounds.stolen(),
                rounds.foreign(),
                Outliers.of(samples, moments),
                throttling.gflops(),
                throttling.megahertz());
    }

    /** Null where matrices go nowhere, as on the CPU by Java, where a product takes too long, or where none can tell. */
    private Audit audited() throws WorkerFailure {
        if (lane.threads() != null || secondsPerProduct > LONGEST_AUDITED || !lane.auditable()) {
            return null;
        }
        try {
            return lane.askBeside(new Request.Audit(), Answer.Audited.class, 1 + secondsPerProduct)
                    .audit();
        } catch (WorkerFailure e) {
            if (e.kind() == WorkerFailure.Kind.LOST) {
                lane.auditNoMore();
                throw e;
            }
            return null; // the reason is in its log; the cell itself is sound
        }
    }

    /** All that was timed. */
    CellSamples raw() {
        return new CellSamples(cell.contender(), cell.precision(), cell.shape(), launches);
    }

    /** The rate of computing alone, in 10⁹ operations a second. */
    double gflops() {
        return cell.shape().flops() / Median.withDefaults().evaluate(compute().all()) / 1e9;
    }

    /** Seconds of every sample, end to end. */
    Samples endToEnd() {
        return samples(SampleTimes::endToEnd);
    }

    /** Seconds of every sample's computing. */
    Samples compute() {
        return samples(SampleTimes::compute);
    }

    /** The one with the smaller median, end to end. */
    static CellRun faster(CellRun one, CellRun other) {
        return Bootstrap.median(other.endToEnd()).median()
                        < Bootstrap.median(one.endToEnd()).median()
                ? other
                : one;
    }

    private Estimate estimate(ToDoubleFunction<SampleTimes> phase) {
        return Bootstrap.median(samples(phase));
    }

    private Samples samples(ToDoubleFunction<SampleTimes> phase) {
        return Samples.ofLaunches(
                launches.stream().map(launch -> turns(launch, phase)).toList());
    }

    private static List<double[]> turns(List<List<SampleTimes>> launch, ToDoubleFunction<SampleTimes> phase) {
        return launch.stream()
                .map(turn -> turn.stream().mapToDouble(phase).toArray())
                .toList();
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
