package dev.santoku.backend.cpu.vector;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TileChoiceTest {
    private static final int DEPTH = 256;
    private static final int LANES = 16;
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

    private static TileChoice of(int m, int vectors, int depth, int registers) {
        return TileChoice.of(m, vectors * LANES, depth, LANES, registers);
    }

    private static int roundUp(int value, int step) {
        return (value + step - 1) / step * step;
    }
}
