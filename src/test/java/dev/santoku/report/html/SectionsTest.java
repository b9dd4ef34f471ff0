package dev.santoku.report.html;

import static org.assertj.core.api.Assertions.assertThat;

import dev.santoku.backend.LinkCeiling;
import dev.santoku.matrix.Precision;
import dev.santoku.report.CeilingLines;
import dev.santoku.report.Results;
import dev.santoku.report.Style;
import dev.santoku.report.text.TableReport;
import dev.santoku.result.Ceiling;
import dev.santoku.result.Outcome;
import dev.santoku.result.Roofline;
import dev.santoku.result.RunResult;
import dev.santoku.result.Scaling;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What stands around the tables: ceilings, the ladder, the scaling. */
class SectionsTest {
    private static final String NAIVE = "single:naive@cpu";

    private static List<String> report(RunResult result) {
        return new TableReport(result, Style.PLAIN).toText().lines().toList();
    }

    @Test
    void ceilingsStandByDeviceThreadsAndPrecision() {
        assertThat(CeilingLines.of(List.of(
                        new Ceiling("cpu", 2, Precision.F64, 115, 25.0),
                        new Ceiling("cpu", 1, Precision.F32, 116.4, null),
                        new Ceiling("cpu", 2, Precision.F32, 230, 25.0),
                        new Ceiling("cl0", null, Precision.F32, 60000, 4800.0))))
                .containsExactly(
                        "cpu  measured peak, 1 thread: 116 GFLOP/s f32; 2 threads: 230 GFLOP/s f32, 115 f64, 25.0 GB/s",
                        "cl0  measured peak: 60000 GFLOP/s f32, 4800 GB/s");
        assertThat(CeilingLines.of(List.of())).isEmpty();
    }

    @Test
    void theWayToADeviceStandsBehindItsMemory() {
        Ceiling ceiling = new Ceiling("cl0", null, Precision.F32, 60000, 4800.0)
                .withLink(new LinkCeiling(12.34, 11.1, 52.04, 50, 8.46));
        assertThat(CeilingLines.of(List.of(ceiling)))
                .containsExactly(
                        "cl0  measured peak: 60000 GFLOP/s f32, 4800 GB/s, host→device 12.3 GB/s (pinned 52.0), "
                                + "device→host 11.1 (pinned 50.0), kernel launch 8.46 µs");
    }

    @Test
    void theShareOfTheMemoryStandsWhereItIsTheLowerRoof() {
        List<String> lines = report(new Results()
                .ofCeiling(0.031)
                .roofline(new Roofline(0.5, Roofline.Roof.MEMORY, 10, 0.72))
                .measured(Results.SINGLE, Precision.F32, Results.SMALL, 1)
                .roofline(new Roofline(170, Roofline.Roof.COMPUTE, 200, 0.031))
                .measured(Results.POOL, Precision.F32, Results.SMALL, 1)
                .build());
        assertThat(lines).anyMatch(line -> line.contains(Results.SINGLE) && line.contains(" 3.1 % (memory 72.0 %) "));
        assertThat(lines)
                .anyMatch(line -> line.contains(Results.POOL) && line.contains("3.1 %") && !line.contains("memory"));
    }

    @Test
    void sharesOfACeilingAreShownAndNeverCut() {
        List<String> lines = report(new Results()
                .ofCeiling(0.841)
                .measured(Results.SINGLE, Precision.F32, Results.SMALL, 1)
                .ofCeiling(1.0123)
                .samples(23, "above-ceiling")
                .measured(Results.POOL, Precision.F32, Results.SMALL, 1)
                .ofCeiling(null)
                .measured(Results.GPU, Precision.F32, Results.SMALL, 1)
                .build());
        assertThat(lines).anyMatch(line -> line.matches("hardware .* GFLOP/s +of peak .*"));
        assertThat(lines).anyMatch(line -> line.contains(Results.SINGLE) && line.contains(" 84.1 % "));
        assertThat(lines).anyMatch(line -> line.contains(Results.POOL) && line.contains("! 101.2 %"));
    }

