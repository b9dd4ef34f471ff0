package dev.santoku.report.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.santoku.backend.Audit;
import dev.santoku.matrix.Precision;
import dev.santoku.matrix.Shape;
import dev.santoku.report.Results;
import dev.santoku.report.Style;
import dev.santoku.report.html.HtmlReport;
import dev.santoku.result.Audits;
import dev.santoku.result.Json;
import dev.santoku.result.RunResult;
import dev.santoku.result.file.RefusedFileException;
import dev.santoku.result.file.ResultFile;
import dev.santoku.result.file.ResultReader;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How matrices travelled, and clocks that disagree, in the table, on the page and in the file. */
class AuditReportTest {
    private static final Audit.Reading AGREES = new Audit.Reading(10e-3, 9.9e-3, 9.8e-3, true);
    private static final Audit.Reading EARLY = new Audit.Reading(5e-3, 10e-3, 10e-3, true);
    private static final String COMPLAINT =
            "computing took 10.000 ms by the driver's clock and 5.000 ms by the wall clock";

    private static Audit audit(Audit.Way download, Audit.Reading compute) {
        return new Audit(
                new Audit.Transfers(Audit.Way.MAPPED, download, Audit.Memory.HOST),
                new Audit.Clocks(1e-9, 3, AGREES, compute, AGREES));
    }

    private static RunResult result() {
        return new Results()
                .measured(Results.SINGLE, Precision.F32, Results.SMALL, 1)
                .audit(audit(Audit.Way.DRIVER, AGREES))
                .measured(Results.POCL, Precision.F32, Results.SMALL, 1)
                .samples(23, "clock-disagrees", "copies-above-ceiling")
                .audit(audit(Audit.Way.MAPPED, EARLY))
                .measured(Results.POCL, Precision.F32, Shape.square(4096), 1)
                .build();
    }

    @Test
    void theTableTellsHowMatricesTravelAndThatACellIsDoubtful() {
        List<String> lines =
                new TableReport(result(), Style.PLAIN).toText().lines().toList();
        assertThat(lines)
                .contains(
                        "cl1  jocl:tiled: uploads mapped, downloads by the driver (f32 64); "
                                + "uploads and downloads mapped (f32 4096)",
                        "1 of 3 cells faster than the device or its clock allows: do not rely on them");
        assertThat(lines).noneMatch(line -> line.contains("driver's clock"));
    }

    @Test
    void thePageTellsWhichCellAndWhy() {
        String page = HtmlReport.of(result());
        assertThat(page)
                .contains(
                        "doubtful jocl:tiled@cl1 (f32 4096): " + COMPLAINT.replace("'", "&#39;")
                                + "; matrices were copied faster than the best copy that was measured",
                        "a product by two clocks, beside the timed ones",
                        "<td>mapped</td><td>driver</td>",
                        "<td>mapped</td><td>mapped</td>");
    }

    /** That of Mesa 22.3 stands still: no cell is doubted for it, and it is said once. */
    @Test
    void aClockThatDoesNotTellTheTimeJudgesNothing() {
        Audit early = audit(Audit.Way.MAPPED, EARLY);
        Audit standing = new Audit(early.transfers(), early.clocks(), 0.0);
        assertThat(Audits.disagreements(early, 10.0)).hasSize(1);
        assertThat(Audits.disagreements(standing, 10.0)).isEmpty();
        RunResult result = new Results()
                .audit(standing)
                .measured(Results.POCL, Precision.F32, Results.SMALL, 1)
                .measured(Results.POCL, Precision.F32, Shape.square(4096), 1)
                .audit(new Audit(early.transfers(), early.clocks(), 0.5))
                .measured(Results.GPU, Precision.F32, Results.SMALL, 1)
                .build();
        String line = "cl1  its driver's clock stands still: its event times are not used";
        assertThat(new TableReport(result, Style.PLAIN).toText().lines())
                .contains(line, "cl0  its driver's clock runs at 0.500 of real speed: its event times are not used")
                .containsOnlyOnce(line);
        assertThat(HtmlReport.of(result))
                .contains(line.replace("'", "&#39;"))
                .doesNotContain("a product by two clocks");
    }

    @Test
    void theFileHoldsIt() throws Exception {
        String text = ResultFile.toText(result());
        assertThat(ResultReader.of(text)).isEqualTo(result());
        assertThat(Json.mapper().readTree(text).at("/results/1/audit/transfers").toString())
                .isEqualTo("{\"upload\":\"mapped\",\"download\":\"driver\",\"memory\":\"host\"}");
        assertThat(Json.mapper().readTree(text).at("/results/0/audit").isNull()).isTrue();
    }

    @Test
    void aDamagedAuditIsRefused() throws Exception {
        for (String key : List.of("upload", "compute", "download")) {
            ObjectNode document = (ObjectNode) Json.mapper().readTree(ResultFile.toText(result()));
            ((ObjectNode) document.at("/results/1/audit/clocks")).remove(key);
            assertThatThrownBy(() -> ResultReader.of(document.toString()))
                    .isInstanceOf(RefusedFileException.class)
                    .hasMessageContaining("results/1: audit/clocks are incomplete");
        }
        ObjectNode document = (ObjectNode) Json.mapper().readTree(ResultFile.toText(result()));
        ((ObjectNode) document.at("/results/1/audit/transfers")).put("upload", "by pigeon");
        assertThatThrownBy(() -> ResultReader.of(document.toString()))
                .isInstanceOf(RefusedFileException.class)
                .hasMessageContaining("no way to travel: by pigeon");
    }
}
