package dev.santoku.report;

import dev.santoku.backend.Audit;
import dev.santoku.backend.Candidate;
import dev.santoku.backend.ClusterCost;
import dev.santoku.backend.Device;
import dev.santoku.backend.LinkCeiling;
import dev.santoku.backend.Sharing;
import dev.santoku.backend.Tuning;
import dev.santoku.matrix.Precision;
import dev.santoku.matrix.Shape;
import dev.santoku.plan.ContenderRequest;
import dev.santoku.result.BackendFact;
import dev.santoku.result.Ceiling;
import dev.santoku.result.CellResult;
import dev.santoku.result.CellSamples;
import dev.santoku.result.Contender;
import dev.santoku.result.Energy;
import dev.santoku.result.GpuFacts;
import dev.santoku.result.GpuState;
import dev.santoku.result.HostFacts;
import dev.santoku.result.KernelParameters;
import dev.santoku.result.Ladder;
import dev.santoku.result.Noise;
import dev.santoku.result.Outcome;
import dev.santoku.result.Roofline;
import dev.santoku.result.RunFacts;
import dev.santoku.result.RunResult;
import dev.santoku.result.SampleTimes;
import dev.santoku.result.Scaling;
import dev.santoku.result.SecondRoute;
import dev.santoku.result.Speedup;
import dev.santoku.result.Verified;
import dev.santoku.statistics.Estimate;
import dev.santoku.statistics.StopRule;
import dev.santoku.statistics.Verdict;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Results put together in code. The machine is always the same: two processors, a GPU cl0, and the CPU again as cl1. */
public final class Results {
    public static final Shape SMALL = Shape.square(64);
    public static final Shape OBLONG = new Shape(1024, 512, 2048);

    public static final String SINGLE = "single:blocked@cpu";
    public static final String POOL = "pool:blocked@cpu";
    public static final String GPU = "jocl:tiled@cl0";
    public static final String POCL = "jocl:tiled@cl1";
    public static final String YARDSTICK_SINGLE = "openblas:single@cpu";
    public static final String YARDSTICK_POOL = "openblas:pool@cpu";
    public static final String APARAPI = "aparapi:tiled@cl0";

    /** The way to cl0. */
    static final LinkCeiling LINK = new LinkCeiling(12.34, 11.1, 26.04, 25, 8.46);

    public static final String NO_F64 = "cl0 does not compute in f64; 100 % of its units are %s";
    public static final String CRASH = "crashed: SIGSEGV (0xb), \"signal\" 50%d";
    public static final String MISMATCH = "element (0, 1) of an integer product is 3.0 and must be 2.0";

    private final List<CellResult> cells = new ArrayList<>();
    private final List<Speedup> speedups = new ArrayList<>();
    private final List<Ladder> ladders = new ArrayList<>();
    private final List<Scaling> scalings = new ArrayList<>();
    private final List<KernelParameters> parameters = new ArrayList<>();
    private Double ofCeiling;
    private Audit audit;
    private Roofline roofline;
    private Energy energy;
    private List<GpuFacts> gpus = List.of();
    private int threads = 2;
    private int samples = 23;
    private int launches = 1;
    private double within = 0.02;
    private StopRule.Reason stopped = StopRule.Reason.PRECISION;
    private Noise noise;
    private List<String> flags = List.of("wide", "drift");
    private List<String> warnings = List.of();
    private List<String> remarks = List.of();
    private Sharing sharing;
    private ClusterCost cluster;
    private List<Device> devices = devices();
    private List<SecondRoute> routes = List.of();

    /** Threads of the pool in cells to come. */
    public Results threads(int count) {
        threads = count;
        return this;
    }

    /** So narrow an interval settles a cell. */
    public Results within(double halfWidth) {
        within = halfWidth;
        return this;
    }

    /** Why the samples of cells to come ended. */
    public Results stopped(StopRule.Reason reason) {
        stopped = reason;
        return this;
    }

    /** How matrices travel in cells to come, and what clocks say. */
    public Results audit(Audit ofCells) {
        audit = ofCells;
        return this;
    }

