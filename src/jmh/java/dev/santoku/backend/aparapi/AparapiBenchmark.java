package dev.santoku.backend.aparapi;

import dev.santoku.backend.Backend;
import dev.santoku.backend.Device;
import dev.santoku.backend.Multiplier;
import dev.santoku.backend.OpenOptions;
import dev.santoku.backend.Product;
import dev.santoku.matrix.Inputs;
import dev.santoku.matrix.Matrix;
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
 * Aparapi's variants on the first OpenCL device: the launch alone, and all of upload, launch and download.
 *
 * <p>{@code scripts/bench.sh AparapiBenchmark}
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(1)
@Warmup(iterations = 2, time = 3)
@Measurement(iterations = 3, time = 3)
public class AparapiBenchmark {
    private static final long SEED = 1;

    @Param({"naive", "tiled"})
    public String variant;

    @Param({"512", "1024"})
    public int size;

    @Param({"F32", "F64"})
    public Precision precision;

    private Inputs inputs;
    private Multiplier multiplier;
    private Product product;

    @Setup(Level.Trial)
    public void open() {
        Backend backend = new AparapiBackend();
        Device device = backend.probe().devices().get(0);
        inputs = Inputs.uniform(Shape.square(size), precision, SEED);
        multiplier = backend.open(
                device,
                backend.variants().stream()
                        .filter(known -> known.id().equals(variant))
                        .findFirst()
                        .orElseThrow(),
                OpenOptions.defaults());
        product = multiplier.prepare(inputs.a(), inputs.b());
    }

    @TearDown(Level.Trial)
    public void close() {
        multiplier.close();
    }

    @Benchmark
    public void compute() {
        product.compute();
    }

    @Benchmark
    public Matrix endToEnd() {
        try (Product fresh = multiplier.prepare(inputs.a(), inputs.b())) {
            fresh.compute();
            return fresh.result();
        }
    }
}
