package dev.santoku.backend.cpu.vector;

import dev.santoku.backend.cpu.kernel.Strip;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whole tiles, and parts of one: those are computed elsewhere and copied as far as C goes. */
class TileMicroKernelTest {
    private static final int MR = 3;
    private static final int VECTORS = 2;

    @ParameterizedTest
    @ValueSource(ints = {128, 256, 512})
    void tilesAndPartsOfAnySizeAreFilledAndNothingElse(int bits) {
        check(Tiles.of(ElementType.FLOAT, bits), float[].class);
        check(Tiles.of(ElementType.DOUBLE, bits), double[].class);
    }

    private static <T> void check(Tiles tiles, Class<T> type) {
        int whole = VECTORS * tiles.lanes();
        for (int nr : new int[] {whole, whole - 1, tiles.lanes() + 1}) { // but for the first, vectors overlap
            TileMicroKernel<T> kernel = new TileMicroKernel<>(tiles, MR, nr, type);
            for (int depth : new int[] {1, 7, 300}) {
                new Strip(MR, nr, depth).check(kernel, type);
            }
        }
    }
}
