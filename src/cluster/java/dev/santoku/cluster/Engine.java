package dev.santoku.cluster;

import dev.santoku.backend.BackendException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkContext;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.util.Utils;

/** Spark's driver in this process, with its executors. A process can have only one: those who use it at the same time share it. */
public final class Engine implements AutoCloseable {
    private static final Logger SPARK_LOG = Logger.getLogger("org.apache.spark");

    /** Executors have two providers on their class path: this program's, and Spark's. */
    private static final String SPARKS_LOGGING = "-Dslf4j.provider=org.apache.logging.slf4j.SLF4JServiceProvider";

    private static final String WORKERS_MEMORY = "SANTOKU_SPARK_MEMORY";
    private static final String EXECUTORS_OPTIONS = "SANTOKU_SPARK_OPTIONS";
    private static final long PATIENCE_SECONDS = 60;
    private static final int MESSAGE_MEGABYTES = 1024; // blocks go to executors in messages

    private static Engine shared;

    private final Optional<OwnCluster> own;
    private final JavaSparkContext spark;
    private final Team team;
    private final ComputeCosts costs;
    private int users;

    /**
     * The one of this process, for another user, who closes it.
     *
     * @param threads executors of one core, unless the environment names another cluster
     * @param options of the executors' JVMs, which the first user gives
     * @param environment of the executors, which the first user gives
     * @throws BackendException when there is no cluster
     */
    public static synchronized Engine share(int threads, List<String> options, Map<String, String> environment) {
        if (shared == null) {
            shared = start(
                    ClusterSize.of(System.getenv().getOrDefault(ClusterSize.VARIABLE, ""), threads),
                    options,
                    environment);
        }
        shared.users++;
        return shared;
    }

    private static Engine start(ClusterSize size, List<String> options, Map<String, String> environment) {
        SPARK_LOG.setLevel(Level.WARNING);
        Optional<OwnCluster> own = Optional.empty();
        try {
            SparkConf conf = configuration(size);
            Settings.apply(
                    conf,
                    Stream.concat(Stream.of(SPARKS_LOGGING), options.stream()).toList());
            environment.forEach(conf::setExecutorEnv);
            if (size.master().isEmpty()) {
                Path work = Files.createTempDirectory("spark");
                conf.set("spark.local.dir", work.toString());
                own = Optional.of(new OwnCluster(conf, size.executors(), size.cores(), size.megabytes(), work));
            }
            return new Engine(size, own, conf.setMaster(own.map(OwnCluster::url).orElse(size.master())));
        } catch (IOException | RuntimeException | LinkageError e) {
            own.ifPresent(OwnCluster::close);
            throw new BackendException("Spark does not start: " + e.getMessage(), e);
        }
    }

    private static SparkConf configuration(ClusterSize size) {
        SparkConf conf = new SparkConf();
        String folder = System.getenv("SPARK_CONF_DIR");
        if (!size.master().isEmpty() && folder != null) {
            Utils.loadDefaultSparkProperties(conf, folder + "/spark-defaults.conf");
        } else {
            Settings.authenticate(conf);
        }
        if (size.master().isEmpty()) {
            conf.set("spark.driver.host", "127.0.0.1");
        }
        return conf.setAppName("santoku compare")
                .set("spark.ui.enabled", "false")
                .set("spark.master.rest.enabled", "false")
                .set("spark.driver.maxResultSize", "0")
                .set("spark.rpc.message.maxSize", String.valueOf(MESSAGE_MEGABYTES))
                .setIfMissing("spark.executor.memory", memory(size, conf))
                .set("spark.executor.defaultJavaOptions", System.getenv().getOrDefault(EXECUTORS_OPTIONS, ""))
                // Behind Spark's jars, unlike spark.executor.extraClassPath: so the archive of their classes fits.
                .set("spark.executorEnv.SPARK_DIST_CLASSPATH", classPath())
                .set("spark.executorEnv.SPARK_SCALA_VERSION", "2.13");
    }

    /** Of a cluster that runs, workers have what they have: an executor that wants more never comes. */
    private static String memory(ClusterSize size, SparkConf conf) {
        String own = size.megabytes() + "m";
        return size.master().isEmpty()
                ? own
                : System.getenv().getOrDefault(WORKERS_MEMORY, conf.get("spark.santoku.memory", own));
    }

    /** This program without Spark, which executors have, and without the list of these contenders: none of them opens another. */
    private static String classPath() {
        String jars = System.getenv("SPARK_HOME") + "/jars/";
        return Arrays.stream(System.getProperty("java.class.path").split(":"))
                .filter(entry -> !entry.startsWith(jars) && !entry.endsWith("/services"))
                .collect(Collectors.joining(":"));
    }

    private Engine(ClusterSize size, Optional<OwnCluster> own, SparkConf conf) {
        this.own = own;
        SparkContext context = new SparkContext(conf);
        try {
            Executors executors = new Executors((executor, line) -> {});
            costs = new ComputeCosts();
            context.addSparkListener(executors);
            context.addSparkListener(costs);
            executors.await(conf.getInt("spark.santoku.nodes", size.executors()), PATIENCE_SECONDS);
            if (executors.cores().isEmpty()) {
                throw new BackendException("no executor came within %d s: does the cluster have workers, with %s free?"
                        .formatted(PATIENCE_SECONDS, conf.get("spark.executor.memory")));
            }
            team = Team.of(executors.cores(), conf.getSizeAsBytes("spark.executor.memory"));
            spark = new JavaSparkContext(context);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            context.stop();
            throw new BackendException("interrupted", e);
        } catch (RuntimeException e) {
            context.stop();
            throw e;
        }
    }

    /**
     * On executors that the caller has started, and ends.
     *
     * @param team what they are
     */
    Engine(JavaSparkContext spark, Team team) {
        this.own = Optional.empty();
        this.spark = spark;
        this.team = team;
        costs = new ComputeCosts();
        spark.sc().addSparkListener(costs);
    }

    /** What jobs are given to. */
    public JavaSparkContext spark() {
        return spark;
    }

    /** How many tasks run at once. */
    public int slots() {
        return team.slots();
    }

    /** Its executors. */
    Team team() {
        return team;
    }

    /** What products cost. */
    public ComputeCosts costs() {
        return costs;
    }

    /**
     * Computes a product, which counts among the costs.
     *
     * @throws BackendException when an executor is lost that held a part of it, or a task fails again and again
     */
    public void compute(Runnable product) {
        explained(() -> {
            costs.count(spark, product);
            return null;
        });
    }

    /** Runs another job; the same is thrown. */
    public <T> T explained(Callable<T> job) {
        return JobFailure.explained(job);
    }

    /** Such as {@code Spark 4.1.0, 2 executors × 1 thread}. */
    public String name() {
        return "Spark %s, %d executors × %d thread%s"
                .formatted(spark.version(), team.executors(), team.threads(), team.threads() == 1 ? "" : "s");
    }

    /** The last who closes it ends it, if it was started for them. */
    @Override
    public void close() {
        synchronized (Engine.class) {
            if (this == shared && --users == 0) {
                shared = null;
                spark.stop();
                own.ifPresent(OwnCluster::close);
            }
        }
    }
}
