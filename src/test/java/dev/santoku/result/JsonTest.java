package dev.santoku.result;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.santoku.matrix.Precision;
import dev.santoku.matrix.Shape;
import dev.santoku.statistics.StopRule;
import dev.santoku.statistics.Verdict;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class JsonTest {
    private static final JsonMapper MAPPER = Json.mapper();

    private static void assertWrittenAs(Object value, String json) throws JsonProcessingException {
        assertThat(MAPPER.writeValueAsString(value)).isEqualTo(json);
        assertThat(MAPPER.readValue(json, value.getClass())).isEqualTo(value);
    }

    @Test
    void wordsAreThoseOfTheFiles() throws Exception {
        assertWrittenAs(Precision.F32, "\"f32\"");
        assertWrittenAs(Precision.F64, "\"f64\"");
        assertWrittenAs(new Shape(257, 129, 65), "{\"m\":257,\"n\":129,\"k\":65}");
        assertWrittenAs(Shape.square(8), "{\"m\":8,\"n\":8,\"k\":8}");
        assertWrittenAs(new Shape(5, 7, 11, 64), "{\"m\":5,\"n\":7,\"k\":11,\"batch\":64}");
        assertWrittenAs(Instant.parse("2026-03-01T10:15:00Z"), "\"2026-03-01T10:15:00Z\"");
        assertWrittenAs(new BackendFact("jocl", true, null), "{\"id\":\"jocl\",\"available\":true,\"reason\":null}");
    }

    @ParameterizedTest
    @EnumSource
    void outcomesAreInLowerCase(Outcome outcome) throws Exception {
        assertWrittenAs(outcome, '"' + outcome.name().toLowerCase(Locale.ROOT) + '"');
    }

    @Test
    void verdictsAndReasonsToStopAreInLowerCase() throws Exception {
        assertThat(MAPPER.writeValueAsString(Verdict.values()))
                .isEqualTo("[\"faster\",\"slower\",\"same\",\"inconclusive\"]");
        assertThat(MAPPER.writeValueAsString(StopRule.Reason.values()))
                .isEqualTo("[\"precision\",\"plateau\",\"budget\"]");
    }

    @Test
    void keysOfALaterVersionAreSkipped() throws Exception {
        assertThat(MAPPER.readValue("{\"id\":\"jocl\",\"mood\":[1],\"available\":false}", BackendFact.class))
                .isEqualTo(new BackendFact("jocl", false, null));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "dev.santoku.matrix.Precision | \"f8\"",
                "dev.santoku.matrix.Shape | {\"m\":0,\"n\":1,\"k\":1}",
                "dev.santoku.matrix.Shape | {\"m\":1,\"n\":1,\"k\":1,\"batch\":0}",
                "dev.santoku.matrix.Shape | {\"m\":1,\"n\":1,\"k\":1,\"batch\":-3}",
                "dev.santoku.matrix.Shape | {\"m\":1,\"n\":1,\"k\":1,\"batch\":null}",
                "dev.santoku.matrix.Shape | {\"m\":1,\"n\":1,\"k\":1,\"batch\":2.5}",
                "dev.santoku.matrix.Shape | {\"m\":1,\"n\":1,\"k\":1,\"batch\":\"2\"}",
                "java.time.Instant | \"yesterday\"",
                "dev.santoku.result.Outcome | \"perhaps\""
            })
    void whatIsNoSuchThingIsRefused(Class<?> type, String json) {
        assertThatThrownBy(() -> MAPPER.readValue(json, type)).isInstanceOf(JsonProcessingException.class);
    }

    @Test
    void noNumberIsUnknown() {
        assertThat(Json.finite(Double.NaN)).isNull();
        assertThat(Json.finite(Double.POSITIVE_INFINITY)).isNull();
        assertThat(Json.finite(Double.NEGATIVE_INFINITY)).isNull();
        assertThat(List.of(-0.0, Double.MIN_VALUE, Double.MAX_VALUE))
                .allSatisfy(number -> assertThat(Json.finite(number)).isEqualTo(number));
    }
}
