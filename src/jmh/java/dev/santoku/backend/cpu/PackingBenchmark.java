package dev.santoku.backend.cpu;

import dev.santoku.matrix.Inputs;
import dev.santoku.matrix.Precision;
import dev.santoku.matrix.Shape;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Nanoseconds per packed element, of A and of B, for tiles as narrow as a SIMD kernel's and as wide as the plain Java
 * kernel's. An element of A is packed once per nc columns of C and one of B once, while each takes part in n or m
 * products; so packing matters where a side is short.
 *
 * <pre>scripts/bench.sh PackingBenchmark</pre>
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class PackingBenchmark {
    private static final int SIDE = 1024;
    private static final int DEPTH = 256;
    private static final int PACKED = SIDE * DEPTH;

    /** Rows of a panel of A and columns of a panel of B. */
    @Param({"8", "32", "1024"})
    int width;

    @Param
    Precision precision;

    private Packer packer;

    /** Draws the matrix. */
    @Setup
    public void prepare() {
        Inputs inputs = Inputs.uniform(Shape.square(SIDE), precision, 1);
        packer = precision == Precision.F32
                ? packer(new FloatElements(), inputs, width)
                : packer(new DoubleElements(), inputs, width);
    }

    private static <T> Packer packer(Elements<T> elements, Inputs inputs, int width) {
        T matrix = elements.of(inputs.a());
        T packed = elements.allocate(PACKED);
        return new Packer() {
            @Override
            public Object packA() {
                for (int row = 0; row < SIDE; row += width) {
                    elements.packA(matrix, row * SIDE, SIDE, width, DEPTH, width, packed, row * DEPTH);
                }
                return packed;
            }

            @Override
            public Object packB() {
                for (int column = 0; column < SIDE; column += width) {
                    elements.packB(matrix, column, SIDE, width, DEPTH, width, packed, column * DEPTH);
                }
                return packed;
            }
        };
    }

    /** A block of A, 1024×256. */
    @Benchmark
    @OperationsPerInvocation(PACKED)
    public Object packA() {
        return packer.packA();
    }

    /** A block of B, 256×1024. */
    @Benchmark
    @OperationsPerInvocation(PACKED)
    public Object packB() {
        return packer.packB();
    }

    private interface Packer {
        Object packA();

        Object packB();
    }
}
