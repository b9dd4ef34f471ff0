package dev.santoku.cluster;

import java.util.List;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.resource.ResourceProfile;
import org.apache.spark.resource.ResourceProfileBuilder;
import org.apache.spark.resource.TaskResourceRequests;

/**
 * The executors of a cluster, as far as products need to know.
 *
 * @param executors how many
 * @param threads of each task: the processors of the smallest executor
 * @param slots how many tasks run at once
 * @param taskBytes of a task for its blocks
 * @param keepsC whether blocks of C stay in that memory, too
 */
record Team(int executors, int threads, int slots, long taskBytes, boolean keepsC) {
    /** Of the heap: back ends pack in the rest, and pieces come through it. */
    private static final double SHARE = 0.6;

    private static final long RESERVED = 128L << 20;
    private static final long LEAST = 16L << 20;

    /**
     * Those that came.
     *
     * @param cores of each
     * @param heap bytes of each
     */
    static Team of(List<Integer> cores, long heap) {
        int threads = cores.stream().min(Integer::compare).orElseThrow();
        int most = cores.stream().mapToInt(own -> own / threads).max().orElseThrow();
        int slots = cores.stream().mapToInt(own -> own / threads).sum();
        return new Team(cores.size(), threads, slots, Math.max(LEAST, (long) (SHARE * heap) - RESERVED) / most, false);
    }

    /** A task for each executor, which takes all its threads. */
    <K, V> JavaPairRDD<K, V> withAllThreads(JavaPairRDD<K, V> tasks) {
        if (threads == 1) {
            return tasks;
        }
        ResourceProfile profile = new ResourceProfileBuilder()
                .require(new TaskResourceRequests().cpus(threads))
                .build();
        tasks.rdd().withResources(profile);
        return tasks;
    }

    /**
     * The same, whose memory also holds A, B and C.
     *
     * @param bytes of A and B
     */
    Team holding(double bytes) {
        return new Team(executors, threads, slots, Math.max(LEAST, taskBytes - (long) (bytes / slots)), true);
    }
}
