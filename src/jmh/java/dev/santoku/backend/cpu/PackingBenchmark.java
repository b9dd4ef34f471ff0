package dev.santoku.backend.cpu;

import dev.santoku.backend.cpu.kernel.KernelProvider;
import dev.santoku.backend.cpu.kernel.MicroKernel;
import dev.santoku.backend.cpu.kernel.MicroKernels;
import dev.santoku.backend.cpu.kernel.Operands;
import dev.santoku.backend.cpu.kernel.Packing;
import dev.santoku.backend.cpu.kernel.ScalarKernels;
import dev.santoku.matrix.Inputs;
import dev.santoku.matrix.Precision;
import dev.santoku.matrix.Shape;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
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
 * Gigabytes per second that packing copies out of a matrix of 4 MiB, by {@link System#arraycopy} (PLAIN) and by vectors
 * (VECTOR). JMH prints operations per nanosecond; an operation is a byte.
 *
 * <p>Rows of A go, twelve at a time, to strips of slices. B goes
 * to panels, one after the other; how wide they are decides how long a piece is that lies together.
 *
 * <pre>scripts/bench.sh PackingBenchmark</pre>
 *
 * <pre>scripts/bench.sh PackingBenchmark.packB -p panelBytes=128 -p precision=F32</pre>
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class PackingBenchmark {
    private static final int ROWS = 512;
    private static final int ROW_BYTES = 8192;
    private static final int BYTES = ROWS * ROW_BYTES;

    /** Rows of a tile, and bytes of each that a block of A is deep. */
    private static final int ROWS_OF_TILE = 12;

    private static final int DEPTH_BYTES = 2048;

    @Param
    How how;

    @Param
    Precision precision;

    private Work work;

    /** Draws the matrix. */
    @Setup
    public void prepare() {
        work = precision == Precision.F32
                ? new Copying<>(new FloatElements(), how.packing(KernelProvider::floats), precision)
                : new Copying<>(new DoubleElements(), how.packing(KernelProvider::doubles), precision);
    }

    /** All rows of A, twelve at a time. */
    @Benchmark
    @OperationsPerInvocation(BYTES)
    public Object packA() {
        return work.packA();
    }

    /** All of B, to panels as wide as a tile. */
    @Benchmark
    @OperationsPerInvocation(BYTES)
    public Object packB(Panels panels) {
        return work.packB(panels.panelBytes);
    }

    /** What {@code packB} alone varies. */
    @State(Scope.Thread)
    public static class Panels {
        /** Width of a panel of B: 64 is one vector of 512 bits, 4096 the plain kernel's. */
        @Param({"64", "128", "256", "4096"})
        int panelBytes;
    }

    /** Who packs. */
    public enum How {
        PLAIN,
        VECTOR;

        <T> Packing<T> packing(Function<KernelProvider, MicroKernels<T>> kernels) {
            return kernels.apply(
                            this == PLAIN
                                    ? new ScalarKernels()
                                    : KernelLadder.vector((precision, bits, defaults) -> defaults))
                    .packing();
        }
    }

    private interface Work {
        Object packA();

        Object packB(int panelBytes);
    }

    private static final class Copying<T> implements Work {
        private final Packing<T> packing;
        private final int bytes;
        private final int columns;
        private final T matrix;
        private final Operands<T> packed;

        Copying(Elements<T> elements, Packing<T> packing, Precision precision) {
            this.packing = packing;
            bytes = precision == Precision.F32 ? Float.BYTES : Double.BYTES;
            columns = ROW_BYTES / bytes;
            matrix = elements.of(
                    Inputs.uniform(new Shape(ROWS, 1, columns), precision, 1).a());
            packed = new Operands<T>()
                    .a(elements.allocate((ROWS + ROWS_OF_TILE) * columns), 0, 0)
                    .b(elements.allocate(ROWS * columns), 0, 0)
                    .depth(DEPTH_BYTES / bytes);
        }

        @Override
        public Object packA() {
            int depth = packed.depth();
            int slice = MicroKernel.SLICE_BYTES / bytes;
            int at = 0;
            for (int pc = 0; pc < columns; pc += depth) {
                for (int ir = 0; ir < ROWS; ir += ROWS_OF_TILE) {
                    int height = Math.min(ROWS_OF_TILE, ROWS - ir);
                    packed.a(packed.a(), slice, height * slice);
                    packing.packA(matrix, ir * columns + pc, columns, height, packed, at);
                    at += height * depth;
                }
            }
            return packed.a();
        }

        @Override
        public Object packB(int panelBytes) {
            packed.b(packed.b(), panelBytes / bytes, ROWS * panelBytes / bytes);
            packing.packB(matrix, 0, columns, ROWS, columns, packed, 0);
            return packed.b();
        }
    }
}
