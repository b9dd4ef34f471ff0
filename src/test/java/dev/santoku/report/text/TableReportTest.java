package dev.santoku.report.text;

import static org.assertj.core.api.Assertions.assertThat;

import dev.santoku.matrix.Precision;
import dev.santoku.matrix.Shape;
import dev.santoku.report.Results;
import dev.santoku.report.Style;
import dev.santoku.result.Outcome;
import dev.santoku.result.RunResult;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class TableReportTest {
    private static final int WIDEST = 140;

    private final List<String> lines = lines(Results.typical());

    private static List<String> lines(RunResult result) {
        return new TableReport(result, Style.PLAIN).toText().lines().toList();
    }

    /** The table below a title: its header and rows, cut where two or more blanks stand. */
    private List<List<String>> table(String title) {
        return lines.stream()
                .dropWhile(line -> !line.equals(title))
                .skip(1)
                .takeWhile(line -> !line.isBlank())
                .filter(line -> !line.matches("[- ]+"))
                .map(line -> Arrays.asList(line.strip().split(" {2,}", -1)))
                .toList();
    }

    private List<String> row(String title, String contender) {
        return table(title).stream()
                .filter(row -> row.contains(contender))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void hardwareComesFirstThenATableForEachPrecisionAndShape() {
        assertThat(lines.get(0)).startsWith("cpu  AMD EPYC 9B14, 2 cores, 24.0 GB, 512-bit vectors");
        assertThat(lines.get(1)).startsWith("cl0  GPU NVIDIA GeForce RTX 5060, 30 units, 8.00 GB, f32, NVIDIA CUDA");
        assertThat(lines.get(2)).startsWith("cl1  CPU pthread-AMD EPYC 9B14, 2 units, 22.0 GB, f32 f64, Portable");
        assertThat(lines.get(3)).isEqualTo("cl0  jocl:tiled: f32 tuned here on 2026-03-01");
        assertThat(lines.get(4)).isEqualTo("cpu  measured peak, 1 thread: 116 GFLOP/s f32, 20.0 GB/s");
        assertThat(lines.get(5)).startsWith("cl0  measured peak: 19000 GFLOP/s f32, 448 GB/s, host→device 12.3 GB/s");
        assertThat(lines.get(6)).isEmpty();
        assertThat(lines)
                .filteredOn(line -> line.matches("f(32|64) \\d+×\\d+×\\d+"))
                .containsExactly("f32 64×64×64", "f64 64×64×64", "f32 1024×512×2048", "f64 1024×512×2048");
    }

    @Test
    void theHeadOfAReducedPrecisionTellsItsArithmetic() {
        RunResult result = new Results()
                .measured(Results.POOL, Precision.I8, Results.SMALL, 1)
                .measured(Results.GPU, Precision.I8, Results.SMALL, 1)
                .build();
        assertThat(new TableReport(result, Style.PLAIN).toText())
                .contains("i8 64×64×64, i8 inputs, f32 arithmetic\n")
                .doesNotContain("  arithmetic  ");
    }

    @Test
    void aPieceOfADeviceIsNoCpu() {
        List<String> pieces = lines(new Results()
                .measured("jocl:tiled@cl1:1", Precision.F32, Results.SMALL, 1)
                .build());
        assertThat(pieces).anyMatch(line -> line.matches("cl1:1 CPU +jocl:tiled@cl1:1 .* 800 ms +100 ms"));
    }

    @Test
    void whatDisturbsTheMachineStandsBelowIt() {
        List<String> disturbed = lines(new Results()
                .warnings("100 %s of the fan is loud", "it is warm")
                .measured(Results.SINGLE, Precision.F32, Results.SMALL, 1)
                .build());
        assertThat(disturbed.get(0)).startsWith("cpu  ");
        assertThat(disturbed.subList(1, 3))
                .containsExactly("     warning: 100 %s of the fan is loud", "     warning: it is warm");
    }

    @Test
    void fewSamplesHaveNoInterval() {
        List<String> hurried = lines(new Results()
                .samples(3, "few-samples", "wide")
                .measured(Results.SINGLE, Precision.F32, Results.SMALL, 1)
                .build());
        assertThat(hurried)
                .filteredOn(line -> line.contains(Results.SINGLE))
                .singleElement()
                .asString()
                .contains("3 of 10 samples")
                .doesNotContain("±");
    }

    @Test
    void rowsFollowTheHardware() {
        List<String> hardware =
                table("f32 64×64×64").stream().map(row -> row.get(0)).toList();
        assertThat(hardware)
                .startsWith("hardware")
                .endsWith("cl0 GPU", "cl1 CPU")
                .containsOnlyOnce("CPU, 1 thread", "CPU, 2 threads")
                .hasSize(5);
    }

    @Test
    void speedupsNameTheirBaselineAndTheirInterval() {
        assertThat(table("f32 64×64×64").get(0))
                .containsExactly(
                        "hardware",
                        "contender",
                        "time",
                        "±",
                        "GFLOP/s",
                        "over single",
                        "over pool",
                        "upload",
                        "compute",
                        "download");
        assertThat(row("f32 64×64×64", Results.GPU))
                .containsExactly(
                        "cl0 GPU",
                        Results.GPU,
                        "1.00 ms",
                        "±2.0 %",
                        "0.524",
                        "8.00× (7.75–8.25)",
                        "4.00× (3.80–4.20)",
                        "100 µs",
                        "800 µs",
                        "100 µs");
        assertThat(row("f32 64×64×64", Results.SINGLE)).contains("–", "0.500× (0.480–0.520)");
    }

    @Test
    void phasesAreForOpenClAlone() {
        assertThat(row("f32 64×64×64", Results.SINGLE)).hasSize(7);
        assertThat(row("f32 64×64×64", Results.POCL)).hasSize(10);
        assertThat(table("f64 64×64×64").get(0)).hasSize(7).doesNotContain("upload");
    }

    @Test
    void whatWasNotMeasuredIsToldOnceWithItsReason() {
        assertThat(lines)
                .filteredOn(line -> line.matches("(skipped|failed|wrong) .*"))
                .containsExactlyInAnyOrder(
                        "skipped " + Results.GPU + " (f64 64, f64 1024x512x2048): " + Results.NO_F64,
                        "wrong " + Results.APARAPI + " (f32 64): " + Results.MISMATCH,
                        "failed " + Results.POOL + " (f64 1024x512x2048): " + Results.CRASH);
        assertThat(table("f64 1024×512×2048")).hasSize(2);
    }

    @Test
    void aRunInWhichNothingWasMeasuredTellsWhy() {
        RunResult result = new Results()
                .notMeasured("jocl:tiled", Precision.F32, Results.SMALL, Outcome.SKIPPED, "no driver; 100%s yours")
                .build();
        assertThat(lines(result)).contains("skipped jocl:tiled (f32 64): no driver; 100%s yours");
        assertThat(lines(result)).noneMatch(line -> line.contains("hardware"));
    }

    @Test
    void plainIsPlainAndColourIsOnlyColour() {
        String plain = new TableReport(Results.typical(), Style.PLAIN).toText();
        String coloured = new TableReport(Results.typical(), Style.COLOURED).toText();
        assertThat(plain)
                .doesNotContain("\u001b")
                .doesNotContainPattern("(?m) $")
                .endsWith("\n");
        assertThat(coloured).contains("\u001b[31mfailed\u001b[0m");
        assertThat(coloured.replaceAll("\u001b\\[[0-9]+m", "")).isEqualTo(plain);
    }

    @Test
    void linesFitAWideTerminal() {
        assertThat(lines).allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(WIDEST));
        Shape shape = new Shape(16_384, 16_383, 16_385);
        String longest = "backend:a-variant-with-a-very-long-name-indeed@cl15";
        RunResult result = new Results()
                .threads(4096)
                .measured(Results.POOL, Precision.F64, shape, 123.4)
                .measured(Results.GPU, Precision.F64, shape, 0.1234)
                .measured(longest, Precision.F64, shape, 1e-4)
                .speedup(Results.GPU, Results.POOL, Precision.F64, shape, 1000.4, 999.4, 1234.5)
                .build();
        assertThat(lines(result))
                .anyMatch(line -> line.contains("backend:a-variant-with-a-very"))
                .allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(WIDEST));
        Shape tiny = Shape.square(1);
        RunResult slowStart = new Results()
                .measured(Results.SINGLE, Precision.F32, tiny, 419e-9)
                .measured(Results.APARAPI, Precision.F32, tiny, 49e-6)
                .speedup(Results.APARAPI, Results.SINGLE, Precision.F32, tiny, 0.00854, 0.00583, 0.00952)
                .speedup(Results.APARAPI, Results.POOL, Precision.F32, tiny, 0.00845, 0.00585, 0.00995)
                .build();
        assertThat(lines(slowStart))
                .anyMatch(line -> line.contains("0.0085× (0.0058–0.0095)"))
                .allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(WIDEST));
    }

    @Test
    void aYardstickStandsOnItsHardwareWithItsCopiesApart() {
        List<String> table = lines(new Results()
                .measured(Results.SINGLE, Precision.F32, Results.SMALL, 2)
                .measured(Results.YARDSTICK_SINGLE, Precision.F32, Results.SMALL, 1)
                .measured(Results.YARDSTICK_POOL, Precision.F32, Results.SMALL, 1)
                .build());
        assertThat(table)
                .anyMatch(line ->
                        line.matches("CPU, 1 thread +openblas:single@cpu +1\\.00 s .* 100 ms +800 ms +100 ms *"))
                .anyMatch(line -> line.matches("CPU, 2 threads +openblas:pool@cpu .*"))
                .anyMatch(line -> line.matches("CPU, 1 thread +single:blocked@cpu +2\\.00 s .* – *"));
    }
}
