package dev.santoku.cluster;

import dev.santoku.backend.ClusterCost;
import dev.santoku.matrix.Precision;
import dev.santoku.matrix.Shape;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeoutException;
import org.apache.spark.Success$;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.executor.TaskMetrics;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerStageSubmitted;
import org.apache.spark.scheduler.SparkListenerTaskEnd;

/** What computing products of one shape costs, as Spark's tasks tell: bytes that were shuffled, and where the time of executors went. */
public final class ComputeCosts extends SparkListener {
    private static final String GROUP = "santoku-compute";
    private static final long LISTENERS_MILLISECONDS = 2000;

    private final Set<Integer> stages = new HashSet<>();
    private Shape shape;
    private Precision precision;
    private double leastBytes;
    private ClusterCost.Prediction prediction;
    private long products;
    private double seconds;
    private double taskSeconds;
    private double writeSeconds;
    private double waitSeconds;
    private double shuffledBytes;

    /**
     * Products of a shape follow; those of another one are forgotten.
     *
     * @param least bytes that any way to multiply has to send
     * @param predicted by a model of time, or null
     */
    public synchronized void begin(Shape next, Precision of, double least, ClusterCost.Prediction predicted) {
        leastBytes = least;
        prediction = predicted;
        if (!next.equals(shape) || of != precision) {
            shape = next;
            precision = of;
            products = 0;
            seconds = 0;
            taskSeconds = 0;
            writeSeconds = 0;
            waitSeconds = 0;
            shuffledBytes = 0;
            stages.clear();
        }
    }

    /** Computes one product. */
    public void count(JavaSparkContext spark, Runnable product) {
        long start = System.nanoTime();
        spark.setJobGroup(GROUP, "a product");
        try {
            product.run();
        } finally {
            spark.clearJobGroup();
        }
        synchronized (this) {
            products++;
            seconds += (System.nanoTime() - start) / 1e9;
        }
    }

    @Override
    public synchronized void onStageSubmitted(SparkListenerStageSubmitted submitted) {
        if (GROUP.equals(submitted.properties().getProperty("spark.jobGroup.id"))) {
            stages.add(submitted.stageInfo().stageId());
        }
    }

    @Override
    public synchronized void onTaskEnd(SparkListenerTaskEnd end) {
        if (end.reason() == Success$.MODULE$ && stages.contains(end.stageId())) {
            TaskMetrics metrics = end.taskMetrics();
            taskSeconds += metrics.executorRunTime() / 1e3;
            writeSeconds += metrics.shuffleWriteMetrics().writeTime() / 1e9;
            waitSeconds += metrics.shuffleReadMetrics().fetchWaitTime() / 1e3;
            shuffledBytes += metrics.shuffleWriteMetrics().bytesWritten();
        }
    }

    /** Of all products so far; empty before the first. */
    public Optional<ClusterCost> mean(JavaSparkContext spark, int slots) {
        try {
            spark.sc().listenerBus().waitUntilEmpty(LISTENERS_MILLISECONDS);
        } catch (Exception e) { // Scala declares none: some tasks are not counted after a timeout
            if (!(e instanceof TimeoutException)) {
                Thread.currentThread().interrupt();
            }
        }
        return mean(slots);
    }

    private synchronized Optional<ClusterCost> mean(int slots) {
        if (products == 0) {
            return Optional.empty();
        }
        double all = seconds * slots;
        return Optional.of(new ClusterCost(
                slots,
                shuffledBytes / products,
                leastBytes,
                share((taskSeconds - writeSeconds - waitSeconds) / all),
                share(writeSeconds / all),
                share(waitSeconds / all),
                share(1 - taskSeconds / all),
                prediction));
    }

    /** Spark counts in milliseconds, so that parts may be a little more than the whole. */
    private static double share(double part) {
        return Math.min(1, Math.max(0, part));
    }
}
