package dev.santoku.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.santoku.result.Contender;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ContenderRequestTest {
    @ParameterizedTest
    @CsvSource({
        "jocl, jocl, ,",
        "jocl:tiled, jocl, tiled,",
        "jocl@cl1, jocl, , cl1",
        "jocl:tiled@cl12, jocl, tiled, cl12",
        "hybrid@cpu:1+cl0:2from4, hybrid, , cpu:1+cl0:2from4",
        "jocl:panel@cl0:1, jocl, panel, cl0:1",
        "hybrid@cpu+cl0+cl1, hybrid, , cpu+cl0+cl1",
        "hybrid@gpus, hybrid, , gpus",
        "faulty:wrong-when-timed@cpu, faulty, wrong-when-timed, cpu"
    })
    void partsMayBeLeftOut(String text, String backend, String variant, String device) {
        ContenderRequest request = ContenderRequest.parse(text);
        assertThat(request)
                .isEqualTo(new ContenderRequest(backend, Optional.ofNullable(variant), Optional.ofNullable(device)));
        assertThat(request).hasToString(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " jocl",
                "jocl ",
                "Jocl",
                "jocl:",
                "jocl@",
                ":tiled",
                "@cl0",
                "jocl@cl0:tiled",
                "hybrid@cpu+",
                "jocl@cl0:",
                "jocl@cl0:1from",
                "jocl:tiled:naive",
                "jocl@cl0@cl1",
                "jocl@0",
                "jo,cl",
                "jocl\n"
            })
    void anythingElseIsRefusedWithTheForm(String text) {
        assertThatThrownBy(() -> ContenderRequest.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("backend[:variant][@device]");
    }

    @Test
    void aContenderIsWrittenAsItIsAskedFor() {
        assertThat(new Contender("jocl", "tiled", "cl1")).hasToString("jocl:tiled@cl1");
        assertThat(new Contender("jocl", "tiled", null)).hasToString("jocl:tiled");
    }
}
