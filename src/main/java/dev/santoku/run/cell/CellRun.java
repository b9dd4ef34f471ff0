package dev.santoku.run.cell;

import dev.santoku.backend.Audit;
import dev.santoku.backend.ClusterCost;
import dev.santoku.matrix.Precision;
import dev.santoku.plan.CostModel;
import dev.santoku.plan.Plan;
import dev.santoku.result.Cell;
import dev.santoku.result.CellFlags;
import dev.santoku.result.CellResult;
import dev.santoku.result.CellSamples;
import dev.santoku.result.Contender;
import dev.santoku.result.Energy;
import dev.santoku.result.Noise;
import dev.santoku.result.Outcome;
import dev.santoku.result.SampleTimes;
import dev.santoku.run.contender.ContenderWorker;
import dev.santoku.statistics.Bootstrap;
import dev.santoku.statistics.Estimate;
import dev.santoku.statistics.Medians;
import dev.santoku.statistics.Outliers;
import dev.santoku.statistics.Outliers.Moment;
import dev.santoku.statistics.Samples;
import dev.santoku.worker.Answer;
import dev.santoku.worker.Request;
import dev.santoku.worker.WorkerFailure;
import java.util.List;

/**
 * One cell while it is measured. In each launch it is checked, warmed, then sampled a turn at a time until it is settled.
 */
public final class CellRun {
    private final ContenderWorker worker;
    private final Cell cell;
    private final Plan plan;
    private final CostModel costs;
    private final CellSampling sampling;
    private final Throttling throttling = new Throttling();
    private int launch = 1;
    private Answer.Checked checked;
    private double setupSeconds;
    private double firstProductAgain;
    private double secondsPerProduct;
    private Energy energy;
    private Audit audit;
    private final Settlement settlement = new Settlement();

    public CellRun(ContenderWorker worker, Cell cell, Plan plan, CostModel costs) {
        this.worker = worker;
        this.cell = cell;
        this.plan = plan;
        this.costs = costs;
        this.sampling = new CellSampling(
                plan.sampling().launches(), plan.sampling().profile().within());
    }

    public ContenderWorker worker() {
        return worker;
    }

    public Cell cell() {
        return cell;
    }

    /** Seconds of one product at the contender's known rate; 0 where none is known. */
    double expectedSeconds() {
        return worker.rates().expectedSeconds(cell.precision(), cell.shape());
    }

    /** What the device could do at most, before and after. */
    public Throttling throttling() {
        return throttling;
    }

    /** SHA-256 of the integer product. */
    public String digest() {
        return checked.check().digest();
    }

    /** What its products are computed in. */
    public Precision arithmetic() {
        return checked.arithmetic();
    }

    /** Whether its instructions may be faster than those of the device's peak. */
    public boolean mayExceedCeiling() {
        return checked.mayExceedCeiling();
    }

    /** In the first launch; what opening cost there is the cell's setup. */
    public void check() throws WorkerFailure {
        checked = checkLaunch();
        setupSeconds = worker.rates().setupSeconds(cell.precision());
    }

    /** The next launch begins: its worker is started, not waited for. */
    public void relaunch() throws WorkerFailure {
        launch++;
        worker.relaunch();
    }

    /** The same failure, naming the launch where that is not the first. */
    public WorkerFailure named(WorkerFailure failure) {
        return launch == 1
                ? failure
                : new WorkerFailure(
                        failure.kind(),
                        "in launch %d of %d: %s"
                                .formatted(launch, plan.sampling().launches(), failure.getMessage()));
    }

    /** In a launch that follows: the same product must come out. */
    public void checkAgain() throws WorkerFailure {
        Answer.Checked answer = checkLaunch();
        firstProductAgain = answer.firstProductSeconds();
        String again = answer.check().digest();
        if (!again.equals(digest())) {
            throw new WorkerFailure(
                    WorkerFailure.Kind.WRONG, "its integer product differs from that of its first launch: " + again);
        }
    }

    private Answer.Checked checkLaunch() throws WorkerFailure {
        Answer.Checked answer = worker.ask(
                new Request.Check(
                        cell.precision(), cell.shape(), plan.sampling().seed()),
                Answer.Checked.class,
                costs.check(cell.shape(), expectedSeconds()));
        worker.requireRanOn(answer.ranOn());
        sampling.beginLaunch();
        return answer;
    }

    public void warm(double least, double most) throws WorkerFailure {
        secondsPerProduct = worker.ask(new Request.Warm(least, most), Answer.Warmed.class, most + 2 * expectedSeconds())
                .seconds();
        if (launch > 1) { // the next cell's setup, which begins in this launch, finds the kernels built
            worker.rates().firstProduct(cell.precision(), firstProductAgain - secondsPerProduct);
        }
    }

