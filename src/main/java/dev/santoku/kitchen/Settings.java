package dev.santoku.kitchen;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.time.Duration;

/**
 * What the learner may choose.
 *
 * @param tasks how many tasks each scene has, 2 … 8; null for each scene's own number
 * @param workers how many cores a scene uses at most; null for all
 * @param workMillis how long one task works, or waits, alone
 * @param seed draws orders, delays, matrices
 * @param quick fewer rounds and smaller products
 */
public record Settings(Integer tasks, Integer workers, long workMillis, long seed, boolean quick) {
    /** As many as the scenes have names for. */
    public static final int MOST_TASKS = 8;

    private static final int MOST_ROWS = 4;
    private static final int MANY_ROUNDS = 5;
    private static final int SOME_ROUNDS = 3;
    private static final long SHORT_WORK_MILLIS = 200;
    private static final long LONG_WORK_MILLIS = 500;

    public Settings {
        if (tasks != null && (tasks < 2 || tasks > MOST_TASKS)) {
            throw new IllegalArgumentException("%d tasks: 2 to %d are wanted".formatted(tasks, MOST_TASKS));
        }
        if (workers != null && workers < 1) {
            throw new IllegalArgumentException("%d workers: at least 1 is wanted".formatted(workers));
        }
    }

    /** How many tasks a scene has. */
    int tasksOr(int otherwise) {
        return tasks == null ? otherwise : tasks;
    }

    /** How long a scene's rows take in all, if each does all its tasks one after the other. */
    @JsonIgnore
    Duration expected() {
        return Duration.ofMillis(workMillis * tasksOr(MOST_TASKS) * (rounds() + 1) * MOST_ROWS);
    }

    /** How often each row is measured: fewer times where each takes long; odd, so that one is the median. */
    @JsonIgnore
    int rounds() {
        if (workMillis > LONG_WORK_MILLIS) {
            return 1;
        }
        return quick || workMillis > SHORT_WORK_MILLIS ? SOME_ROUNDS : MANY_ROUNDS;
    }
}
