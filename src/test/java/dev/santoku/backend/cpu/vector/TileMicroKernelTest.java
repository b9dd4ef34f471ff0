package dev.santoku.backend.cpu.vector;

import dev.santoku.backend.cpu.Strip;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The edges of C: a tile that sticks out is computed elsewhere, and copied as far as C goes. */
class TileMicroKernelTest {
    private static final int MR = 3;
    private static final int VECTORS = 2;
    private static final int DEPTH = 7;

    @ParameterizedTest
    @ValueSource(ints = {128, 256, 512})
    void stripsOfAnySizeAreFilledAndNothingElse(int bits) {
        check(Tiles.of(Lane.FLOAT, bits), float[].class);
        check(Tiles.of(Lane.DOUBLE, bits), double[].class);
    }

    private static <T> void check(Tiles tiles, Class<T> type) {
        int nr = VECTORS * tiles.lanes();
        TileMicroKernel<T> kernel = new TileMicroKernel<>(tiles, MR, nr, type);
        for (int rows = 1; rows <= MR; rows++) {
            for (int columns : new int[] {1, nr - 1, nr, nr + 1, 2 * nr, 3 * nr - 1}) {
                for (boolean packsB : new boolean[] {false, true}) {
                    for (boolean accumulate : new boolean[] {false, true}) {
                        for (int gap : new int[] {0, tiles.packedStride() - DEPTH}) {
                            new Strip(MR, nr, rows, columns, DEPTH, gap, packsB, accumulate).check(kernel, type);
                        }
                    }
                }
            }
        }
    }
}
