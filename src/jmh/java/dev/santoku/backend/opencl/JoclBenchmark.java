package dev.santoku.backend.opencl;

import dev.santoku.backend.Device;
import dev.santoku.backend.Multiplier;
import dev.santoku.backend.OpenOptions;
import dev.santoku.backend.Product;
import dev.santoku.backend.Variant;
import dev.santoku.matrix.Inputs;
import dev.santoku.matrix.Precision;
import dev.santoku.matrix.Shape;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * One finished product N×N×N on the first OpenCL device, without upload and download: milliseconds per product.
 *
 * <pre>scripts/bench.sh JoclBenchmark -p variant=tiled -p n=1024</pre>
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class JoclBenchmark {
    private static final long SEED = 42;

    @Param({"naive", "direct", "tiled", "panel", "warp"})
    private String variant;

    @Param({"512", "1024"})
    private int n;

    @Param({"F32", "F64"})
    private Precision precision;

    private Multiplier multiplier;
    private Product product;

    /** Opens the device and uploads; not measured. */
    @Setup(Level.Trial)
    public void prepare() {
        JoclBackend backend = new JoclBackend();
        Device device = backend.probe().devices().get(0);
        Variant chosen = backend.variants().stream()
                .filter(candidate -> candidate.id().equals(variant))
                .findFirst()
                .orElseThrow();
        Inputs inputs = Inputs.uniform(Shape.square(n), precision, SEED);
        multiplier = backend.open(device, chosen, OpenOptions.defaults());
        product = multiplier.prepare(inputs.a(), inputs.b());
    }

    /** Computes C; it is finished when this returns. */
    @Benchmark
    public void compute() {
        product.compute();
    }

    /** Releases the device. */
    @TearDown(Level.Trial)
    public void close() {
        multiplier.close();
    }
}
