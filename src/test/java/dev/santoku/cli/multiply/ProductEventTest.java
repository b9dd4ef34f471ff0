package dev.santoku.cli.multiply;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProductEventTest {
    @Test
    void readsALineOfTheDriver() {
        assertThat(ProductEvent.parse("{\"state\":\"failed\",\"exit\":3,\"text\":\"a wrong product\",\"more\":1}"))
                .contains(new ProductEvent("failed", 3, "a wrong product"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "a word of Spark",
                "{",
                "{}",
                "{\"state\":\"done\"}",
                "{\"text\":\"done\"}",
                "{\"state\":\"done\",\"exit\":\"x\",\"text\":\"\"}",
                "[]",
                "null"
            })
    void passesOverAllOtherLines(String line) {
        assertThat(ProductEvent.parse(line)).isEmpty();
    }
}
