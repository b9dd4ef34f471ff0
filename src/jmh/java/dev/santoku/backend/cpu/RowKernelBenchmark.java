package dev.santoku.backend.cpu;

import dev.santoku.backend.cpu.kernel.DoubleRowKernel;
import dev.santoku.backend.cpu.kernel.FloatRowKernel;
import dev.santoku.backend.cpu.kernel.MicroKernel;
import dev.santoku.backend.cpu.kernel.Operands;
import dev.santoku.backend.cpu.kernel.ScalarKernels;
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
 * GFLOP/s of the plain Java micro-kernels alone, on panels that are packed and cached: the most that {@code blocked} can
 * reach. JMH prints operations per nanosecond, which are GFLOP/s. A width shows what the ends of the SIMD loop cost: at
 * 64 columns most of the time goes there.
 *
 * <pre>scripts/bench.sh RowKernelBenchmark</pre>
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class RowKernelBenchmark {
    private static final int MR = ScalarKernels.MR;
    private static final int KC = ScalarKernels.KC;

    /** Columns per invocation, whatever the tile's width: JMH wants a constant number of operations. */
    private static final int FLOATS = ScalarKernels.ROW_BYTES / Float.BYTES;

    private static final int DOUBLES = ScalarKernels.ROW_BYTES / Double.BYTES;

    /** Bytes of a tile's row. */
    @Param({"256", "1024", "4096"})
    int rowBytes;

    private Strip<float[]> floats;
    private Strip<double[]> doubles;

    /** Draws the panels. */
    @Setup
    public void prepare() {
        int floatsWide = rowBytes / Float.BYTES;
        int doublesWide = rowBytes / Double.BYTES;
        floats =
                new Strip<>(new FloatElements(), Precision.F32, new FloatRowKernel(MR, floatsWide), floatsWide, FLOATS);
        doubles = new Strip<>(
                new DoubleElements(), Precision.F64, new DoubleRowKernel(MR, doublesWide), doublesWide, DOUBLES);
    }

    /** f32: tiles side by side, together as wide as the widest. */
    @Benchmark
    @OperationsPerInvocation(2 * MR * FLOATS * KC)
    public float[] f32() {
        return floats.multiply();
    }

    /** f64, likewise. */
    @Benchmark
    @OperationsPerInvocation(2 * MR * DOUBLES * KC)
    public double[] f64() {
        return doubles.multiply();
    }

    private static final class Strip<T> {
        private final MicroKernel<T> kernel;
        private final int width;
        private final int columns;
        private final Operands<T> operands;

        Strip(Elements<T> elements, Precision precision, MicroKernel<T> kernel, int width, int columns) {
            Inputs inputs = Inputs.uniform(new Shape(MR, width, KC), precision, 1);
            this.kernel = kernel;
            this.width = width;
            this.columns = columns;
            operands = new Operands<T>()
                    .a(elements.of(inputs.a()), KC, MicroKernel.SLICE_BYTES / elements.bytes())
                    .b(elements.of(inputs.b()), width, 0)
                    .c(elements.allocate(MR * columns), columns, false)
                    .depth(KC);
        }

        /** All tiles read the same panel. */
        T multiply() {
            kernel.multiply(operands, columns / width, 0, 0, 0);
            return operands.c();
        }
    }
}
