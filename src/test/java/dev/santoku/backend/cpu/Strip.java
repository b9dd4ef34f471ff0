package dev.santoku.backend.cpu;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A strip of C inside a larger array, and what a {@link MicroKernel} must make of it: the formula of its interface, word
 * for word. What the kernel may read but not use is NaN; what it must not touch holds a number that no sum has.
 *
 * @param mr rows of the kernel's tile
 * @param nr columns of the kernel's tile
 * @param gap elements between a row of A and the next
 * @param packsB whether the panels of B lie one after the other, or side by side as in B itself
 */
public record Strip(int mr, int nr, int rows, int columns, int kc, int gap, boolean packsB, boolean accumulate) {
    private static final double UNTOUCHED = 12_345.5;
    private static final int A_AT = 3;
    private static final int B_AT = 2;
    private static final int C_AT = 5;

    /** Computes the strip twice, since a kernel may keep scratch memory, and checks every element of C's array. */
    public <T> void check(MicroKernel<T> kernel, Class<T> type) {
        T a = a(type);
        T b = b(type);
        for (int turn = 0; turn < 2; turn++) {
            T c = c(type);
            kernel.multiply(rows, columns, kc, a, A_AT, lda(), b, B_AT, ldb(), panelStep(), c, C_AT, ldc(), accumulate);
            for (int index = 0; index < lengthOfC(); index++) {
                assertThat(Numbers.at(c, index))
                        .as("%s: element %d of C's array", this, index)
                        .isEqualTo(isOfStrip(index) ? expected(a, b, index) : UNTOUCHED);
            }
        }
    }

    private double expected(Object a, Object b, int index) {
        int i = (index - C_AT) / ldc();
        int j = (index - C_AT) % ldc();
        double sum = accumulate ? before(i, j) : 0;
        for (int p = 0; p < kc; p++) {
            sum += Numbers.at(a, A_AT + i * lda() + p)
                    * Numbers.at(b, B_AT + j / nr * panelStep() + p * ldb() + j % nr);
        }
        return sum;
    }

    private <T> T a(Class<T> type) {
        T a = Numbers.filled(type, A_AT + mr * lda(), Double.NaN);
        for (int i = 0; i < rows; i++) {
            for (int p = 0; p < kc; p++) {
                Numbers.set(a, A_AT + i * lda() + p, (i * 31 + p * 7) % 17 - 8);
            }
        }
        return a;
    }

    private <T> T b(Class<T> type) {
        T b = Numbers.filled(type, B_AT + (packsB ? panels() * panelStep() : kc * ldb()), Double.NaN);
        for (int p = 0; p < kc; p++) {
            for (int j = 0; j < columns; j++) {
                Numbers.set(b, B_AT + j / nr * panelStep() + p * ldb() + j % nr, (p * 13 + j * 5) % 19 - 9);
            }
        }
        return b;
    }

    private <T> T c(Class<T> type) {
        T c = Numbers.filled(type, lengthOfC(), UNTOUCHED);
        for (int i = 0; i < rows; i++) {
            for (int j = 0; j < columns; j++) {
                Numbers.set(c, C_AT + i * ldc() + j, accumulate ? before(i, j) : Double.NaN);
            }
        }
        return c;
    }

    private static double before(int i, int j) {
        return 100 * i - j;
    }

    private boolean isOfStrip(int index) {
        return index >= C_AT && (index - C_AT) / ldc() < rows && (index - C_AT) % ldc() < columns;
    }

    private int panels() {
        return BlockSizes.ceilDiv(columns, nr);
    }

    private int lda() {
        return kc + gap;
    }

    private int ldb() {
        return packsB ? nr : panels() * nr + 3;
    }

    private int panelStep() {
        return packsB ? kc * nr : nr;
    }

    /** Room for whole tiles, so that what is written beside the strip shows. */
    private int ldc() {
        return panels() * nr + 2;
    }

    private int lengthOfC() {
        return C_AT + mr * ldc();
    }
}
