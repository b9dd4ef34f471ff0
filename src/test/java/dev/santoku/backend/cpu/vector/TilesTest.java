package dev.santoku.backend.cpu.vector;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TilesTest {
    @Test
    void kernelsAreKeptForTheLifeOfTheProcess() {
        Tiles tiles = Tiles.of(Lane.DOUBLE, 128);
        assertThat(Tiles.of(Lane.DOUBLE, 128)).isSameAs(tiles).isNotSameAs(Tiles.of(Lane.FLOAT, 128));
        TileKernel kernel = tiles.kernel(2, 1, 50, false);
        assertThat(tiles.kernel(2, 1, 50, false)).isSameAs(kernel);
        assertThat(tiles.kernel(2, 2, 50, false)).isNotSameAs(kernel);
    }

    /** Matrices have endlessly many strides; code for each of them would fill the memory. */
    @Test
    void afterManyStridesOneKernelServesAllOthersAndPackedRowsKeepTheirs() {
        Tiles tiles = Tiles.of(Lane.DOUBLE, 512);
        for (int stride = 1; stride <= 200; stride++) {
            tiles.kernel(1, 1, stride, false);
        }
        TileKernel any = tiles.kernel(1, 1, 1001, false);
        assertThat(tiles.kernel(1, 1, 1002, false)).isSameAs(any);
        assertThat(tiles.kernel(1, 1, tiles.packedStride(), false)).isNotSameAs(any);
    }

    @Test
    void packedRowsHaveRoomForTheDeepestBlockAndAreAnOddNumberOfCacheLines() {
        for (Lane lane : Lane.values()) {
            Tiles tiles = Tiles.of(lane, 256);
            assertThat(tiles.packedStride()).isGreaterThanOrEqualTo(tiles.maxDepth());
            assertThat(tiles.packedStride() * lane.bytes() % 128).isEqualTo(64);
            assertThat(tiles.lanes() * lane.bytes()).isEqualTo(32);
        }
    }
}
