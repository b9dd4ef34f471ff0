package dev.santoku.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.spark.SparkConf;
import org.junit.jupiter.api.Test;

class SettingsTest {
    @Test
    void asManyExecutorsAreAwaitedAsWereAskedFor() {
        SparkConf conf = new SparkConf(false);
        assertThat(Settings.executors(conf)).isZero();
        conf.set("spark.executor.instances", "16"); // by YARN and Kubernetes
        assertThat(Settings.executors(conf)).isEqualTo(16);
        conf.set("spark.santoku.nodes", "3"); // cluster.sh has started them
        assertThat(Settings.executors(conf)).isEqualTo(3);
    }
}
