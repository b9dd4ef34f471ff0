package dev.santoku.backend.cpu.vector;

import static org.assertj.core.api.Assertions.assertThat;

import dev.santoku.backend.cpu.BlockSizes;
import dev.santoku.backend.cpu.Caches;
import dev.santoku.matrix.Shape;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BlockingTest {
    private static final Caches COMMON = new Caches(32 << 10, 1 << 20);
    private static final List<Shape> SHAPES = List.of(
            Shape.square(1),
            Shape.square(100),
            Shape.square(1000),
            Shape.square(4096),
            new Shape(1, 1, 1_000_000),
            new Shape(1_000_000, 1, 1),
            new Shape(1, 1_000_000, 1),
            new Shape(2000, 3000, 17));

    private Stream<Arguments> processors() {
        return Stream.of(Lane.values())
                .flatMap(lane -> Stream.of(new Registers(128, 32), new Registers(256, 16), new Registers(512, 32))
                        .map(registers -> Arguments.of(lane, registers)));
    }

    @ParameterizedTest
    @MethodSource("processors")
    void blocksOfLargeProductsFitTheirCaches(Lane lane, Registers registers) {
        for (Shape shape : SHAPES) {
            BlockSizes blocks = blocking(lane, registers, COMMON).blocks(shape, 1);
            assertThat((long) blocks.mr() * blocks.kc() * lane.bytes())
                    .as("%s: mr×kc of A", blocks)
                    .isLessThanOrEqualTo(2 * COMMON.level1()); // a tile of one column is higher than the tallest else
            assertThat((long) blocks.kc() * blocks.nc() * lane.bytes())
                    .as("%s: kc×nc of B", blocks)
                    .isLessThanOrEqualTo(COMMON.level2());
        }
        BlockSizes large = blocking(lane, registers, COMMON).blocks(Shape.square(4096), 1);
        assertThat((long) large.mr() * large.kc() * lane.bytes()).isBetween(COMMON.level1() / 4, COMMON.level1());
        assertThat((long) large.kc() * large.nc() * lane.bytes()).isBetween(COMMON.level2() / 3, COMMON.level2());
    }

    @ParameterizedTest
    @MethodSource("processors")
    void tinyCachesGiveTheSmallestBlocksAndHugeOnesNoLargerThanPackedRows(Lane lane, Registers registers) {
        Tiles tiles = Tiles.of(lane, registers.bits());
        for (Shape shape : SHAPES) {
            BlockSizes tiny = blocking(lane, registers, new Caches(1, 1)).blocks(shape, 1);
            assertThat(tiny.kc()).isLessThanOrEqualTo(64);
            assertThat(tiny.nc()).isEqualTo(tiny.nr());
            BlockSizes huge = blocking(lane, registers, new Caches(Long.MAX_VALUE, Long.MAX_VALUE))
                    .blocks(shape, 1);
            assertThat(huge.kc()).isLessThanOrEqualTo(tiles.maxDepth());
            assertThat(huge.nc()).isLessThan(shape.n() + huge.nr());
        }
    }

    @ParameterizedTest
    @MethodSource("processors")
    void moreThreadsCutColumnsAlone(Lane lane, Registers registers) {
        for (Shape shape : SHAPES) {
            Blocking blocking = blocking(lane, registers, COMMON);
            BlockSizes alone = blocking.blocks(shape, 1);
            for (int members : new int[] {2, 7, 128}) {
                BlockSizes shared = blocking.blocks(shape, members);
                assertThat(shared.nc()).isLessThanOrEqualTo(alone.nc());
                assertThat(new BlockSizes(shared.mr(), shared.nr(), shared.kc(), alone.nc()))
                        .isEqualTo(alone);
            }
        }
    }

    @Test
    void tilesAreWholeVectors() {
        BlockSizes blocks = blocking(Lane.FLOAT, new Registers(256, 16), COMMON).blocks(new Shape(3, 9, 5), 1);
        assertThat(blocks.nr()).isEqualTo(16);
        assertThat(blocks.mr()).isEqualTo(3);
    }

    private static Blocking blocking(Lane lane, Registers registers, Caches caches) {
        return new Blocking(registers, caches, Tiles.of(lane, registers.bits()));
    }
}
