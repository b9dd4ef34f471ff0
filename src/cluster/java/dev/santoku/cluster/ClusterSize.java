package dev.santoku.cluster;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The cluster that contenders of {@code compare} run on.
 *
 * @param master of one that runs; empty for one of this process
 * @param executors how many; 0 where the running cluster says it
 * @param cores of each; 0 likewise
 * @param megabytes heap of each
 */
record ClusterSize(String master, int executors, int cores, int megabytes) {
    /** Names it: {@code local-cluster[EXECUTORS,CORES,MEGABYTES]} or {@code spark://HOST:PORT}. */
    static final String VARIABLE = "SANTOKU_SPARK_MASTER";

    private static final int MEGABYTES = 2048;

    private static final Pattern LOCAL =
            Pattern.compile("local-cluster\\[ *([1-9]\\d{0,2}) *, *([1-9]\\d{0,2}) *, *([1-9]\\d{2,6}) *]");

    /**
     * As a user wants it.
     *
     * @param master the value of {@link #VARIABLE}; empty for an executor of one core for each thread
     * @throws IllegalArgumentException when it is none
     */
    static ClusterSize of(String master, int threads) {
        Matcher local = LOCAL.matcher(master);
        if (master.isEmpty()) {
            return new ClusterSize("", threads, 1, MEGABYTES);
        } else if (local.matches()) {
            return new ClusterSize(
                    "",
                    Integer.parseInt(local.group(1)),
                    Integer.parseInt(local.group(2)),
                    Integer.parseInt(local.group(3)));
        } else if (master.startsWith("spark://")) {
            return new ClusterSize(master, 0, 0, MEGABYTES);
        }
        throw new IllegalArgumentException("%s=%s: give local-cluster[EXECUTORS,CORES,MEGABYTES] or spark://HOST:PORT"
                .formatted(VARIABLE, master));
    }
}
