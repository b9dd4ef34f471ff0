package dev.santoku.cluster;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
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
    private final Map<String, Set<String>> failedOn = new HashMap<>();
    private final Set<String> wrongOn = new LinkedHashSet<>();
    private String wrong = "";
    private Predicate<Set<String>> everywhere = executors -> false;
    private Runnable hopeless = () -> {};
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

    /**
     * What to do about a task that has failed on all executors: Spark waits then for others to come.
     *
     * @param test whether some executors are all that there will be
     */
    synchronized void onHopelessTask(Predicate<Set<String>> test, Runnable action) {
        everywhere = test;
        hopeless = action;
    }

    @Override
    public synchronized void onTaskEnd(SparkListenerTaskEnd end) {
        if (end.reason() == Success$.MODULE$) {
            shuffledBytes += end.taskMetrics().shuffleWriteMetrics().bytesWritten();
            progress.accept("stage %d: task %d is done"
                    .formatted(end.stageId(), end.taskInfo().index()));
        } else if (end.reason() instanceof TaskFailedReason reason && !(reason instanceof TaskKilled)) {
            String words = words(reason);
            String executor = end.taskInfo().executorId();
            if (words.contains("a wrong product by")) {
                wrong = words.substring(words.indexOf("a wrong product by"));
                wrongOn.add("%s (executor %s)".formatted(end.taskInfo().host(), executor));
            }
            String line = "task %d of stage %d on %s, executor %s: %s"
                    .formatted(
                            end.taskInfo().index(),
                            end.stageId(),
                            end.taskInfo().host(),
                            executor,
                            words);
            failed.add(line);
            failures.accept(line);
            if (reason instanceof ExceptionFailure) { // its executor lives, and Spark gives it to another one
                Set<String> executors = failedOn.computeIfAbsent(
                        end.stageId() + "." + end.taskInfo().index(), task -> new HashSet<>());
                executors.add(executor);
                if (everywhere.test(executors)) {
                    hopeless.run();
                }
            }
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

    /** Which nodes computed wrongly, and what the last one did; empty where none has. */
    synchronized String wrong() {
        return wrong.isEmpty()
                ? ""
                : "computed wrongly: %s; the last was %s".formatted(String.join(", ", wrongOn), wrong);
    }

    /** Bytes that tasks which ended well wrote for others. */
    synchronized long shuffledBytes() {
        return shuffledBytes;
    }
}