    /** The share of the ceiling that cells to come have. */
    public Results ofCeiling(Double share) {
        ofCeiling = share;
        return this;
    }

    /** Where cells to come stand under the roofs. */
    public Results roofline(Roofline place) {
        roofline = place;
        return this;
    }

    /** What a product of cells to come takes. */
    public Results energy(Energy perProduct) {
        energy = perProduct;
        return this;
    }

    /** What drivers tell of GPUs. */
    public Results gpus(GpuFacts... facts) {
        gpus = List.of(facts);
        return this;
    }

    public Results ladder(Precision precision, Shape shape, List<String> missing, String... steps) {
        ladders.add(new Ladder(
                precision,
                shape,
                Stream.of(steps)
                        .map(step -> new Ladder.Step(step, threadsOf(ContenderRequest.parse(step))))
                        .toList(),
                missing));
        return this;
    }

    public Results scaling(Double serialFraction, Scaling.Point... points) {
        return scaling(
                new Scaling(POOL, Precision.F32, OBLONG, points[0].threads(), serialFraction, List.of(points), null));
    }

    Results scaling(Scaling scaling) {
        scalings.add(scaling);
        return this;
    }

    Results parameters(String contender, Precision precision, Tuning tuning) {
        String device = ContenderRequest.parse(contender).device().orElseThrow();
        parameters.add(new KernelParameters(contender, device, precision, tuning));
        return this;
    }

    /** As many samples as the cell has, in turns of two at most. */
    public static CellSamples samples(CellResult cell) {
        List<List<SampleTimes>> turns = new ArrayList<>();
        for (int i = 0; i < cell.samples(); i += 2) {
            SampleTimes times = new SampleTimes(1e-5 / 3, 1e-3 + i * 1e-6, 0, 1.1e-3);
            turns.add(Collections.nCopies(Math.min(2, cell.samples() - i), times));
        }
        int first = turns.size() / 2;
        return new CellSamples(
                new Contender(cell.backend(), cell.variant(), cell.device(), cell.threads()),
                cell.precision(),
                cell.shape(),
                cell.arithmetic(),
                List.of(turns.subList(0, first), turns.subList(first, turns.size())));
    }

    private Integer threadsOf(ContenderRequest contender) {
        boolean cpu = contender.device().filter("cpu"::equals).isPresent();
        return cpu ? Integer.valueOf(contender.toString().contains("single") ? 1 : threads) : null;
    }

    /** Samples of cells to come, and what is to be doubted. */
    public Results samples(int count, String... doubts) {
        samples = count;
        flags = List.of(doubts);
        return this;
    }

    /** Launches of cells to come. */
    Results launches(int count) {
        launches = count;
        return this;
    }

    /** What disturbed the samples of cells to come. */
    Results noise(Noise disturbance) {
        noise = disturbance;
        return this;
    }

    /** What back ends tell of cells to come. */
    public Results remarks(String... lines) {
        remarks = List.of(lines);
        return this;
    }

    /** Other devices than those of this machine. */
    public Results devices(Device... others) {
        devices = List.of(others);
        return this;
    }

    /** GPUs that two drivers offer. */
    public Results routes(SecondRoute... second) {
        routes = List.of(second);
        return this;
    }

    /** How several processors share the products of cells to come; null where one computes alone. */
    public Results sharing(Sharing ofCells) {
        sharing = ofCells;
        return this;
    }

    /** What the products of cells to come cost on a cluster; null where there is none. */
    public Results cluster(ClusterCost ofCells) {
        cluster = ofCells;
        return this;
    }

    /** What disturbs the machine. */
    public Results warnings(String... lines) {
        warnings = List.of(lines);
        return this;
    }

    /** A measured cell; a tenth of the time is upload, a tenth download. */
    public Results measured(String contender, Precision precision, Shape shape, double seconds) {
        double compute = 0.8 * seconds;
        return add(
                contender,
                precision,
                shape,
                Outcome.MEASURED,
                null,
                new CellResult.Check(true, "sha256:ab" + shape, 1.2e-7, null, "reference"),
                new CellResult.Seconds(
                        0.25, estimate(0.1 * seconds), estimate(compute), estimate(0.1 * seconds), estimate(seconds)),
                new CellResult.Gflops(shape.flops() / compute / 1e9, shape.flops() / seconds / 1e9));
    }