    @Test
    void theFactorsOfALadderMultiplyToTheWhole() {
        RunResult result = new Results()
                .measured(NAIVE, Precision.F32, Results.SMALL, 1.2)
                .measured(Results.SINGLE, Precision.F32, Results.SMALL, 0.06)
                .measured(Results.POOL, Precision.F32, Results.SMALL, 0.032)
                .speedup(Results.POOL, Results.SINGLE, Precision.F32, Results.SMALL, 0.06 / 0.032, 1.85, 1.9)
                .speedup(Results.SINGLE, NAIVE, Precision.F32, Results.SMALL, 1.2 / 0.06, 19.5, 20.5)
                .speedup(Results.POOL, NAIVE, Precision.F32, Results.SMALL, 1.2 / 0.032, 37, 38)
                .ladder(Precision.F32, Results.SMALL, List.of("single:vector@cpu"), NAIVE, Results.SINGLE, Results.POOL)
                .build();
        assertThat(report(result))
                .containsSubsequence(
                        "ladder f32 64×64×64, end to end",
                        "  single:naive@cpu                 1.20 s",
                        "  single:blocked@cpu              60.0 ms  20.000× (19.5–20.5)",
                        "  pool:blocked@cpu on 2 threads   32.0 ms  1.8750× (1.85–1.90)",
                        "  20.000 × 1.8750 = 37.500; pool:blocked@cpu on 2 threads over single:naive@cpu: 37.500× (37.0–38.0)",
                        "  left out, not measured: single:vector@cpu");
        assertThat(report(result))
                .as("a step over another that is no baseline is not over single")
                .anyMatch(line -> line.matches("CPU, 1 thread +single:blocked@cpu .* –  +–"));
    }

    @Test
    void scalingIsDrawnWithAmdahlsLaw() {
        RunResult result = new Results()
                .scaling(
                        0.05,
                        new Scaling.Point(1, 8e-3, 1, 1, 1, 1, true),
                        new Scaling.Point(2, 4.2e-3, 1.9048, 1.88, 1.93, 0.9524, true),
                        new Scaling.Point(4, 4.4e-3, 1.8182, 1.80, 1.83, 0.4545, false))
                .build();
        assertThat(report(result))
                .containsSubsequence(
                        "scaling of pool:blocked@cpu, f32 1024×512×2048, end to end",
                        "  threads      time  over 1 thread           efficiency",
                        "        1   8.00 ms  1.00×                      100.0 %  ████████",
                        "        2   4.20 ms  1.90× (1.88–1.93)           95.2 %  ███████████████·",
                        "        4   4.40 ms  1.82× (1.80–1.83)           45.5 %  ███████████████·················",
                        "  Amdahl: T(p) = T(1)·(s + (1 − s)/p) with s = 0.0500; 1/s: at most 20.0× on any number of threads",
                        "  not fitted: 4 threads, more than there are cores");
    }

    @Test
    void aScalingWithoutALawOrALimitSaysSo() {
        Scaling.Point two = new Scaling.Point(2, 1, 1, 1, 1, 1, true);
        assertThat(report(new Results().scaling(null, two).build()))
                .contains("  Amdahl's law is fitted to two numbers of threads or more");
        assertThat(report(new Results().scaling(0.0, two).build())).anyMatch(line -> line.endsWith("1/s: no limit"));
    }

    @Test
    void rowsThatWereNotMeasuredTellTheirThreadsWhereThereAreSeveral() {
        List<String> lines = report(new Results()
                .notMeasured(Results.POOL, Precision.F32, Results.SMALL, Outcome.FAILED, "boom")
                .threads(4)
                .notMeasured(Results.POOL, Precision.F32, Results.SMALL, Outcome.FAILED, "boom")
                .build());
        assertThat(lines)
                .contains(
                        "failed pool:blocked@cpu on 2 threads (f32 64): boom",
                        "failed pool:blocked@cpu on 4 threads (f32 64): boom");
    }
}
