package dev.santoku.backend.cpu;

import dev.santoku.backend.Backend;
import dev.santoku.backend.Backends;
import dev.santoku.backend.Device;
import dev.santoku.backend.Multiplier;
import dev.santoku.backend.OpenOptions;
import dev.santoku.backend.Product;
import dev.santoku.backend.Variant;
import dev.santoku.matrix.Inputs;
import dev.santoku.matrix.Matrix;
import dev.santoku.matrix.Precision;
import dev.santoku.matrix.Shape;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
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
 * GFLOP/s of warm products of each CPU variant: what a step of the ladder is worth, and how sizes compare. The line
 * {@code gflop} is it, in operations per second; the other counts products.
 *
 * <pre>scripts/bench.sh ProductBenchmark</pre>
 *
 * <pre>scripts/bench.sh ProductBenchmark -p engine=SINGLE_VECTOR,POOL_VECTOR -p shape=1024,2000x3000x17 -p precision=F32</pre>
 *
 * <p>A warm product allocates nothing: {@code gc.alloc.rate.norm}, bytes per product, is to be 0 but for what JMH itself
 * allocates in an iteration, which is little over many small products.
 *
 * <pre>scripts/bench.sh ProductBenchmark -prof gc -p engine=SINGLE_VECTOR,POOL_VECTOR -p shape=128</pre>
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class ProductBenchmark {
    @Param
    Engine engine;

    @Param({"64", "128", "256", "512", "1024", "16x4096x1024", "2000x3000x17"})
    String shape;

    @Param
    Precision precision;

    private double gflop;
    private Multiplier multiplier;
    private Product product;

    /** Opens the variant on all processors and prepares one product. */
    @Setup
    public void prepare() {
        Shape parsed = Shape.parse(shape);
        Inputs inputs = Inputs.uniform(parsed, precision, 1);
        gflop = parsed.flops() / 1e9;
        multiplier = engine.open();
        product = multiplier.prepare(inputs.a(), inputs.b());
    }

    /** Closes both. */
    @TearDown
    public void close() {
        product.close();
        multiplier.close();
    }

    /** One product. */
    @Benchmark
    public Matrix multiply(Rate rate) {
        product.compute();
        rate.gflop += gflop;
        return product.result();
    }

    /** What JMH adds up and divides by the time. */
    @State(Scope.Thread)
    @AuxCounters
    public static class Rate {
        public double gflop;
    }

    /** The variants. */
    public enum Engine {
        SINGLE_NAIVE("single", "naive"),
        SINGLE_BLOCKED("single", "blocked"),
        SINGLE_VECTOR("single", "vector"),
        POOL_BLOCKED("pool", "blocked"),
        POOL_VECTOR("pool", "vector");

        private final String backend;
        private final String variant;

        Engine(String backend, String variant) {
            this.backend = backend;
            this.variant = variant;
        }

        Multiplier open() {
            Backend found = Backends.byId(backend).orElseThrow();
            Variant chosen = found.variants().stream()
                    .filter(candidate -> candidate.id().equals(variant))
                    .findFirst()
                    .orElseThrow();
            return found.open(Device.cpu(), chosen, OpenOptions.defaults());
        }
    }
}
