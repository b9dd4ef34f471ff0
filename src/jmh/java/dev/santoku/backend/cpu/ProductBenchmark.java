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
 * Milliseconds per warm product of each CPU variant: what a step of the ladder is worth, and how the sizes compare.
 * With {@code -prof gc} it shows that a warm product allocates nothing.
 *
 * <pre>scripts/bench.sh ProductBenchmark</pre>
 *
 * <pre>scripts/bench.sh ProductBenchmark -p engine=SINGLE_BLOCKED,POOL_BLOCKED -p shape=1024 -p precision=F32</pre>
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class ProductBenchmark {
    @Param
    Engine engine;

    @Param({"128", "1024", "16x4096x1024"})
    String shape;

    @Param
    Precision precision;

    private Multiplier multiplier;
    private Product product;

    /** Opens the variant on all processors and prepares one product. */
    @Setup
    public void prepare() {
        Inputs inputs = Inputs.uniform(Shape.parse(shape), precision, 1);
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
    public Matrix multiply() {
        product.compute();
        return product.result();
    }

    /** The variants. */
    public enum Engine {
        SINGLE_NAIVE("single", "naive"),
        SINGLE_BLOCKED("single", "blocked"),
        POOL_BLOCKED("pool", "blocked");

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
