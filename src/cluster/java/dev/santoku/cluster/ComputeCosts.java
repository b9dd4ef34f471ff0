package dev.santoku.cluster;

import dev.santoku.matrix.Shape;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
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
    private double leastBytes;
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
     */
    public synchronized void begin(Shape next, double least) {
        if (!next.equals(shape)) {
            shape = next;
            leastBytes = least;
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

    /** In a line for a user; nothing before the first product. */
    public List<String> words(JavaSparkContext spark, int slots) {
        try {
            spark.sc().listenerBus().waitUntilEmpty(LISTENERS_MILLISECONDS);
        } catch (Exception e) { // Scala declares none: some tasks are not counted after a timeout
            if (!(e instanceof TimeoutException)) {
                Thread.currentThread().interrupt();
            }
        }
        return words(slots);
    }

    private synchronized List<String> words(int slots) {
        if (products == 0) {
            return List.of();
        }
        double each = shuffledBytes / products;
        double all = seconds * slots;
        String bound = leastBytes > 0 ? String.format(Locale.ROOT, ", %.2f × the lower bound", each / leastBytes) : "";
        return List.of(String.format(
                Locale.ROOT,
                "a product shuffles %.0f bytes%s; of %d slots' time tasks compute %.0f %%, write shuffles %.0f %%, wait for them"
                        + " %.0f %%; no task runs %.0f %%",
                each,
                bound,
                slots,
                100 * Math.max(0, taskSeconds - writeSeconds - waitSeconds) / all,
                100 * writeSeconds / all,
                100 * waitSeconds / all,
                100 * Math.max(0, 1 - taskSeconds / all)));
    }
}
