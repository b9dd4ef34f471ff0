package dev.santoku.cluster;

import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import org.apache.spark.SparkConf;

/** Of Spark, for products: what executors run with, and how pieces are sent. */
final class Settings {
    private static final String JAVA_OPTIONS = "spark.executor.extraJavaOptions";

    /** Memory once touched stays, in large pages where Linux has them to give: blocks come and go with each product. */
    private static final List<String> HEAP =
            List.of("-XX:MaxHeapFreeRatio=100", "-XX:MinHeapFreeRatio=50", "-XX:+IgnoreUnrecognizedVMOptions");

    private static final String LARGE_PAGES = "-XX:+UseTransparentHugePages"; // no JVM but that of Linux has it

    private Settings() {}

    /**
     * Sets them.
     *
     * @param options of executors' JVMs, beside those that stand there
     */
    static void apply(SparkConf conf, List<String> options) {
        conf.set("spark.speculation", "false")
                .set("spark.shuffle.compress", "false")
                // Each piece has a checksum of its own.
                .set("spark.shuffle.checksum.enabled", "false")
                // Else Spark writes all pieces twice where they go to few tasks.
                .set("spark.shuffle.sort.bypassMergeThreshold", "1")
                // The default one has a native library: where that cannot be unpacked, tasks wait for minutes.
                .set("spark.shuffle.mapStatus.compression.codec", "lz4")
                .set(
                        JAVA_OPTIONS,
                        "%s %s %s %s"
                                .formatted(
                                        String.join(" ", HEAP),
                                        LARGE_PAGES,
                                        String.join(" ", options),
                                        conf.get(JAVA_OPTIONS, ""))
                                .strip());
    }

    /**
     * How many are to come: as {@code cluster.sh} knows of its cluster, or as many as YARN and Kubernetes are asked for. 0 where
     * nobody knows.
     */
    static int executors(SparkConf conf) {
        return conf.getInt("spark.santoku.nodes", conf.getInt("spark.executor.instances", 0));
    }

    /** All of a cluster that is started with these settings prove to each other that they know a secret, a new one. */
    static void authenticate(SparkConf conf) {
        byte[] secret = new byte[32];
        new SecureRandom().nextBytes(secret);
        conf.set("spark.authenticate", "true")
                .set("spark.authenticate.secret", HexFormat.of().formatHex(secret));
    }
}
