package dev.santoku.backend.cpu;

import java.util.SplittableRandom;
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
 * GFLOP/s of the micro-kernels alone, on panels that are packed and cached: the most that the five loops around them
 * can reach. JMH prints operations per nanosecond, which are GFLOP/s. A width shows what the ends of the SIMD loop
 * cost: at 64 columns most of the time goes there.
 *
 * <pre>scripts/bench.sh MicroKernelBenchmark</pre>
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class MicroKernelBenchmark {
    private static final int MR = ScalarKernels.MR;
    private static final int KC = ScalarKernels.KC;

    /** Columns per invocation, whatever the tile's width: JMH wants a constant number of operations. */
    private static final int WIDEST = ScalarKernels.ROW_BYTES / Float.BYTES;

    private static final int FLOPS = 2 * MR * WIDEST * KC;

    /** Bytes of a tile's row. */
    @Param({"256", "1024", "4096"})
    int rowBytes;

    private float[] floatsA;
    private float[] floatsB;
    private float[] floatsC;
    private MicroKernel<float[]> floats;

    private double[] doublesA;
    private double[] doublesB;
    private double[] doublesC;
    private MicroKernel<double[]> doubles;

    /** Draws the panels. */
    @Setup
    public void prepare() {
        SplittableRandom random = new SplittableRandom(1);
        int floatColumns = rowBytes / Float.BYTES;
        int doubleColumns = rowBytes / Double.BYTES;
        doublesA = random.doubles((long) MR * KC, -1, 1).toArray();
        doublesB = random.doubles((long) doubleColumns * KC, -1, 1).toArray();
        doublesC = new double[MR * doubleColumns];
        doubles = new DoubleRowKernel(MR, doubleColumns);
        floatsA = new float[MR * KC];
        floatsB = new float[floatColumns * KC];
        floatsC = new float[MR * floatColumns];
        fill(floatsA, random);
        fill(floatsB, random);
        floats = new FloatRowKernel(MR, floatColumns);
    }

    private static void fill(float[] elements, SplittableRandom random) {
        for (int index = 0; index < elements.length; index++) {
            elements[index] = (float) random.nextDouble(-1, 1);
        }
    }

    /** f32: tiles side by side, together as wide as the widest. */
    @Benchmark
    @OperationsPerInvocation(FLOPS)
    public float[] f32() {
        int columns = rowBytes / Float.BYTES;
        for (int done = 0; done < WIDEST; done += columns) {
            floats.multiply(KC, floatsA, 0, floatsB, 0, floatsC, 0, columns, false);
        }
        return floatsC;
    }

    /** f64, likewise. */
    @Benchmark
    @OperationsPerInvocation(FLOPS)
    public double[] f64() {
        int columns = rowBytes / Double.BYTES;
        for (int done = 0; done < WIDEST; done += columns) {
            doubles.multiply(KC, doublesA, 0, doublesB, 0, doublesC, 0, columns, false);
        }
        return doublesC;
    }
}
