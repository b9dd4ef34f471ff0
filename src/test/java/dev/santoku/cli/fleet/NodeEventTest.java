package dev.santoku.cli.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NodeEventTest {
    @Test
    void readsALineOfTheDriver() {
        assertThat(
                        NodeEvent.parse(
                                "{\"node\":\"n1\",\"run\":2,\"state\":\"done\",\"text\":\"\",\"seconds\":2.5,\"exit\":6,\"file\":\"n1.json\",\"more\":1}"))
                .contains(new NodeEvent("n1", 2, "done", "", 2.5, 6, "n1.json"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "a word of Spark",
                "{",
                "{}",
                "{\"node\":\"n1\"}",
                "{\"node\":{},\"state\":\"done\"}",
                "[]",
                "null"
            })
    void passesOverAllOtherLines(String line) {
        assertThat(NodeEvent.parse(line)).isEmpty();
    }

    @Test
    void onlyNodesThatWereFoundOrRunGoOn() {
        assertThat(new NodeEvent("n1", 0, "found", "", 0, 0, null).hasEnded()).isFalse();
        assertThat(new NodeEvent("n1", 0, "running", "", 0, 0, null).hasEnded()).isFalse();
        assertThat(new NodeEvent("n1", 0, "lost", "", 0, -1, "").hasEnded()).isTrue();
    }
}
