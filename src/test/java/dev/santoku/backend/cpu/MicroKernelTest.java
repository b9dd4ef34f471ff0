package dev.santoku.backend.cpu;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** One tile inside a larger, poisoned array: what the kernel must fill and what it must leave alone. */
class MicroKernelTest {
    private static final int C_AT = 3;

    @ParameterizedTest
    @CsvSource({"16, 1024, 8", "4, 16, 1", "1, 32, 6", "3, 48, 7", "16, 16, 4"})
    void fillsItsTileAndNothingElse(int mr, int nr, int kc) {
        for (boolean accumulate : new boolean[] {false, true}) {
            float[] a = integers(1 + mr * kc);
            float[] b = integers(2 + nr * kc);
            int ldc = nr + 5;
            float[] c = new float[C_AT + mr * ldc];
            Arrays.fill(c, Float.NaN);
            if (accumulate) {
                forEachOfTile(mr, nr, ldc, (i, j, at) -> c[at] = i - j);
            }
            new FloatRowKernel(mr, nr).multiply(kc, a, 1, b, 2, c, C_AT, ldc, accumulate);
            forEachOfTile(mr, nr, ldc, (i, j, at) -> {
                float expected = accumulate ? i - j : 0;
                for (int p = 0; p < kc; p++) {
                    expected += a[1 + p * mr + i] * b[2 + p * nr + j];
                }
                assertThat(c[at]).as("(%d, %d)", i, j).isEqualTo(expected);
                c[at] = Float.NaN;
            });
            assertThat(c).as("outside the tile").containsOnly(Float.NaN);
        }
    }

    @Test
    void isTheSameInDouble() {
        double[] a = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10};
        double[] b = new double[5 * 8];
        Arrays.setAll(b, index -> index % 7 - 3);
        double[] c = new double[2 * 8];
        new DoubleRowKernel(2, 8).multiply(5, a, 0, b, 0, c, 0, 8, false);
        for (int i = 0; i < 2; i++) {
            for (int j = 0; j < 8; j++) {
                double expected = 0;
                for (int p = 0; p < 5; p++) {
                    expected += a[p * 2 + i] * b[p * 8 + j];
                }
                assertThat(c[i * 8 + j]).isEqualTo(expected);
            }
        }
    }

    private static float[] integers(int length) {
        float[] values = new float[length];
        for (int index = 0; index < length; index++) {
            values[index] = index * 31 % 17 - 8;
        }
        return values;
    }

    private static void forEachOfTile(int mr, int nr, int ldc, Cell cell) {
        for (int i = 0; i < mr; i++) {
            for (int j = 0; j < nr; j++) {
                cell.at(i, j, C_AT + i * ldc + j);
            }
        }
    }

    private interface Cell {
        void at(int i, int j, int index);
    }
}
