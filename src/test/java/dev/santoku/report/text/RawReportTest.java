package dev.santoku.report.text;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.santoku.matrix.Precision;
import dev.santoku.report.Results;
import dev.santoku.result.CellResult;
import dev.santoku.result.CellSamples;
import dev.santoku.result.Json;
import dev.santoku.result.Outcome;
import dev.santoku.result.SampleTimes;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class RawReportTest {
    private static final List<CellResult> CELLS = Stream.concat(
                    Results.typical().results().stream(),
                    new Results().measured(Results.POOL, Precision.BF16, Results.SMALL, 1).build().results().stream())
            .filter(cell -> cell.outcome() == Outcome.MEASURED)
            .toList();

    @Test
    void everySampleIsALineOfItsCell() throws Exception {
        List<CellSamples> samples = CELLS.stream().map(Results::samples).toList();
        String text = RawReport.toText("an id", samples);
        assertThat(text).endsWith("}\n").doesNotContain("NaN", "Infinity", "\r");
        List<JsonNode> lines = new ArrayList<>();
        for (String line : text.lines().toList()) {
            lines.add(Json.mapper().readTree(line));
        }
        assertThat(lines).hasSize(CELLS.stream().mapToInt(CellResult::samples).sum());
        Iterator<JsonNode> rest = lines.iterator();
        for (CellSamples cell : samples) {
            int number = 0;
            for (SampleTimes times : cell.all().toList()) {
                assertLine(rest.next(), cell, ++number, times);
            }
        }
    }

    private static void assertLine(JsonNode line, CellSamples cell, int number, SampleTimes times) {
        assertThat(line.get("run").asText()).isEqualTo("an id");
        assertThat(line.get("contender").asText()).isEqualTo(cell.contender().toString());
        assertThat(line.get("threads"))
                .isEqualTo(Json.mapper().valueToTree(cell.contender().threads()));
        assertThat(line.get("precision").asText()).isEqualTo(cell.precision().label());
        assertThat(line.path("arithmetic").asText(null))
                .isEqualTo(cell.arithmetic() == null ? null : cell.arithmetic().label());
        assertThat(line.get("k").asInt()).isEqualTo(cell.shape().k());
        assertThat(line.get("batch").asInt()).isEqualTo(cell.shape().batch());
        assertThat(line.get("sample").asInt()).isEqualTo(number);
        int launch = line.get("launch").asInt();
        int turn = line.get("turn").asInt();
        assertThat(cell.launches().get(launch - 1).get(turn - 1)).contains(times);
        assertThat(line.get("upload").doubleValue()).isEqualTo(times.upload());
        assertThat(line.get("compute").doubleValue()).isEqualTo(times.compute());
        assertThat(line.get("download").doubleValue()).isEqualTo(times.download());
        assertThat(line.get("endToEnd").doubleValue()).isEqualTo(times.endToEnd());
    }

    @Test
    void nothingMeasuredIsNoLine() {
        assertThat(RawReport.toText("an id", List.of())).isEmpty();
    }
}
