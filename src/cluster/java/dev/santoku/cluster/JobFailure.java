package dev.santoku.cluster;

import dev.santoku.backend.BackendException;
import dev.santoku.backend.WrongProductException;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What Spark says of a job that failed, in a line. */
final class JobFailure {
    private static final String LOST_BLOCK = "CHECKPOINT_RDD_BLOCK_ID_NOT_FOUND";
    private static final Pattern LAST_TASK = Pattern.compile("most recent failure: (.*)");

    private JobFailure() {}

    /**
     * Runs a job for a contender.
     *
     * @throws WrongProductException when a task found its product wrong
     * @throws BackendException when it fails otherwise
     */
    static <T> T explained(Callable<T> job) {
        try {
            return job.call();
        } catch (BackendException e) {
            throw e;
        } catch (Exception e) { // Scala declares none
            throw e.getCause() instanceof WrongProductException
                    ? new WrongProductException(inWords(e), e)
                    : new BackendException(inWords(e), e);
        }
    }

    static String inWords(Exception e) {
        String text = String.valueOf(e.getMessage() == null ? e : e.getMessage());
        if (text.contains(LOST_BLOCK)) {
            return "an executor was lost, and its blocks of A and B with it";
        }
        Matcher task = LAST_TASK.matcher(text);
        return task.find() ? task.group(1) : text.lines().findFirst().orElse(e.toString());
    }
}
