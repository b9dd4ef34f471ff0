package dev.santoku.backend.cpu.vector;

import dev.santoku.matrix.DoubleMatrix;
import dev.santoku.matrix.FloatMatrix;
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
import org.openjdk.jmh.annotations.Warmup;

/**
 * GFLOP/s of one SIMD micro-kernel with all that it reads in L1: the most that {@code vector} can reach with this tile,
 * to be held against the FMA ceiling that {@code compare} prints. The line {@code gflop} is it, in operations per second;
 * the other counts calls, each of four tiles.
 *
 * <p>A tile is rows×vectors. Where it has too few sums, it waits for the latency of its multiply-adds; where it has more
 * than there are registers (16 of them with AVX2, 32 with AVX-512 or NEON), C2 keeps some in memory. Vectors wider
 * than the processor's are loops over their lanes, and their figure is below 1.
 *
 * <pre>scripts/bench.sh TileBenchmark</pre>
 *
 * <pre>scripts/bench.sh TileBenchmark.sliced -p bits=256,512 -p tile=12x2 -p precision=F32</pre>
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 3, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Fork(1)
public class TileBenchmark {
    /** A panel of B, 16 KiB at the widest, and rows of A together fit an L1 of 32 KiB. */
    private static final int DEPTH = 128;

    private static final int TILES = 4;

    /** From one row of A to the next: an odd number of cache lines. */
    private static final int STRIDE = DEPTH + 16;

    @Param
    Precision precision;

    /** Of a vector. */
    @Param({"128", "256", "512"})
    int bits;

    /** Rows of the tile × its width in vectors. */
    @Param({"1x4", "4x2", "6x2", "12x2", "14x2", "8x3", "6x4"})
    String tile;

    private int rows;
    private int columns;
    private double gflop;
    private TileKernel sliced;
    private TileKernel any;
    private TileOperands operands;

    /** Writes the kernels and draws what they multiply. */
    @Setup
    public void prepare() {
        String[] sides = tile.split("x", 2);
        rows = Integer.parseInt(sides[0]);
        int vectors = Integer.parseInt(sides[1]);
        ElementType element = precision == Precision.F32 ? ElementType.FLOAT : ElementType.DOUBLE;
        columns = vectors * element.lanes(bits);
        gflop = 2e-9 * TILES * rows * columns * DEPTH;
        sliced = TileClass.kernel(element, bits, new TileKind(rows, vectors, TileKind.SLICED, false, 0));
        any = TileClass.kernel(element, bits, new TileKind(rows, vectors, TileKind.ANY, false, 0));
        Object a =
                array(Inputs.uniform(new Shape(rows, 1, STRIDE), precision, 1).a());
        Inputs inputs = Inputs.uniform(new Shape(rows, TILES * columns, DEPTH), precision, 2);
        int ldc = TILES * columns;
        Object c = array(Matrix.zeros(precision, rows, ldc));
        operands = new TileOperands(DEPTH, 0)
                .a(a, STRIDE, 0)
                .b(array(inputs.b()), columns, 0)
                .from(c, ldc, columns)
                .c(c, ldc, columns);
    }

    private static Object array(Matrix matrix) {
        return matrix instanceof FloatMatrix floats ? floats.elements() : ((DoubleMatrix) matrix).elements();
    }

    /** A packed A, in slices. */
    @Benchmark
    public Object sliced(Rate rate) {
        return multiply(sliced, rate);
    }

    /** An A of any size that is not packed: the distance of two rows is an argument. */
    @Benchmark
    public Object anyStride(Rate rate) {
        return multiply(any, rate);
    }

    /** All tiles read the same panel of B; what they find in C is added to, and stays finite. */
    private Object multiply(TileKernel kernel, Rate rate) {
        kernel.multiply(operands, TILES, 0, 0, 0, 0);
        rate.gflop += gflop;
        return operands.c;
    }

    /** What JMH adds up and divides by the time. */
    @State(Scope.Thread)
    @AuxCounters
    public static class Rate {
        public double gflop;
    }
}
