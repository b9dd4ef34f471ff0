package dev.santoku.cluster;

import java.io.Serializable;

/**
 * A place to run a comparison: an executor, and the machine that it is on.
 *
 * @param executor its id
 * @param host as the cluster names it
 * @param machine what two executors on one machine have in common
 */
record Node(String executor, String host, String machine) implements Serializable {
    /** Where Spark is to run a task, in its own notation. */
    static String location(String host, String executor) {
        return "executor_" + host + "_" + executor;
    }
}
