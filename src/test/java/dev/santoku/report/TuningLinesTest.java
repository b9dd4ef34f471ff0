package dev.santoku.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.santoku.backend.Candidate;
import dev.santoku.backend.Tuning;
import dev.santoku.matrix.Precision;
import dev.santoku.measure.RunResult;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a report says of kernel parameters. */
class TuningLinesTest {
    private static final Candidate CANDIDATE = Candidate.of("tiled", Map.of("TILE_K", 16));
    private static final Instant DAY = Instant.parse("2026-03-01T23:59:00Z");

    private static Tuning tuning(Tuning.Source source) {
        boolean shipped = source == Tuning.Source.SHIPPED || source == Tuning.Source.RELATIVE;
        return new Tuning(CANDIDATE, source, shipped ? "H9" : null, source == Tuning.Source.DEFAULTS ? null : DAY);
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
    void theResultFileHoldsThem() {
        RunResult result = new Results()
                .parameters(Results.GPU, Precision.F32, tuning(Tuning.Source.RELATIVE))
                .build();
        assertThat(ResultFile.toText(result).replaceAll("\\s+", ""))
                .contains("\"parameters\":[{\"contender\":\"jocl:tiled@cl0\",\"device\":\"cl0\",\"precision\":\"f32\","
                        + "\"tuning\":{\"candidate\":{\"family\":\"tiled\",\"parameters\":{\"TILE_K\":16}},"
                        + "\"source\":\"relative\",\"of\":\"H9\",\"at\":\"2026-03-01T23:59:00Z\"}}]");
    }
}
