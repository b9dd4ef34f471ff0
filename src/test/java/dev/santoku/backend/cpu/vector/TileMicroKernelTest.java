package dev.santoku.backend.cpu.vector;

import static org.assertj.core.api.Assertions.assertThat;

import dev.santoku.backend.cpu.kernel.Strip;
import org.junit.jupiter.api.Test;
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

    @Test
    void lastColumnsAreComputedByFewerVectorsWhereThatSavesAny() {
        Tiles tiles = Tiles.of(ElementType.FLOAT, 512);
        assertThat(TileMicroKernel.lastColumns(tiles, 19, 64)).isEqualTo(19); // a vector and half of one
        assertThat(TileMicroKernel.lastColumns(tiles, 48, 64)).isEqualTo(48);
        assertThat(TileMicroKernel.lastColumns(tiles, 56, 64)).isEqualTo(56); // half a vector less
        assertThat(TileMicroKernel.lastColumns(tiles, 57, 64)).isEqualTo(64);
        assertThat(TileMicroKernel.lastColumns(tiles, 3, 64)).isEqualTo(16); // no less than a vector
        assertThat(TileMicroKernel.lastColumns(tiles, 3, 16)).isEqualTo(16);
        assertThat(TileMicroKernel.widths(tiles, 851, 64)).containsExactly(64, 19);
        assertThat(TileMicroKernel.widths(tiles, 128, 64)).containsExactly(64);
        assertThat(TileMicroKernel.widths(tiles, 19, 19)).containsExactly(19);
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
