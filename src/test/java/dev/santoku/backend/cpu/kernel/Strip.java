package dev.santoku.backend.cpu.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.santoku.backend.cpu.Numbers;

/**
 * Tiles of C inside a larger array, and what a {@link MicroKernel} must make of them: the formula of its interface, word for
 * word. What the kernel may read but not use is NaN; what it must not touch holds a number that no sum has.
 *
 * @param mr rows of the kernel's tile
 * @param nr columns of the kernel's tile
 */
public record Strip(int mr, int nr, int kc) {
    private static final double UNTOUCHED = 12_345.5;
    private static final int A_AT = 3;
    private static final int B_AT = 2;
    private static final int C_AT = 5;
    private static final int TILES = 3;

    /** Has the kernel compute tiles and parts of one, of matrices packed and as they lie, added to C and not. */
    public <T> void check(MicroKernel<T> kernel, Class<T> type) {
        for (boolean packsA : new boolean[] {false, true}) {
            for (boolean packsB : new boolean[] {false, true}) {
                for (boolean accumulate : new boolean[] {false, true}) {
                    Matrices<T> matrices = new Matrices<>(type, packsA, packsB, accumulate);
                    matrices.checkTiles(kernel, 1);
                    matrices.checkTiles(kernel, TILES);
                    for (int rows : new int[] {1, mr}) {
                        for (int columns : new int[] {1, Math.max(1, nr - 1), nr}) {
                            matrices.checkPart(kernel, rows, columns);
                        }
                    }
                }
            }
        }
    }

    private final class Matrices<T> {
        private final Class<T> type;
        private final boolean packsA;
        private final boolean packsB;
        private final boolean accumulate;
        private final int slice;
        private final int lda;
        private final int sliceStep;
        private final int ldb;
        private final int panelStep;
        private final int ldc = TILES * nr + 2;
        private final T b;

        Matrices(Class<T> type, boolean packsA, boolean packsB, boolean accumulate) {
            this.type = type;
            this.packsA = packsA;
            this.packsB = packsB;
            this.accumulate = accumulate;
            slice = MicroKernel.SLICE_BYTES / (type == float[].class ? Float.BYTES : Double.BYTES);
            lda = packsA ? slice : kc + 4;
            sliceStep = packsA ? mr * slice : slice;
            ldb = packsB ? nr : TILES * nr + 3;
            panelStep = packsB ? kc * nr : nr;
            b = Numbers.filled(type, B_AT + TILES * kc * nr + kc * 3, Double.NaN);
            for (int p = 0; p < kc; p++) {
                for (int j = 0; j < TILES * nr; j++) {
                    Numbers.set(b, B_AT + j / nr * panelStep + p * ldb + j % nr, elementOfB(p, j));
                }
            }
        }

        void checkTiles(MicroKernel<T> kernel, int tiles) {
            T a = a(mr);
            for (int turn = 0; turn < 2; turn++) { // a kernel may keep scratch memory
                T c = c(mr, tiles * nr);
                kernel.multiply(operands(a, c), tiles, A_AT, B_AT, C_AT);
                check(c, mr, tiles * nr, 0);
            }
        }

        void checkPart(MicroKernel<T> kernel, int rows, int columns) {
            T a = a(rows);
            for (int turn = 0; turn < 2; turn++) {
                T c = c(rows, columns);
                kernel.multiplyPart(operands(a, c), rows, columns, A_AT, B_AT, C_AT);
                check(c, rows, columns, nr - columns);
            }
        }

        private Operands<T> operands(T a, T c) {
            return new Operands<T>()
                    .a(a, lda, sliceStep)
                    .b(b, ldb, panelStep)
                    .c(c, ldc, accumulate)
                    .depth(kc);
        }

        /** What must be in C's array: the last of mr rows, and the columns of B from one on. */
        private void check(T c, int rows, int columns, int firstColumn) {
            for (int index = 0; index < lengthOfC(); index++) {
                int i = (index - C_AT) / ldc;
                int j = (index - C_AT) % ldc;
                boolean isMine = index >= C_AT && i < rows && j < columns;
                double expected = accumulate ? before(i, j) : 0;
                for (int p = 0; isMine && p < kc; p++) {
                    expected += elementOfA(mr - rows + i, p) * elementOfB(p, firstColumn + j);
                }
                assertThat(Numbers.at(c, index))
                        .as(
                                "%s, %s, packed A: %s, packed B: %s, added: %s, %d×%d: element %d of C's array",
                                Strip.this, type, packsA, packsB, accumulate, rows, columns, index)
                        .isEqualTo(isMine ? expected : UNTOUCHED);
            }
        }

        /** The last rows; those before are NaN. */
        private T a(int rows) {
            T a = Numbers.filled(type, A_AT + mr * (kc + slice + 4), Double.NaN);
            for (int i = mr - rows; i < mr; i++) {
                for (int p = 0; p < kc; p++) {
                    Numbers.set(a, A_AT + i * lda + p / slice * sliceStep + p % slice, elementOfA(i, p));
                }
            }
            return a;
        }

        private T c(int rows, int columns) {
            T c = Numbers.filled(type, lengthOfC(), UNTOUCHED);
            for (int i = 0; i < rows; i++) {
                for (int j = 0; j < columns; j++) {
                    Numbers.set(c, C_AT + i * ldc + j, accumulate ? before(i, j) : Double.NaN);
                }
            }
            return c;
        }

        private int lengthOfC() {
            return C_AT + mr * ldc;
        }
    }

    private static double before(int i, int j) {
        return 100 * i - j;
    }

    private static double elementOfA(int i, int p) {
        return (i * 31 + p * 7) % 17 - 8;
    }

    private static double elementOfB(int p, int j) {
        return (p * 13 + j * 5) % 19 - 9;
    }
}
