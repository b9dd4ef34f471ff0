package dev.santoku.cluster;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import scala.Tuple2;

/**
 * Has Spark load the classes that its processes begin with. A JVM that runs this with {@code -XX:ArchiveClassesAtExit} writes an
 * archive of them (class data sharing), with which drivers, masters, workers and executors start sooner.
 */
public final class ClassArchive {
    private static final int MEGABYTES = 512;
    private static final int TASKS = 2;

    private ClassArchive() {}

    /**
     * Loads them.
     *
     * @param arguments a folder for files of Spark
     */
    public static void main(String[] arguments) throws Exception {
        SparkConf conf = new SparkConf()
                .setAppName("santoku classes")
                .set("spark.ui.enabled", "false")
                .set("spark.master.rest.enabled", "false")
                .set("spark.driver.host", "127.0.0.1")
                .set("spark.local.dir", arguments[0])
                .set("spark.executor.memory", MEGABYTES + "m");
        Settings.authenticate(conf);
        // Those of a driver, a master and a worker, with an executor in a process of its own.
        try (OwnCluster cluster = new OwnCluster(conf, 1, 1, MEGABYTES, Path.of(arguments[0]))) {
            shuffle(conf.setMaster(cluster.url()));
        }
        // Those of an executor, which has its tasks run in this process.
        Class.forName("org.apache.spark.executor.CoarseGrainedExecutorBackend$");
        shuffle(conf.setMaster("local[1]"));
        System.exit(0);
    }

    private static void shuffle(SparkConf conf) {
        try (JavaSparkContext spark = new JavaSparkContext(conf)) {
            List<Integer> numbers = IntStream.range(0, TASKS * TASKS).boxed().toList();
            PieceShuffle.of(
                            spark.parallelize(numbers, TASKS).mapToPair(number -> Tuple2.apply(number, new byte[1])),
                            TASKS * TASKS)
                    .count();
        }
    }
}
