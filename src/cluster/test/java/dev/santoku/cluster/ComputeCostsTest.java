package dev.santoku.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.santoku.backend.ClusterCost;
import dev.santoku.matrix.Precision;
import dev.santoku.matrix.Shape;
import java.util.List;
import java.util.Properties;
import org.apache.spark.Success$;
import org.apache.spark.TaskEndReason;
import org.apache.spark.UnknownReason$;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.executor.TaskMetrics;
import org.apache.spark.scheduler.SparkListenerStageSubmitted;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.apache.spark.scheduler.StageInfo;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import scala.Option;
import scala.Tuple2;
import scala.collection.immutable.Seq;
import scala.jdk.javaapi.CollectionConverters;

/** With stages and tasks that nobody ran, and with those of a Spark. */
class ComputeCostsTest {
    private static final Shape SHAPE = new Shape(31, 37, 41);
    private static final int SLOTS = 2;

    /** No stage of the Spark that all tests share has such a number. */
    private static final int STAGE = 1_000_000_007;

    private final JavaSparkContext spark = LocalSpark.context();
    private final ComputeCosts costs = new ComputeCosts();

    @BeforeEach
    void listen() {
        spark.sc().addSparkListener(costs);
    }

    @AfterEach
    void leave() {
        spark.sc().removeSparkListener(costs);
    }

    private static <T> Seq<T> none() {
        return CollectionConverters.asScala(List.<T>of()).toSeq();
    }

    private void submit(int stage, String group) {
        Properties properties = new Properties();
        if (group != null) {
            properties.setProperty("spark.jobGroup.id", group);
        }
        StageInfo info = new StageInfo(
                stage, 0, "a stage", 1, none(), none(), "", new TaskMetrics(), none(), Option.empty(), 0, false, 0);
        costs.onStageSubmitted(new SparkListenerStageSubmitted(info, properties));
    }

    /** A task of 1000 ms, of which 200 ms went by with writing and 100 ms with waiting; it wrote 600 bytes. */
    private void end(int stage, TaskEndReason reason) {
        TaskMetrics metrics = new TaskMetrics();
        metrics.setExecutorRunTime(1000);
        metrics.shuffleWriteMetrics().incWriteTime(200_000_000);
        metrics.shuffleWriteMetrics().incBytesWritten(600);
        metrics.shuffleReadMetrics().setFetchWaitTime(100);
        costs.onTaskEnd(new SparkListenerTaskEnd(stage, 0, "ResultTask", reason, null, null, metrics));
    }

    private ClusterCost mean() {
        return costs.mean(spark, SLOTS).orElseThrow();
    }

    private void count(int products) {
        for (int i = 0; i < products; i++) {
            costs.count(spark, () -> {});
        }
    }

    @Test
    void beforeTheFirstProductThereAreNone() {
        assertThat(costs.mean(spark, SLOTS)).isEmpty();
        costs.begin(SHAPE, Precision.F64, 1, null);
        assertThat(costs.mean(spark, SLOTS)).isEmpty();
    }

    @Test
    void bytesAreThoseOfTasksThatEndedWellInAProduct() {
        ClusterCost.Prediction prediction = new ClusterCost.Prediction(1, 2, 3);
        costs.begin(SHAPE, Precision.F64, 77, prediction);
        submit(STAGE, "santoku-compute");
        submit(STAGE + 1, "another");
        submit(STAGE + 2, null);
        end(STAGE, Success$.MODULE$);
        end(STAGE, Success$.MODULE$);
        end(STAGE, UnknownReason$.MODULE$);
        end(STAGE + 1, Success$.MODULE$);
        end(STAGE + 2, Success$.MODULE$);
        end(STAGE + 3, Success$.MODULE$);
        count(3);
        ClusterCost cost = mean();
        assertThat(cost.shuffledBytes()).isEqualTo(2 * 600 / 3.0);
        assertThat(cost.leastBytes()).isEqualTo(77);
        assertThat(cost.slots()).isEqualTo(SLOTS);
        assertThat(cost.prediction()).isSameAs(prediction);
    }

    /** The product takes no time here, so that any task takes more than all slots had. */
    @Test
    void noShareIsMoreThanTheWhole() {
        costs.begin(SHAPE, Precision.F64, 0, null);
        submit(STAGE, "santoku-compute");
        for (int i = 0; i < 10_000; i++) {
            end(STAGE, Success$.MODULE$);
        }
        count(1);
        ClusterCost cost = mean();
        assertThat(List.of(cost.computing(), cost.writing(), cost.waiting())).containsOnly(1.0);
        assertThat(cost.idle()).isZero();
    }

    @Test
    void sharesOfAProductAddUp() {
        costs.begin(SHAPE, Precision.F64, 0, null);
        costs.count(spark, () -> spark.parallelize(List.of(1, 2, 3, 4, 5), 4)
                .mapToPair(i -> Tuple2.apply(i % 2, new byte[1000 * i]))
                .reduceByKey((one, other) -> one.length > other.length ? one : other)
                .count());
        ClusterCost cost = mean();
        assertThat(cost.shuffledBytes()).isGreaterThan(9000);
        assertThat(List.of(cost.computing(), cost.writing(), cost.waiting(), cost.idle()))
                .allSatisfy(share -> assertThat(share).isBetween(0.0, 1.0));
        assertThat(cost.computing() + cost.writing() + cost.waiting() + cost.idle())
                .isCloseTo(1, within(0.05));
        spark.parallelize(List.of(1, 2), 2)
                .mapToPair(i -> Tuple2.apply(i, i))
                .groupByKey()
                .count();
        assertThat(mean()).as("after a job that computes no product").isEqualTo(cost);
    }

    @Test
    void anotherShapeOrPrecisionBeginsAnew() {
        costs.begin(SHAPE, Precision.F64, 5, null);
        submit(STAGE, "santoku-compute");
        end(STAGE, Success$.MODULE$);
        count(1);
        costs.begin(new Shape(31, 37, 41), Precision.F64, 6, null);
        assertThat(mean().shuffledBytes()).isEqualTo(600);
        assertThat(mean().leastBytes()).isEqualTo(6);
        costs.begin(SHAPE, Precision.F32, 6, null);
        assertThat(costs.mean(spark, SLOTS)).isEmpty();
        end(STAGE, Success$.MODULE$); // of a stage before
        count(1);
        assertThat(mean().shuffledBytes()).isZero();
        costs.begin(new Shape(31, 41, 37), Precision.F32, 6, null);
        assertThat(costs.mean(spark, SLOTS)).isEmpty();
    }

    @Test
    void aProductThatFailedDoesNotCount() {
        costs.begin(SHAPE, Precision.F64, 0, null);
        assertThatThrownBy(() -> costs.count(spark, () -> {
                    throw new IllegalStateException("no");
                }))
                .isInstanceOf(IllegalStateException.class);
        assertThat(costs.mean(spark, SLOTS)).isEmpty();
        assertThat(spark.getLocalProperty("spark.jobGroup.id")).isNull();
    }
}
