package dev.santoku.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClusterSizeTest {
    @Test
    void byDefaultThereIsAnExecutorForEachThread() {
        assertThat(ClusterSize.of("", 3)).isEqualTo(new ClusterSize("", 3, 1, 2048));
    }

    @Test
    void aUserCanSayIt() {
        assertThat(ClusterSize.of("local-cluster[2, 4,1024]", 3)).isEqualTo(new ClusterSize("", 2, 4, 1024));
        assertThat(ClusterSize.of("spark://head:7077", 3)).isEqualTo(new ClusterSize("spark://head:7077", 0, 0, 2048));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "mesos://head",
                "local",
                "local[2]",
                "local-cluster[0,1,1024]",
                "local-cluster[1,1,9]",
                " ",
                "yarn"
            })
    void anythingElseIsRefused(String master) {
        assertThatThrownBy(() -> ClusterSize.of(master, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "SANTOKU_SPARK_MASTER=%s: give local-cluster[EXECUTORS,CORES,MEGABYTES] or spark://HOST:PORT"
                                .formatted(master));
    }
}
