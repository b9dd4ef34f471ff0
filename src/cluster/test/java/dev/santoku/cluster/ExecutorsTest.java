package dev.santoku.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Set;
import org.apache.spark.scheduler.SparkListenerExecutorAdded;
import org.apache.spark.scheduler.SparkListenerExecutorRemoved;
import org.apache.spark.scheduler.cluster.ExecutorInfo;
import org.junit.jupiter.api.Test;
import scala.collection.immutable.Map$;

class ExecutorsTest {
    private final Executors executors = new Executors((executor, line) -> {});

    private void add(String id, String host) {
        executors.onExecutorAdded(
                new SparkListenerExecutorAdded(0, id, new ExecutorInfo(host, 1, Map$.MODULE$.empty())));
    }

    @Test
    void thoseCountThatAreThere() throws InterruptedException {
        add("0", "node1");
        add("1", "node2");
        add("2", "node3");
        executors.onExecutorRemoved(new SparkListenerExecutorRemoved(0, "1", "heartbeat timed out"));
        assertThat(executors.await(2, 60)).containsOnly(Map.entry("0", "node1"), Map.entry("2", "node3"));
        assertThat(executors.lost()).containsOnly(Map.entry("1", "heartbeat timed out"));
    }

    @Test
    void afterItsTimeTheWaitEndsWithFewer() throws InterruptedException {
        add("0", "node1");
        assertThat(executors.await(2, 0)).containsOnlyKeys("0");
    }

    @Test
    void nobodyElseIsLeftWhereAllAreThereAndAmongThem() {
        add("0", "node1");
        add("1", "node2");
        assertThat(executors.areAllAmong(Set.of("0", "1"), 2)).isTrue();
        assertThat(executors.areAllAmong(Set.of("0"), 2)).isFalse();
        executors.onExecutorRemoved(new SparkListenerExecutorRemoved(0, "1", "it died"));
        assertThat(executors.areAllAmong(Set.of("0"), 2))
                .as("a successor may come")
                .isFalse();
        add("2", "node2");
        assertThat(executors.areAllAmong(Set.of("0", "1"), 2)).isFalse();
        assertThat(executors.areAllAmong(Set.of("0", "1", "2"), 2)).isTrue();
    }
}
