package dev.santoku.backend.cpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.santoku.backend.cpu.kernel.BlockSizes;
import dev.santoku.backend.cpu.kernel.MicroKernel;
import dev.santoku.backend.cpu.kernel.MicroKernels;
import dev.santoku.backend.cpu.kernel.Operands;
import dev.santoku.backend.cpu.kernel.Packing;
import dev.santoku.backend.cpu.kernel.PlainPacking;
import dev.santoku.backend.cpu.threads.Pool;
import dev.santoku.backend.cpu.threads.Team;
import dev.santoku.matrix.Inputs;
import dev.santoku.matrix.Matrix;
import dev.santoku.matrix.Precision;
import dev.santoku.matrix.ProductCheck;
import dev.santoku.matrix.Shape;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The loops around a micro-kernel that does what its interface says, with blocks so small that all of them turn. */
class FiveLoopsTest {
    private static final int SLICE = MicroKernel.SLICE_BYTES / Double.BYTES;

    private static final List<Shape> SHAPES = List.of(
            new Shape(1, 1, 1),
            new Shape(3, 5, 7),
            new Shape(6, 10, 14),
            new Shape(5, 9, 6),
            new Shape(7, 11, 8),
            new Shape(40, 31, 29),
            new Shape(2, 45, 3), // after a larger one, in its memory
            new Shape(400, 3, 22),
            new Shape(9, 33, 16), // B is not packed, and deeper than a block
            new Shape(10, 200, 7), // A is packed for its many columns alone
            new Shape(10, 100, 7), // A is not packed
            new Shape(400, 60, 22), // A alone is packed in no block, B in four
            new Shape(1, 300, 40),
            new Shape(
                    Textbook.ROWS_OF_COPIES, 104, 22), // each member packs B, in two rounds of columns and four of rows
            new Shape(Textbook.ROWS_OF_COPIES, 7, 6));

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 16})
    void multiplyExactlyInOneWorkspace(int size) {
        Workspaces<double[]> workspaces = new Workspaces<>(new DoubleElements(), new Textbook());
        try (Team team = new Pool(size)) {
            for (Shape shape : SHAPES) {
                Inputs inputs = Inputs.integers(shape, Precision.F64, 3);
                Matrix c = Matrix.zeros(Precision.F64, shape.m(), shape.n());
                c.fill(Double.NaN);
                FiveLoops<double[]> loops = loops(workspaces, inputs, c);
                for (int again = 0; again < 3; again++) {
                    team.work(size, loops);
                    assertThat(ProductCheck.exact(inputs, c, 1)).as("%s", shape).isEmpty();
                }
                if (loops.needsNoTeam()) {
                    c.fill(Double.NaN);
                    loops.runAlone();
                    assertThat(ProductCheck.exact(inputs, c, 1))
                            .as("%s alone", shape)
                            .isEmpty();
                }
            }
        }
    }

    @Test
    void useOnlyTheThreadsThatAreWorthIt() {
        Workspaces<double[]> workspaces = new Workspaces<>(new DoubleElements(), new Textbook());
        for (int[] sideAndMembers : new int[][] {{32, 1}, {100, 1}, {160, 3}, {400, 8}}) {
            Inputs inputs = Inputs.uniform(Shape.square(sideAndMembers[0]), Precision.F64, 3);
            Matrix c = Matrix.zeros(Precision.F64, sideAndMembers[0], sideAndMembers[0]);
            assertThat(loops(workspaces, inputs, c).members()).isEqualTo(sideAndMembers[1]);
        }
    }

    @Test
    void giveTheWorkspaceBackWhenAKernelFails() {
        Textbook kernels = new Textbook();
        Workspaces<double[]> workspaces = new Workspaces<>(new DoubleElements(), kernels);
        Inputs inputs = Inputs.integers(new Shape(40, 131, 29), Precision.F64, 3);
        Matrix c = Matrix.zeros(Precision.F64, 40, 131);
        FiveLoops<double[]> loops = loops(workspaces, inputs, c);
        try (Team team = new Pool(3)) {
            kernels.broken = true;
            assertThatThrownBy(() -> team.work(3, loops)).hasMessage("broken");
            kernels.broken = false;
            team.work(3, loops);
            assertThat(ProductCheck.exact(inputs, c, 1)).isEmpty();
            assertThat(kernels.created).as("no second workspace").isEqualTo(3);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void onceStoppedItHandsOutNoMoreTasks(int threads) {
        Textbook kernels = new Textbook();
        Workspaces<double[]> workspaces = new Workspaces<>(new DoubleElements(), kernels);
        Inputs inputs = Inputs.integers(new Shape(40, 131, 29), Precision.F64, 3);
        Matrix c = Matrix.zeros(Precision.F64, 40, 131);
        AtomicBoolean stop = new AtomicBoolean();
        FiveLoops<double[]> loops = loops(workspaces, inputs, c, stop);
        try (Team team = new Pool(threads)) {
            team.work(threads, loops);
            int all = kernels.tiles.getAndSet(0);
            kernels.onTile = () -> stop.set(true);
            assertThatThrownBy(() -> team.work(threads, loops)).isInstanceOf(CancellationException.class);
            assertThat(kernels.tiles.get()).isPositive().isLessThan(all / 2);
            kernels.onTile = () -> {};
            team.work(threads, loops(workspaces, inputs, c));
            assertThat(ProductCheck.exact(inputs, c, 1)).isEmpty();
        }
    }

    private static FiveLoops<double[]> loops(Workspaces<double[]> workspaces, Inputs inputs, Matrix c) {
        return loops(workspaces, inputs, c, new AtomicBoolean());
    }

    private static FiveLoops<double[]> loops(
            Workspaces<double[]> workspaces, Inputs inputs, Matrix c, AtomicBoolean stop) {
        Elements<double[]> elements = workspaces.elements();
        return new FiveLoops<>(
                workspaces, inputs.shape(), elements.of(inputs.a()), elements.of(inputs.b()), elements.of(c), 8, stop);
    }

    /** The formula of {@link MicroKernel}, word for word. */
    private static final class Textbook implements MicroKernels<double[]> {
        /** With so many rows of C each member packs all of B. */
        static final int ROWS_OF_COPIES = 401;

        private final AtomicInteger tiles = new AtomicInteger();
        private volatile Runnable onTile = () -> {};
        private volatile boolean broken;
        private int created;

        @Override
        public BlockSizes blocks(Shape shape, int members) {
            int mr = Math.min(3, shape.m());
            return new BlockSizes(mr, 5, 2 * mr, 7, 10);
        }

        @Override
        public MicroKernel<double[]> create(BlockSizes blocks) {
            created++;
            return new TextbookKernel(this, blocks.mr(), blocks.nr());
        }

        @Override
        public boolean packsA(Shape shape) {
            return shape.n() > 127;
        }

        @Override
        public boolean packsB(Shape shape, BlockSizes blocks) {
            return shape.m() > 3 * blocks.mr();
        }

        @Override
        public boolean copiesB(Shape shape, int members) {
            return shape.m() == ROWS_OF_COPIES;
        }

        @Override
        public int mostOfA() {
            return 2 * 3 * 7; // two strips
        }

        @Override
        public int mostOfB() {
            return 2 * 7 * 10; // two blocks, so that there are several rounds of columns
        }

        @Override
        public Packing<double[]> packing() {
            return new PlainPacking<>(SLICE);
        }
    }

    private record TextbookKernel(Textbook textbook, int mr, int nr) implements MicroKernel<double[]> {
        @Override
        public void multiply(Operands<double[]> operands, int tiles, int aAt, int bAt, int cAt) {
            for (int t = 0; t < tiles; t++) {
                multiplyPart(operands, mr, nr, aAt, bAt + t * operands.panelStep(), cAt + t * nr);
            }
        }

        @Override
        public void multiplyPart(Operands<double[]> operands, int rows, int columns, int aAt, int bAt, int cAt) {
            if (textbook.broken) {
                throw new IllegalStateException("broken");
            }
            textbook.tiles.incrementAndGet();
            textbook.onTile.run();
            double[] a = operands.a();
            double[] b = operands.b();
            double[] c = operands.c();
            for (int i = 0; i < rows; i++) {
                for (int j = 0; j < columns; j++) {
                    int at = cAt + i * operands.ldc() + j;
                    double sum = operands.accumulates() ? c[at] : 0;
                    int row = aAt + (mr - rows + i) * operands.lda();
                    for (int p = 0; p < operands.depth(); p++) {
                        sum += a[row + p / SLICE * operands.sliceStep() + p % SLICE]
                                * b[bAt + p * operands.ldb() + nr - columns + j];
                    }
                    c[at] = sum;
                }
            }
        }
    }
}