    public Results notMeasured(String contender, Precision precision, Shape shape, Outcome outcome, String reason) {
        return add(contender, precision, shape, outcome, reason, null, null, null);
    }

    private Results add(
            String name,
            Precision precision,
            Shape shape,
            Outcome outcome,
            String reason,
            CellResult.Check check,
            CellResult.Seconds seconds,
            CellResult.Gflops gflops) {
        ContenderRequest contender = ContenderRequest.parse(name);
        String device = contender.device().orElse(null);
        cells.add(new CellResult(
                name,
                contender.backend(),
                contender.variant().orElseThrow(),
                device,
                threadsOf(contender),
                contender.backend().equals("openblas"),
                precision,
                shape,
                outcome,
                reason,
                seconds == null ? null : "a device, by \"name\" and revision",
                check,
                seconds == null ? null : new Verified(1234, 0.8, Verified.Method.BITS),
                seconds,
                seconds == null ? 0 : samples,
                seconds == null ? null : launches,
                seconds == null ? null : stopped,
                gflops,
                seconds == null ? null : ofCeiling,
                seconds == null ? null : roofline,
                seconds == null ? List.of() : flags,
                seconds == null ? null : noise,
                seconds == null ? null : energy,
                seconds == null ? null : audit,
                seconds != null && precision.isReduced() ? precision.storage() : null,
                seconds == null ? List.of() : remarks,
                seconds == null ? null : sharing,
                seconds == null ? null : cluster));
        return this;
    }

    /** A speedup, end to end. */
    public Results speedup(
            String contender,
            String baseline,
            Precision precision,
            Shape shape,
            double ratio,
            double low,
            double high) {
        return speedup(contender, baseline, precision, shape, "endToEnd", ratio, low, high);
    }

    /** A speedup in computing alone. */
    public Results computeSpeedup(
            String contender,
            String baseline,
            Precision precision,
            Shape shape,
            double ratio,
            double low,
            double high) {
        return speedup(contender, baseline, precision, shape, "compute", ratio, low, high);
    }

    private Results speedup(
            String contender,
            String baseline,
            Precision precision,
            Shape shape,
            String time,
            double ratio,
            double low,
            double high) {
        speedups.add(new Speedup(
                contender,
                threadsOf(ContenderRequest.parse(contender)),
                baseline,
                threadsOf(ContenderRequest.parse(baseline)),
                precision,
                shape,
                time,
                ratio,
                low,
                high,
                Verdict.of(low, high)));
        return this;
    }

    public RunResult build() {
        return new RunResult(
                RunResult.SCHEMA,
                new RunFacts(
                        "20260301T101500Z-9f3a1c",
                        "0.1.0",
                        "1a2b3c4",
                        List.of("compare", "--quick"),
                        Instant.parse("2026-03-01T10:15:00Z"),
                        Instant.parse("2026-03-01T10:16:02Z"),
                        true,
                        null,
                        42,
                        within,
                        List.of()),
                host(warnings),
                devices,
                List.of(new BackendFact("single", true, null), new BackendFact("odd", false, "no driver; get one")),
                List.of(
                        new Ceiling("cpu", 1, Precision.F32, 116, 20.0),
                        new Ceiling("cl0", null, Precision.F32, 19000, 448.0).withLink(LINK)),
                cells,
                speedups,
                ladders,
                scalings,
                parameters,
                gpus,
                null,
                routes);
    }

    public static HostFacts host(List<String> warnings) {
        return new HostFacts(
                new HostFacts.Cpu(
                        "AMD EPYC 9B14",
                        2,
                        2,
                        null,
                        512,
                        null,
                        new HostFacts.Caches(32L << 10, 1L << 20, 32L << 20, "sysfs")),
                24L << 30,
                "Debian GNU/Linux 12 (bookworm) 6.1.0",
                "amd64",
                new HostFacts.Jdk("Debian", "17.0.15"),
                null,
                null,
                null,
                true,
                null,
                true,
                warnings);
    }

