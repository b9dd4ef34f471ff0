package dev.santoku.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.santoku.backend.WrongProductException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** With tasks of a Spark whose only executor is called driver. */
class RetriesTest {
    private final JavaSparkContext spark = LocalSpark.context();
    private final List<String> failures = new CopyOnWriteArrayList<>();
    private final List<Set<String>> asked = new CopyOnWriteArrayList<>();
    private final List<String> stopped = new CopyOnWriteArrayList<>();
    private final Retries retries = new Retries(failures::add, words -> {});

    @BeforeEach
    void listen() {
        spark.sc().addSparkListener(retries);
        retries.onHopelessTask(
                executors -> {
                    asked.add(Set.copyOf(executors));
                    return executors.contains("driver");
                },
                () -> stopped.add("stopped"));
    }

    @AfterEach
    void leave() {
        spark.sc().removeSparkListener(retries);
    }

    private void fail(String message) throws Exception {
        assertThatThrownBy(() -> spark.parallelize(List.of(1), 1)
                .map(one -> {
                    throw new WrongProductException(message);
                })
                .count());
        spark.sc().listenerBus().waitUntilEmpty(60_000);
    }

    @Test
    void aTaskThatFailedOnAllExecutorsIsHopeless() throws Exception {
        fail("something\nmore of it");
        assertThat(failures)
                .singleElement()
                .asString()
                .matches("task 0 of stage \\d+ on \\S+, executor driver: something");
        assertThat(asked).containsExactly(Set.of("driver"));
        assertThat(stopped).containsExactly("stopped");
        assertThat(retries.failed()).isEqualTo(failures);
        assertThat(retries.wrong()).isEmpty();
    }

    @Test
    void whoComputesWronglyIsNamed() throws Exception {
        fail("a wrong product by pool@cpu: at (0, 0)");
        assertThat(retries.wrong())
                .matches(
                        "computed wrongly: \\S+ \\(executor driver\\); the last was a wrong product by pool@cpu: at \\(0, 0\\)");
    }

    @Test
    void tasksThatEndWellHaveNotFailed() throws Exception {
        spark.parallelize(List.of(1, 2), 2).count();
        spark.sc().listenerBus().waitUntilEmpty(60_000);
        assertThat(retries.failed()).isEmpty();
        assertThat(asked).isEmpty();
    }
}
