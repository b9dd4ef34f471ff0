package dev.santoku.report.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.santoku.matrix.Difference;
import dev.santoku.matrix.Matrix;
import dev.santoku.matrix.Precision;
import dev.santoku.matrix.Shape;
import dev.santoku.report.Results;
import dev.santoku.report.SoakLines;
import dev.santoku.report.SoakText;
import dev.santoku.report.Style;
import dev.santoku.report.html.HtmlReport;
import dev.santoku.result.Json;
import dev.santoku.result.Outcome;
import dev.santoku.result.RunResult;
import dev.santoku.result.Soak;
import dev.santoku.result.SoakError;
import dev.santoku.result.file.RefusedFileException;
import dev.santoku.result.file.ResultFile;
import dev.santoku.result.file.ResultReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a burn-in says on the terminal, on its page and to whoever reads its file. */
class SoakReportTest {
    private static final Soak.Point COOL = new Soak.Point(2, 10, 41_200.0, 0, 1980, 61.0, 300.0, List.of());
    private static final Soak.Point HOT = new Soak.Point(4, 11, 43_900.0, 1, 1410, 78.4, 690.0, List.of("heat"));

    private static Soak.Part part(String device, Outcome outcome, String reason, long errors, SoakError first) {
        return new Soak.Part(
                "jocl:tiled@" + device,
                device,
                null,
                Precision.F32,
                Shape.square(8192),
                outcome,
                reason,
                "here",
                12_345,
                600,
                0.99,
                errors,
                errors * 6.0,
                first,
                first == null ? List.of() : List.of(first),
                List.of(COOL, HOT),
                null);
    }

    private static Soak.Part notRun() {
        return new Soak.Part(
                "aparapi:tiled@cl0",
                "cl0",
                null,
                Precision.F64,
                null,
                Outcome.FAILED,
                "crashed: SIGSEGV",
                null,
                0,
                0,
                null,
                0,
                null,
                null,
                List.of(),
                List.of(),
                null);
    }