    /** What a driver's tool tells of {@link #gpu()}. */
    public static GpuFacts gpuFacts(String... warnings) {
        return new GpuFacts(
                "cl0",
                "NVIDIA GeForce RTX 5060",
                "570.124.06",
                "nvidia-smi",
                new GpuState(210, 2600, 405, 14001, 31.0, 8.25, 145.0, "P8", false, List.of("idle"), 0),
                new GpuState(2600, 2600, 14001, 14001, 61.4, 98.0, null, "P0", false, List.of("heat"), null),
                Map.of("heat", 3.2, "power-cap", 0.0),
                List.of(warnings));
    }

    public static Device gpu() {
        return gpu("cl0", "opencl");
    }

    /** The same under another id, on some route. */
    public static Device gpu(String id, String route) {
        return new Device(
                id,
                Device.Kind.GPU,
                "NVIDIA GeForce RTX 5060",
                route,
                "NVIDIA CUDA",
                "570.124.06",
                30,
                8L << 30,
                2L << 30,
                List.of(Precision.F32));
    }

    public static Device pocl(String id) {
        return new Device(
                id,
                Device.Kind.CPU,
                "pthread-AMD EPYC 9B14",
                "opencl",
                "Portable Computing Language",
                "3.1",
                2,
                22L << 30,
                8L << 30,
                Precision.full());
    }

    private static List<Device> devices() {
        return List.of(Device.cpu(), gpu(), pocl("cl1"));
    }

    /**
     * Two shapes, both precisions; one reason shared by two skipped cells, one cell that failed, one that is wrong. The
     * order of the cells is not that of the hardware.
     */
    public static RunResult typical() {
        Results results = new Results();
        for (Shape shape : List.of(SMALL, OBLONG)) {
            results.roofline(new Roofline(170, Roofline.Roof.COMPUTE, 200, 0.031))
                    .measured(POCL, Precision.F32, shape, 2e-3)
                    .roofline(null)
                    .measured(GPU, Precision.F32, shape, 1e-3)
                    .measured(POOL, Precision.F32, shape, 4e-3)
                    .measured(SINGLE, Precision.F32, shape, 8e-3)
                    .speedup(POCL, SINGLE, Precision.F32, shape, 4, 3.9, 4.1)
                    .speedup(GPU, SINGLE, Precision.F32, shape, 8, 7.75, 8.25)
                    .speedup(POOL, SINGLE, Precision.F32, shape, 2, 1.95, 2.05)
                    .speedup(POCL, POOL, Precision.F32, shape, 2, 1.96, 2.04)
                    .speedup(GPU, POOL, Precision.F32, shape, 4, 3.8, 4.2)
                    .speedup(SINGLE, POOL, Precision.F32, shape, 0.5, 0.48, 0.52)
                    .measured(SINGLE, Precision.F64, shape, 16e-3)
                    .notMeasured(GPU, Precision.F64, shape, Outcome.SKIPPED, NO_F64);
        }
        return results.notMeasured(APARAPI, Precision.F32, SMALL, Outcome.WRONG, MISMATCH)
                .notMeasured(POOL, Precision.F64, OBLONG, Outcome.FAILED, CRASH)
                .parameters(
                        GPU,
                        Precision.F32,
                        new Tuning(
                                Candidate.of("tiled", Map.of("TILE_K", 16)),
                                Tuning.Source.TUNED,
                                null,
                                Instant.parse("2026-03-01T09:00:00Z")))
                .ladder(Precision.F32, SMALL, List.of("single:naive@cpu"), SINGLE, POOL)
                .scaling(
                        0.05,
                        new Scaling.Point(1, 8e-3, 1, 1, 1, 1, true),
                        new Scaling.Point(2, 4.2e-3, 1.9048, 1.88, 1.93, 0.9524, true),
                        new Scaling.Point(4, 4.4e-3, 1.8182, 1.80, 1.83, 0.4545, false))
                .build();
    }

    private static Estimate estimate(double seconds) {
        return new Estimate(seconds, 0.98 * seconds, 1.02 * seconds);
    }
}
