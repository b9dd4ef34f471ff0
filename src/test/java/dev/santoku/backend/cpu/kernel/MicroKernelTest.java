package dev.santoku.backend.cpu.kernel;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The kernels in plain Java: what they must fill and what they must leave alone. */
class MicroKernelTest {
    @ParameterizedTest
    @CsvSource({"16, 1024, 8", "16, 1024, 9", "4, 16, 1", "4, 17, 35", "1, 32, 6", "3, 48, 71", "16, 1, 4"})
    void fillTheirTilesAndNothingElse(int mr, int nr, int kc) {
        Strip strip = new Strip(mr, nr, kc);
        strip.check(new FloatRowKernel(mr, nr), float[].class);
        if (nr <= ScalarKernels.ROW_BYTES / Double.BYTES) {
            strip.check(new DoubleRowKernel(mr, nr), double[].class);
        }
    }
}
