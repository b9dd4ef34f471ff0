package dev.santoku.backend.cpu.vector;

import static org.assertj.core.api.Assertions.assertThat;

import dev.santoku.backend.cpu.kernel.BlockSizes;
import dev.santoku.backend.cpu.kernel.CpuParameters;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TileChoiceTest {
    private static final int DEPTH = 256;
    private static final Tiles TILES = Tiles.of(ElementType.FLOAT, 512);
    private static final int LANES = TILES.lanes();
    private static final int[] SIDES = {1, 2, 3, 5, 7, 16, 17, 64, 100, 250, 1000, 4096, 1 << 20};

    @ParameterizedTest
    @ValueSource(ints = {16, 32})
    void fitsTheRegistersAndIsNeverLargerThanC(int registers) {
        for (int m : SIDES) {
            for (int vectors : SIDES) {
                for (int depth : new int[] {1, 17, 500}) {
                    TileChoice tile = of(m, vectors, depth, registers);
                    assertThat(tile.rows()).isBetween(1, m);
                    assertThat(tile.vectors()).isBetween(1, vectors);
                    assertThat(tile.rows() * tile.vectors() + tile.vectors() + 1)
                            .as("%s for %d rows of %d vectors", tile, m, vectors)
                            .isLessThanOrEqualTo(registers);
                }
            }
        }
    }

    @Test
    void whatIsSmallerThanTheRegistersIsOneTile() {
        assertThat(of(1, 1, DEPTH, 32)).isEqualTo(new TileChoice(1, 1));
        assertThat(of(4, 1, DEPTH, 16)).isEqualTo(new TileChoice(4, 1));
        assertThat(of(6, 2, DEPTH, 16)).isEqualTo(new TileChoice(6, 2));
        assertThat(of(7, 3, DEPTH, 32)).isEqualTo(new TileChoice(7, 3));
    }

    @Test
    void oneRowIsManyVectorsWideAndOneColumnManyRowsHigh() {
        assertThat(of(1, 1000, DEPTH, 32)).isEqualTo(new TileChoice(1, 8));
        assertThat(of(1000, 1, DEPTH, 32).rows()).isGreaterThanOrEqualTo(8);
    }

    /** So many multiply-adds must be in flight that none waits for the one before. */
    @ParameterizedTest
    @ValueSource(ints = {16, 32})
    void largeProductsFillTheRegisters(int registers) {
        for (int side : new int[] {100, 250, 1000, 4096}) {
            TileChoice tile = of(side, side, DEPTH, registers);
            assertThat(tile.rows() * tile.vectors())
                    .as("%s for %d", tile, side)
                    .isGreaterThanOrEqualTo(registers * 5 / 8);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {16, 32})
    void littleSticksOutOverTheEdges(int registers) {
        for (int m : new int[] {16, 64, 100, 1000}) {
            for (int vectors : new int[] {1, 2, 4, 7, 63, 250}) {
                TileChoice tile = of(m, vectors, DEPTH, registers);
                double computed = (double) roundUp(m, tile.rows()) * roundUp(vectors, tile.vectors());
                assertThat(computed / m / vectors)
                        .as("%s for %d rows of %d vectors", tile, m, vectors)
                        .isLessThanOrEqualTo(1.3);
            }
        }
    }

    /** 100 columns of doubles are twelve vectors and a half; tiles of whole vectors would compute fourteen. */
    @Test
    void tilesThatMayBeginAnywhereEndInHalfAVector() {
        Tiles doubles = Tiles.of(ElementType.DOUBLE, 512);
        TileChoice tile = TileChoice.of(100, 100, 100, ways(true, false), doubles, 32);
        int columns = tile.columns(100, ways(true, false), doubles);
        double computed = (double) BlockSizes.ceilDiv(100, columns) * doubles.vectors(columns, 50);
        assertThat(computed).as("vectors of %d columns", columns).isBetween(12.5, 13.5);
    }

    @Test
    void tilesOfAShallowProductThatStreamsAreNeitherLowNorNarrow() {
        assertThat(TileChoice.of(64, 4096, 64, ways(false, true), Tiles.of(ElementType.DOUBLE, 512), 32))
                .isEqualTo(new TileChoice(8, 3));
        assertThat(TileChoice.of(2000, 3000, 17, ways(true, true), TILES, 32)).isEqualTo(new TileChoice(8, 3));
        TileChoice onFewRegisters =
                TileChoice.of(2000, 3000, 17, ways(true, true), Tiles.of(ElementType.FLOAT, 256), 16);
        assertThat(onFewRegisters.rows() * onFewRegisters.vectors()).isEqualTo(12);
    }

    @Test
    void halfAVectorIsSavedOnlyWhereItIsEnough() {
        assertThat(TILES.lastBits(32)).isZero();
        assertThat(TILES.lastBits(40)).isEqualTo(256);
        assertThat(TILES.lastBits(41)).isEqualTo(512);
        assertThat(TILES.vectors(40, 50)).isEqualTo(2.5);
        assertThat(TILES.vectors(40, 100)).isEqualTo(3);
        assertThat(TILES.vectors(41, 50)).isEqualTo(3);
        assertThat(Tiles.of(ElementType.FLOAT, 256).lastBits(9)).isEqualTo(256);
    }

    private static TileChoice of(int m, int vectors, int depth, int registers) {
        return TileChoice.of(m, vectors * LANES, depth, ways(false, false), TILES, registers);
    }

    private static int roundUp(int value, int step) {
        return (value + step - 1) / step * step;
    }

    private static TileChoice.Ways ways(boolean near, boolean streams) {
        return new TileChoice.Ways(near, streams, false, CpuParameters.DEFAULTS, 8 << 10);
    }
}
