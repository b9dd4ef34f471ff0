package dev.santoku.backend.cpu;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The kernels in plain Java: what they must fill and what they must leave alone. */
class MicroKernelTest {
    @ParameterizedTest
    @CsvSource({
        "16, 1024, 16, 1024, 8",
        "16, 1024, 15, 1023, 9",
        "4, 16, 4, 16, 1",
        "4, 16, 3, 47, 5",
        "1, 32, 1, 64, 6",
        "3, 48, 2, 1, 7",
        "16, 16, 16, 33, 4",
    })
    void fillTheirStripAndNothingElse(int mr, int nr, int rows, int columns, int kc) {
        for (boolean packsB : new boolean[] {false, true}) {
            for (boolean accumulate : new boolean[] {false, true}) {
                for (int gap : new int[] {0, 5}) {
                    Strip strip = new Strip(mr, nr, rows, columns, kc, gap, packsB, accumulate);
                    strip.check(new FloatRowKernel(mr, nr), float[].class);
                    if (nr <= ScalarKernels.ROW_BYTES / Double.BYTES) {
                        strip.check(new DoubleRowKernel(mr, nr), double[].class);
                    }
                }
            }
        }
    }
}
