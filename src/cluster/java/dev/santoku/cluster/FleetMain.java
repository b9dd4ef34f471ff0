package dev.santoku.cluster;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkContext;

/**
 * The driver of {@code fleet}, for spark-submit. Its argument is a file that says what to do. Standard output tells what happens,
 * a line of JSON for each event. It ends when its standard input does, with all that it started.
 */
public final class FleetMain {
    private static final String QUICK_START = "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC";

    private FleetMain() {}

    /**
     * What the file holds, as JSON.
     *
     * @param id of the run
     * @param home the checkout or bundle that nodes run
     * @param bundle an archive that Spark brings to them instead; empty for none
     * @param arguments of {@code compare}
     * @param limitSeconds after which a node counts as hung
     * @param repeat how often each node runs it
     * @param cluster what it is to have
     * @param folder of the results
     */
    record Task(
            String id,
            String home,
            String bundle,
            List<String> arguments,
            long limitSeconds,
            int repeat,
            Wanted cluster,
            String folder) {}

    /**
     * What a cluster is to have.
     *
     * @param nodes how many are to come; 0 where nobody knows
     * @param gpus that each is to have at least; 0 for nodes without any, too
     * @param patienceSeconds how long to wait for them
     */
    record Wanted(int nodes, int gpus, long patienceSeconds) {}

    /** Exits with 0 where every node has an outcome, whatever it is, and 1 where the cluster failed. */
    public static void main(String[] arguments) throws Exception {
        endWithStandardInput();
        Task task = new ObjectMapper().readValue(Path.of(arguments[0]).toFile(), Task.class);
        SparkConf conf = new SparkConf()
                .setAppName("santoku fleet")
                .set("spark.executor.heartbeatInterval", "1s")
                .set("spark.locality.wait", "60s")
                .set("spark.task.maxFailures", "1")
                .set("spark.stage.maxConsecutiveAttempts", "1")
                .setIfMissing("spark.executor.memory", "512m");
        // Executors start what is measured, and wait.
        conf.set(
                "spark.executor.extraJavaOptions", conf.get("spark.executor.extraJavaOptions", "") + " " + QUICK_START);
        Wanted wanted = task.cluster();
        int expected = wanted.nodes();
        if (wanted.gpus() > 0) { // how many nodes have them nobody knows
            conf.set("spark.executor.resource.gpu.amount", Integer.toString(wanted.gpus()))
                    .set("spark.task.resource.gpu.amount", Integer.toString(wanted.gpus()));
        } else if (expected == 0) {
            expected = Settings.executors(conf);
        }
        if (wanted.nodes() > 0) {
            conf.setIfMissing("spark.executor.instances", Integer.toString(wanted.nodes())); // YARN gives two by itself
        }
        SparkContext spark = new SparkContext(conf);
        try {
            boolean bundled = !task.bundle().isEmpty();
            if (bundled) {
                spark.addFile(task.bundle()); // Spark would unpack an archive with Jersey, which is not here
            }
            Assignment assignment = new Assignment(
                    task.id(),
                    bundled ? Path.of(task.bundle()).getFileName().toString() : task.home(),
                    bundled,
                    task.arguments(),
                    task.limitSeconds());
            int nodes = new Fleet(spark, new Events(System.out), Path.of(task.folder()))
                    .run(assignment, task.repeat(), expected, wanted.patienceSeconds());
            if (nodes == 0) {
                throw new IOException("no node came within %d s: does the cluster have workers, with 512 MB%s free?"
                        .formatted(
                                wanted.patienceSeconds(),
                                wanted.gpus() > 0 ? " and %d GPUs".formatted(wanted.gpus()) : ""));
            }
        } catch (Exception e) {
            System.err.println("santoku: fleet: "
                    + String.valueOf(e.getMessage()).lines().findFirst().orElse(e.toString()));
            System.exit(1);
        } finally {
            spark.stop();
        }
        System.exit(0);
    }

    /** The one who started this process holds the other end. */
    static void endWithStandardInput() {
        Thread watch = new Thread(
                () -> {
                    try {
                        while (System.in.read() >= 0) {
                            // nothing is said there
                        }
                    } catch (IOException e) {
                        // it has ended, too
                    }
                    System.exit(1);
                },
                "santoku-driver-input");
        watch.setDaemon(true);
        watch.start();
    }
}
