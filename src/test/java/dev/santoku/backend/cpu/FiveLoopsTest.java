package dev.santoku.backend.cpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.santoku.matrix.Inputs;
import dev.santoku.matrix.Matrix;
import dev.santoku.matrix.Precision;
import dev.santoku.matrix.ProductCheck;
import dev.santoku.matrix.Shape;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The loops around a micro-kernel that does what its interface says, with blocks so small that all of them turn. */
class FiveLoopsTest {
    private static final BlockSizes SMALL = new BlockSizes(3, 5, 7, 10);

    private static final List<Shape> SHAPES = List.of(
            new Shape(1, 1, 1),
            new Shape(3, 5, 7),
            new Shape(6, 10, 14),
            new Shape(5, 9, 6),
            new Shape(7, 11, 8),
            new Shape(40, 31, 29),
            new Shape(2, 45, 3), // after a larger one, in its memory
            new Shape(400, 3, 22),
            new Shape(9, 33, 16), // B is not packed, but for the columns that no panel has
            new Shape(10, 200, 7), // A is packed for its many columns alone
            new Shape(10, 100, 7), // A is not packed, but for the rows that no tile has
            new Shape(1, 300, 40));

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
        Inputs inputs = Inputs.integers(new Shape(40, 31, 29), Precision.F64, 3);
        Matrix c = Matrix.zeros(Precision.F64, 40, 31);
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

    private static FiveLoops<double[]> loops(Workspaces<double[]> workspaces, Inputs inputs, Matrix c) {
        Elements<double[]> elements = workspaces.elements();
        return new FiveLoops<>(
                workspaces, inputs.shape(), elements.of(inputs.a()), elements.of(inputs.b()), elements.of(c), 8);
    }

    /** The formula of {@link MicroKernel}, word for word. */
    private static final class Textbook implements MicroKernels<double[]> {
        private volatile boolean broken;
        private int created;

        @Override
        public BlockSizes blocks(Shape shape, int members) {
            return SMALL;
        }

        @Override
        public MicroKernel<double[]> create(BlockSizes blocks) {
            created++;
            int nr = blocks.nr();
            return (rows, columns, kc, a, aAt, lda, b, bAt, ldb, panelStep, c, cAt, ldc, accumulate) -> {
                if (broken) {
                    throw new IllegalStateException("broken");
                }
                for (int i = 0; i < rows; i++) {
                    for (int j = 0; j < columns; j++) {
                        double sum = accumulate ? c[cAt + i * ldc + j] : 0;
                        for (int p = 0; p < kc; p++) {
                            sum += a[aAt + i * lda + p] * b[bAt + j / nr * panelStep + p * ldb + j % nr];
                        }
                        c[cAt + i * ldc + j] = sum;
                    }
                }
            };
        }
    }
}