    private static RunResult result(boolean keepGoing, Soak.Part... parts) {
        RunResult result = new Results().build();
        return new RunResult(
                result.schema(),
                result.run(),
                result.host(),
                result.devices(),
                result.backends(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                new Soak(600, 600, keepGoing, List.of(parts)),
                List.of());
    }

    /** A product of ones, spoilt. */
    private static SoakError error(Consumer<Matrix> fault) {
        Matrix must = Matrix.zeros(Precision.F32, 4, 5);
        must.fill(1);
        Matrix before = Matrix.zeros(Precision.F32, 4, 5);
        before.fill(-1);
        Matrix is = Matrix.zeros(Precision.F32, 4, 5);
        is.fill(1);
        fault.accept(is);
        return SoakError.of(3.25, 17, Difference.between(is, must, before).orElseThrow());
    }

    private static void flipABit(Matrix c) {
        c.set(2, 3, 1 + 0x1p-10);
    }

    @Test
    void aLineADeviceSaysWhatItDid() {
        List<String> lines = new TableReport(
                        result(false, part("cl0", Outcome.MEASURED, null, 0, null), notRun()), Style.PLAIN)
                .toText()
                .lines()
                .toList();
        assertThat(lines)
                .contains(
                        "cl0 GPU NVIDIA GeForce RTX 5060, jocl:tiled@cl0: 12,345 products of 8192×8192×8192 f32 in"
                                + " 10.0 min, 0 errors (0 per hour), 41.2–43.9 TFLOP/s, 1,410–1,980 MHz, 61–78 °C",
                        "cl0 GPU NVIDIA GeForce RTX 5060, aparapi:tiled@cl0: f64, failed: crashed: SIGSEGV");
        assertThat(SoakLines.now(part("cl0", Outcome.MEASURED, null, 0, null)))
                .isEqualTo("cl0 43.9 TFLOP/s, 12,345 products, 0 errors, 78 °C");
    }

    @Test
    void anErrorHasItsPlaceItsBitsAndWhatItMayMean() {
        Soak.Part bad = part("cl0", Outcome.WRONG, "2 of 12345 products wrong", 2, error(SoakReportTest::flipABit));
        List<String> lines = SoakLines.of(result(true, bad));
        assertThat(lines).hasSize(3);
        assertThat(lines.get(0)).contains(", 2 errors (12.0 per hour), ").doesNotContain("products wrong");
        assertThat(lines.get(1))
                .isEqualTo(
                        "     first error: product 17 wrong, 3.3 s after the load began: 1 of 20 elements differs (one"
                                + " bit flipped): row 2, column 3 is 1.0009765625 (0x3f802000) and must be 1.0"
                                + " (0x3f800000)");
        assertThat(SoakLines.of(result(false, bad)).get(0)).contains(", 2 errors, ");
    }

    @Test
    void patternsPointToDifferentThings() {
        assertThat(meaning(SoakReportTest::flipABit)).contains("memory or the logic of cl0");
        assertThat(meaning(c -> c.fill(Double.NaN))).contains("whole product", "driver");
        assertThat(meaning(c -> c.fill(-1))).contains("whole product", "driver");
        assertThat(meaning(c -> c.set(0, 0, 0))).contains("Part of the product", "driver");
        assertThat(meaning(c -> {
                    for (int column = 0; column < 5; column++) {
                        c.set(1, column, 7 + column);
                    }
                }))
                .contains("one row of C", "element of A");
        assertThat(meaning(c -> {
                    for (int row = 0; row < 4; row++) {
                        c.set(row, 1, 7 + row);
                    }
                }))
                .contains("one column of C", "element of B");
        assertThat(meaning(c -> c.set(1, 1, 3.7))).contains("No pattern");
        assertThat(meaning(c -> c.fill(3.7))).contains("All elements");
    }

    private static String meaning(Consumer<Matrix> fault) {
        return SoakText.meaning(part("cl0", Outcome.WRONG, "wrong", 1, error(fault)));
    }

    @Test
    void thePageHasTheLoadOverTimeAndTheErrors() {
        String page = HtmlReport.of(
                result(true, part("cl0", Outcome.WRONG, "wrong", 2, error(SoakReportTest::flipABit)), notRun()));
        assertThat(page)
                .contains("Burn-in of ", "id=\"soak\"", "soak-chart", "the load over time", "the first wrong products")
                .contains("43900", "1410", "heat", "one bit flipped", "0x3f802000")
                .doesNotContain("What the hardware buys", "id=\"rates\"");
        String clean = HtmlReport.of(result(true, part("cl0", Outcome.MEASURED, null, 0, null)));
        assertThat(clean).contains("soak-chart").doesNotContain("the first wrong products");
        assertThat(HtmlReport.of(Results.typical())).doesNotContain("soak-chart", "Burn-in");
        assertThat(HtmlReport.of(result(true, notRun())))
                .contains("id=\"soak\"")
                .doesNotContain("soak-chart");
    }

    @Test
    void theFileIsReadAgainAndComparesNothing(@TempDir Path folder) throws Exception {
        RunResult result =
                result(true, part("cl0", Outcome.WRONG, "wrong", 2, error(SoakReportTest::flipABit)), notRun());
        Path file = folder.resolve("soak.json");
        Files.writeString(file, ResultFile.toText(result));
        assertThat(ResultReader.read(file).result()).isEqualTo(result);
        assertThatThrownBy(() -> ResultReader.readComparison(file))
                .isInstanceOf(RefusedFileException.class)
                .hasMessageContaining("burn-in");
        assertThat(ResultReader.of(ResultFile.toText(Results.typical())).soak()).isNull();
    }

    @Test
    void whatIsDamagedIsRefused() throws Exception {
        RunResult result = result(true, part("cl0", Outcome.WRONG, "wrong", 2, error(SoakReportTest::flipABit)));
        for (Consumer<ObjectNode> damage : List.<Consumer<ObjectNode>>of(
                part -> part.putNull("outcome"),
                part -> part.putNull("reason"),
                part -> part.putNull("shape"),
                part -> part.put("products", -1),
                part -> part.put("seconds", 1e300),
                part -> part.withObject("/firstError").putNull("pattern"),
                part -> part.withObject("/firstError").putArray("rows").add(3),
                part -> ((ObjectNode) part.at("/timeline/0")).put("gflops", -5),
                part -> part.withArray("/timeline").addNull())) {
            ObjectNode document = (ObjectNode) Json.mapper().readTree(ResultFile.toText(result));
            damage.accept((ObjectNode) document.at("/soak/devices/0"));
            assertThatThrownBy(() -> ResultReader.of(document.toString()))
                    .as(document.at("/soak/devices/0").toString())
                    .isInstanceOf(RefusedFileException.class);
        }
    }
}
