package dev.santoku.cluster;

import dev.santoku.backend.Availability;
import dev.santoku.backend.Backend;
import dev.santoku.backend.Device;
import dev.santoku.backend.Multiplier;
import dev.santoku.backend.OpenOptions;
import dev.santoku.backend.Variant;
import dev.santoku.matrix.Matrix;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.IntStream;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;

/** Spark in the JVM of tests, which all of them share: two threads stand for two executors of one. */
public final class LocalSpark {
    /** So little memory that products of a few hundred rows are cut, also along the inner side. */
    private static final long TASK_BYTES = 64 << 10;

    /** Held, else its level is forgotten. Tasks that fail on purpose are no news. */
    private static final Logger LOG = Logger.getLogger("org.apache.spark");

    private static JavaSparkContext spark;

    private LocalSpark() {}

    static synchronized JavaSparkContext context() {
        if (spark == null) {
            LOG.setLevel(Level.OFF);
            SparkConf conf = new SparkConf()
                    .setAppName("tests")
                    .setMaster("local[2]")
                    .set("spark.driver.host", "127.0.0.1")
                    .set("spark.driver.bindAddress", "127.0.0.1")
                    .set("spark.ui.enabled", "false")
                    .set("spark.shuffle.compress", "false");
            spark = new JavaSparkContext(conf);
        }
        return spark;
    }

    static Team team() {
        return new Team(2, 1, 2, TASK_BYTES, false);
    }

    /** Products on it. */
    public static Engine engine() {
        return new Engine(context(), team());
    }

    /** The contender, but for the cluster that it starts. */
    static Backend backend() {
        return new Backend() {
            @Override
            public String id() {
                return "spark";
            }

            @Override
            public List<Variant> variants() {
                return new SparkBackend().variants();
            }

            @Override
            public Availability probe() {
                return new Availability.Available(List.of(Device.cpu()));
            }

            @Override
            public Multiplier open(Device device, Variant variant, OpenOptions options) {
                return new SparkMultiplier(device, engine());
            }
        };
    }

    /** The elements of a matrix, row by row: they can be sent, and it cannot. */
    static double[] elements(Matrix matrix) {
        return IntStream.range(0, matrix.rows() * matrix.columns())
                .mapToDouble(i -> matrix.at(i / matrix.columns(), i % matrix.columns()))
                .toArray();
    }
}
