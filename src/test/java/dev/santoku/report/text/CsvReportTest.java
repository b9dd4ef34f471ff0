package dev.santoku.report.text;

import static org.assertj.core.api.Assertions.assertThat;

import dev.santoku.matrix.Precision;
import dev.santoku.report.Results;
import dev.santoku.result.CellResult;
import dev.santoku.result.Outcome;
import dev.santoku.result.RunResult;
import java.io.StringReader;
import java.util.List;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.junit.jupiter.api.Test;

/** The table, read back with a reader of CSV files. */
class CsvReportTest {
    private static List<CSVRecord> read(RunResult result) throws Exception {
        CSVFormat format = CSVFormat.RFC4180
                .builder()
                .setHeader()
                .setSkipHeaderRecord(true)
                .get();
        try (CSVParser parser = CSVParser.parse(new StringReader(CsvReport.toText(result)), format)) {
            assertThat(parser.getHeaderNames()).doesNotHaveDuplicates().startsWith("run", "contender");
            return parser.getRecords();
        }
    }

    @Test
    void everyCellIsARowOfAllColumns() throws Exception {
        RunResult result = Results.typical();
        List<CSVRecord> rows = read(result);
        assertThat(rows).hasSameSizeAs(result.results()).allMatch(CSVRecord::isConsistent);
        for (int i = 0; i < rows.size(); i++) {
            CellResult cell = result.results().get(i);
            CSVRecord row = rows.get(i);
            assertThat(row.get("run")).isEqualTo(result.run().id());
            assertThat(row.get("contender")).isEqualTo(cell.contender());
            assertThat(row.get("precision")).isEqualTo(cell.precision().label());
            assertThat(row.get("outcome")).isEqualToIgnoringCase(cell.outcome().name());
            assertThat(row.get("reason")).isEqualTo(cell.reason() == null ? "" : cell.reason());
            assertThat(row.get("samples")).isEqualTo(Integer.toString(cell.samples()));
        }
    }

    @Test
    void aMeasuredCellStandsInItsColumns() throws Exception {
        CSVRecord row = read(new Results()
                        .measured(Results.GPU, Precision.F32, Results.OBLONG, 2e-3)
                        .build())
                .get(0);
        assertThat(row.toMap())
                .containsEntry("backend", "jocl")
                .containsEntry("variant", "tiled")
                .containsEntry("device", "cl0")
                .containsEntry("threads", "")
                .containsEntry("m", "1024")
                .containsEntry("n", "512")
                .containsEntry("k", "2048")
                .containsEntry("outcome", "measured")
                .containsEntry("ran_on", "a device, by \"name\" and revision")
                .containsEntry("exact", "true")
                .containsEntry("digest", "sha256:ab1024x512x2048")
                .containsEntry("error", "1.2E-7")
                .containsEntry("bound", "")
                .containsEntry("stopped", "precision")
                .containsEntry("setup_s", "0.25")
                .containsEntry("of_ceiling", "")
                .containsEntry("flags", "wide drift")
                .containsEntry("roof", "")
                .containsEntry("of_roof", "")
                .containsEntry("within", "0.02");
        CellResult.Seconds seconds = new Results()
                .measured(Results.GPU, Precision.F32, Results.OBLONG, 2e-3)
                .build()
                .results()
                .get(0)
                .seconds();
        assertThat(number(row, "upload_s")).isEqualTo(seconds.upload().median());
        assertThat(number(row, "compute_low_s")).isEqualTo(seconds.compute().low());
        assertThat(number(row, "download_high_s")).isEqualTo(seconds.download().high());
        assertThat(number(row, "end_to_end_s")).isEqualTo(2e-3);
        assertThat(number(row, "gflops_end_to_end")).isEqualTo(Results.OBLONG.flops() / 2e-3 / 1e9);
        assertThat(number(row, "gflops_compute")).isGreaterThan(number(row, "gflops_end_to_end"));
    }

    @Test
    void commasAndQuotesSurviveInOneLine() throws Exception {
        String reason = "a reason, \"quoted\", of\ntwo lines;\r\nand a third ";
        RunResult result = new Results()
                .notMeasured("jocl:tiled", Precision.F64, Results.SMALL, Outcome.SKIPPED, reason)
                .measured(Results.SINGLE, Precision.F64, Results.SMALL, 1)
                .build();
        List<CSVRecord> rows = read(result);
        assertThat(rows).hasSize(2);
        assertThat(rows.get(0).get("reason")).isEqualTo("a reason, \"quoted\", of two lines; and a third ");
        assertThat(rows.get(0).get("device")).isEmpty();
        assertThat(rows.get(0).get("end_to_end_s")).isEmpty();
        assertThat(rows.get(1).get("threads")).isEqualTo("1");
    }

    private static double number(CSVRecord row, String column) {
        return Double.parseDouble(row.get(column));
    }
}
