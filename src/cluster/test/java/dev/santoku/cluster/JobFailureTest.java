package dev.santoku.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.santoku.backend.BackendException;
import dev.santoku.backend.WrongProductException;
import java.io.IOException;
import java.util.List;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JobFailureTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Job aborted due to stage failure: Task 0 in stage 7.0 failed 4 times, most recent failure: Lost task 0.3 in"
                        + " stage 7.0 (TID 9) (127.0.0.1 executor 2): java.io.IOException: File too large;at x.y(z)"
                        + " | Lost task 0.3 in stage 7.0 (TID 9) (127.0.0.1 executor 2): java.io.IOException: File too large",
                "Job aborted: org.apache.spark.SparkException: [CHECKPOINT_RDD_BLOCK_ID_NOT_FOUND] Checkpoint block rdd_1_0"
                        + " not found!;Either the executor | an executor was lost, and its blocks of A and B with it",
                "Job 3 cancelled;more | Job 3 cancelled",
            })
    void aLineOfWhatSparkSays(String said, String words) {
        assertThatThrownBy(() -> JobFailure.explained(() -> {
                    throw new IOException(said.replace(';', '\n'));
                }))
                .isInstanceOf(BackendException.class)
                .hasMessage(words);
    }

    /** As Spark tells it of a task. */
    @Test
    void aWrongProductIsNoOtherFailure() {
        JavaSparkContext spark = LocalSpark.context();
        assertThatThrownBy(() -> JobFailure.explained(() -> spark.parallelize(List.of(1), 1)
                        .map(one -> {
                            throw new WrongProductException("a wrong product by pool@cpu: at (0, 0)\nand more");
                        })
                        .collect()))
                .isInstanceOf(WrongProductException.class)
                .message()
                .matches(
                        "Lost task 0\\.0 in stage .* executor driver\\): .*a wrong product by pool@cpu: at \\(0, 0\\)");
    }

    @Test
    void whatIsExplainedAlreadyStaysAsItIs() {
        BackendException own = new BackendException("the cluster has ended");
        assertThatThrownBy(() -> JobFailure.explained(() -> {
                    throw own;
                }))
                .isSameAs(own);
        assertThat(JobFailure.explained(() -> 7)).isEqualTo(7);
        assertThat(JobFailure.inWords(new IllegalStateException())).contains("IllegalStateException");
    }
}
