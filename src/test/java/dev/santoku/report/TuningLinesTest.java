package dev.santoku.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.santoku.backend.Candidate;
import dev.santoku.backend.Tuning;
import dev.santoku.matrix.Precision;
import dev.santoku.report.text.TableReport;
import dev.santoku.result.RunResult;
import dev.santoku.result.file.RefusedFileException;
import dev.santoku.result.file.ResultFile;
import dev.santoku.result.file.ResultReader;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a report says of kernel parameters. */
class TuningLinesTest {
    private static final Candidate CANDIDATE = Candidate.of("tiled", Map.of("TILE_K", 16));
    private static final Instant DAY = Instant.parse("2026-03-01T23:59:00Z");

    private static Tuning tuning(Tuning.Source source) {
        boolean shipped = source == Tuning.Source.SHIPPED || source == Tuning.Source.RELATIVE;
        return new Tuning(CANDIDATE, source, shipped ? "H9" : null, source.isMeasured() ? DAY : null);
    }

    @Test
    void eachSourceHasItsWordsAndPrecisionsOfOneSourceShareThem() {
        RunResult result = new Results()
                .parameters(Results.GPU, Precision.F32, tuning(Tuning.Source.TUNED))
                .parameters(Results.GPU, Precision.F64, tuning(Tuning.Source.TUNED))
                .parameters(Results.POCL, Precision.F32, tuning(Tuning.Source.SHIPPED))
                .parameters(Results.POCL, Precision.F64, tuning(Tuning.Source.DEFAULTS))
                .build();
        assertThat(TuningLines.of(result.parameters()))
                .containsExactly(
                        "cl0  jocl:tiled: f32 and f64 tuned here on 2026-03-01",
                        "cl1  jocl:tiled: f32 as shipped for H9; for this machine: run santoku tune; "
                                + "f64 with defaults, never tuned: run santoku tune");
        assertThat(new TableReport(result, Style.PLAIN).toText())
                .contains("\ncl0  jocl:tiled: f32 and f64 tuned here on 2026-03-01\n");
    }

    @Test
    void whatNobodyMeasuredSaysSoAndIsReadFromAFile() throws RefusedFileException {
        RunResult result = new Results()
                .parameters(Results.GPU, Precision.F32, tuning(Tuning.Source.ANALYSIS))
                .build();
        assertThat(TuningLines.of(result.parameters()))
                .containsExactly(
                        "cl0  jocl:tiled: f32 by analysis of its compiler's code, never measured: run santoku tune");
        assertThat(ResultReader.of(ResultFile.toText(result)).parameters()).isEqualTo(result.parameters());
    }

    @Test
    void theResultFileHoldsThem() {
        RunResult result = new Results()
                .parameters(Results.GPU, Precision.F32, tuning(Tuning.Source.RELATIVE))
                .build();
        assertThat(ResultFile.toText(result).replaceAll("\\s+", ""))
                .contains("\"parameters\":[{\"contender\":\"jocl:tiled@cl0\",\"device\":\"cl0\",\"precision\":\"f32\","
                        + "\"tuning\":{\"candidate\":{\"family\":\"tiled\",\"parameters\":{\"TILE_K\":16}},"
                        + "\"source\":\"relative\",\"of\":\"H9\",\"at\":\"2026-03-01T23:59:00Z\","
                        + "\"proven\":null,\"rejected\":[]}}]");
    }

    @Test
    void whatComputesWrongProductsIsNamedWithWhatTookItsPlace() {
        Tuning.Rejected wrong = new Tuning.Rejected(CANDIDATE, "35x67x19: element (0, 0) is NaN");
        Tuning other = new Tuning(CANDIDATE.with("TILE_K", 8), Tuning.Source.DEFAULTS, null, null);
        Tuning direct = new Tuning(Candidate.of("direct", Map.of()), Tuning.Source.DEFAULTS, null, null);
        RunResult result = new Results()
                .parameters(Results.GPU, Precision.F32, other.tested(true, List.of(wrong)))
                .parameters(
                        Results.GPU,
                        Precision.F64,
                        tuning(Tuning.Source.DEFAULTS).tested(false, List.of(wrong)))
                .parameters(Results.POCL, Precision.F32, direct.tested(true, List.of(wrong)))
                .build();
        assertThat(TuningLines.of(result.parameters()))
                .containsExactly(
                        "cl0  jocl:tiled: f32 with TILE_K=8, since this driver computes wrong products with TILE_K=16 "
                                + "(35x67x19: element (0, 0) is NaN); with defaults, never tuned: run santoku tune; "
                                + "f64 no parameters give right products on this driver "
                                + "(35x67x19: element (0, 0) is NaN)",
                        "cl1  jocl:tiled: f32 with direct, since this driver computes wrong products with tiled "
                                + "(35x67x19: element (0, 0) is NaN); with defaults, never tuned: run santoku tune");
    }
}
