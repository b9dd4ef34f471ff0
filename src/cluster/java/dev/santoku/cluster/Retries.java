package dev.santoku.cluster;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.apache.spark.ExceptionFailure;
import org.apache.spark.Success$;
import org.apache.spark.TaskFailedReason;
import org.apache.spark.TaskKilled;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerTaskEnd;

/** Tasks as they end: what they shuffled, and which failed, so that they had to be done again. */
final class Retries extends SparkListener {
    private static final int LONGEST = 300;

    private final Consumer<String> failures;
    private final Consumer<String> progress;
    private final List<String> failed = new ArrayList<>();
    private String wrong = "";
    private long shuffledBytes;

    /**
     * None yet.
     *
     * @param failures gets each in words
     * @param progress gets what is done
     */
    Retries(Consumer<String> failures, Consumer<String> progress) {
        this.failures = failures;
        this.progress = progress;
    }

    @Override
    public synchronized void onTaskEnd(SparkListenerTaskEnd end) {
        if (end.reason() == Success$.MODULE$) {
            shuffledBytes += end.taskMetrics().shuffleWriteMetrics().bytesWritten();
            progress.accept("stage %d: task %d is done"
                    .formatted(end.stageId(), end.taskInfo().index()));
        } else if (end.reason() instanceof TaskFailedReason reason && !(reason instanceof TaskKilled)) {
            String words = words(reason);
            if (words.contains("a wrong product by")) {
                wrong = words;
            }
            String line = "task %d of stage %d on %s, executor %s: %s"
                    .formatted(
                            end.taskInfo().index(),
                            end.stageId(),
                            end.taskInfo().host(),
                            end.taskInfo().executorId(),
                            words);
            failed.add(line);
            failures.accept(line);
        }
    }

    private static String words(TaskFailedReason reason) {
        String text = reason instanceof ExceptionFailure failure ? failure.description() : reason.toErrorString();
        String first = String.valueOf(text).lines().findFirst().orElse("");
        return first.length() > LONGEST ? first.substring(0, LONGEST) + "…" : first;
    }

    /** Attempts that failed, in words. */
    synchronized List<String> failed() {
        return List.copyOf(failed);
    }

    /** What was wrong with a product, the last time; empty where none was. */
    synchronized String wrong() {
        return wrong;
    }

    /** Bytes that tasks which ended well wrote for others. */
    synchronized long shuffledBytes() {
        return shuffledBytes;
    }
}
