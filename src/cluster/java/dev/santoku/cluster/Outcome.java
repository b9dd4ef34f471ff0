package dev.santoku.cluster;

import java.io.Serializable;

/**
 * How a node's comparison ended.
 *
 * @param executor that it ran on
 * @param state how
 * @param exit the exit code of {@code compare}; -1 where it never ended by itself
 * @param reason in one line; empty where all went well
 * @param seconds from its start to its end
 * @param result the text of the result file; empty where there is none
 */
record Outcome(String executor, State state, int exit, String reason, double seconds, String result)
        implements Serializable {
    /** The ways to end. */
    enum State {
        /** There is a result. */
        DONE,
        /** There is none. */
        FAILED,
        /** It was stopped at the time limit. */
        HUNG,
        /** The executor went away. */
        LOST
    }

    static Outcome without(String executor, State state, String reason) {
        return new Outcome(executor, state, -1, reason, 0, "");
    }
}