    /** Seconds of one product, as the warm-up found it. */
    public double secondsPerProduct() {
        return secondsPerProduct;
    }

    /** One turn. */
    public void sample(double seconds) throws WorkerFailure {
        sampling.addTurn(worker.ask(new Request.Sample(seconds), Answer.Sampled.class, seconds + secondsPerProduct)
                .samples());
    }

    /** What was sampled until now. */
    public CellSampling sampling() {
        return sampling;
    }

    /** When it is settled: what a product takes in energy, where something counts it. */
    public void measureEnergy(EnergyMeter meter) throws WorkerFailure {
        energy = meter.measure(worker, cell, secondsPerProduct).orElse(null);
    }

    /** When it is settled: how matrices travelled, and what clocks say. */
    public void audit(AuditMeter meter) throws WorkerFailure {
        audit = meter.measure(worker, secondsPerProduct).orElse(null);
    }

    /** Ends a launch: all that was timed in it was verified. */
    public void endLaunch() throws WorkerFailure {
        settlement.add(worker.ask(new Request.Settle(), Answer.Settled.class, 0));
    }

    /**
     * Puts the figures together.
     *
     * @param rounds of all contenders
     * @param all their samples, end to end
     */
    public CellResult result(Rounds rounds, List<Samples> all) {
        Contender contender = cell.contender();
        Samples samples = endToEnd();
        CellResult.Seconds seconds = seconds();
        Noise noise = noise(rounds, samples, rounds.moments(samples, all));
        worker.rates()
                .measured(cell.precision(), cell.shape(), seconds.endToEnd().median());
        CellResult result = new CellResult(
                contender.toString(),
                contender.backend(),
                contender.variant(),
                contender.device(),
                contender.threads(),
                worker.yardstick(),
                cell.precision(),
                cell.shape(),
                Outcome.MEASURED,
                null,
                checked.ranOn(),
                checked.check(),
                settlement.verified(),
                seconds,
                samples.count(),
                samples.launches(),
                sampling.stopped(seconds.endToEnd()),
                new CellResult.Gflops(
                        gflops(seconds.compute().median()),
                        gflops(seconds.endToEnd().median())),
                null,
                null,
                flags(samples, seconds, noise),
                noise,
                energy,
                audit,
                arithmeticOfReduced(),
                settlement.remarks(),
                settlement.sharing(),
                settlement.cluster());
        return result.flagged(CellFlags.DEVICE_LOST, settlement.hasLosses());
    }

    private List<String> flags(Samples samples, CellResult.Seconds seconds, Noise noise) {
        List<String> flags = CellFlags.of(samples, seconds.endToEnd(), noise, throttling.fell());
        if (mayExceedCeiling()) {
            flags.add(CellFlags.NO_PEAK);
        }
        return flags;
    }

    private CellResult.Seconds seconds() {
        Estimate upload = sampling.estimate(SampleTimes::upload);
        Estimate compute = sampling.estimate(SampleTimes::compute);
        double once = checked.firstProductSeconds() - upload.median() - compute.median();
        return new CellResult.Seconds(
                setupSeconds + Math.max(0, once),
                upload,
                compute,
                sampling.estimate(SampleTimes::download),
                sampling.estimate(SampleTimes::endToEnd));
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

    private Precision arithmeticOfReduced() {
        return cell.precision().isReduced() ? arithmetic() : null;
    }

    /** All that was timed. */
    public CellSamples raw() {
        return new CellSamples(
                cell.contender(), cell.precision(), cell.shape(), arithmeticOfReduced(), sampling.launches());
    }

    /** What its products cost on a cluster; null where there is none, and before a launch has ended. */
    public ClusterCost cluster() {
        return settlement.cluster();
    }

    /** The rate of computing alone, in 10⁹ operations a second. */
    public double gflops() {
        return gflops(Medians.of(compute().all()));
    }

    private double gflops(double seconds) {
        return cell.shape().flops() / seconds / 1e9;
    }

    /** Seconds of every sample, end to end. */
    public Samples endToEnd() {
        return sampling.samples(SampleTimes::endToEnd);
    }

    /** Seconds of every sample's computing. */
    public Samples compute() {
        return sampling.samples(SampleTimes::compute);
    }

    /** The one with the smaller median, end to end. */
    public static CellRun faster(CellRun one, CellRun other) {
        return Bootstrap.median(other.endToEnd()).median()
                        < Bootstrap.median(one.endToEnd()).median()
                ? other
                : one;
    }
}
