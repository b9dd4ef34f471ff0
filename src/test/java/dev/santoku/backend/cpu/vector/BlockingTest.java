package dev.santoku.backend.cpu.vector;

import static org.assertj.core.api.Assertions.assertThat;

import dev.santoku.backend.cpu.kernel.BlockSizes;
import dev.santoku.backend.cpu.kernel.CpuParameters;
import dev.santoku.host.Caches;
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
    private static final Caches COMMON = new Caches(32 << 10, 1 << 20, 32 << 20);
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
        return Stream.of(ElementType.values())
                .flatMap(element -> Stream.of(new Registers(128, 32), new Registers(256, 16), new Registers(512, 32))
                        .map(registers -> Arguments.of(element, registers)));
    }

    /** Of processors from Haswell to Zen 5, and one without a third level. */
    private static final List<Caches> PROCESSORS = List.of(
            COMMON,
            new Caches(32 << 10, 256 << 10, 8 << 20),
            new Caches(32 << 10, 512 << 10, 16 << 20),
            new Caches(48 << 10, 2 << 20, 36 << 20),
            new Caches(128 << 10, 4 << 20, 4 << 20));

    @ParameterizedTest
    @MethodSource("processors")
    void blocksOfLargeProductsFitTheirCaches(ElementType element, Registers registers) {
        for (Caches caches : PROCESSORS) {
            for (Shape shape : SHAPES) {
                BlockSizes blocks = blocking(element, registers, caches).blocks(shape, 1);
                assertThat((long) blocks.mc() * Math.min(blocks.kc(), shape.k()) * element.bytes())
                        .as("%s: mc×kc of A", blocks)
                        .isLessThanOrEqualTo(caches.level3() / 4);
                assertThat((long) Math.min(blocks.kc(), shape.k()) * blocks.nc() * element.bytes())
                        .as("%s: kc×nc of B", blocks)
                        .isLessThanOrEqualTo(caches.level2() / 2);
            }
            BlockSizes large = blocking(element, registers, caches).blocks(Shape.square(4096), 1);
            assertThat((long) large.mc() * large.kc() * element.bytes())
                    .isBetween(caches.level3() / 32, caches.level3() / 8);
            assertThat((long) large.kc() * large.nc() * element.bytes())
                    .isBetween(caches.level2() / 8, caches.level2() / 2);
        }
    }

    @ParameterizedTest
    @MethodSource("processors")
    void tinyCachesGiveTheSmallestBlocksAndHugeOnesNoLargerThanTheProduct(ElementType element, Registers registers) {
        for (Shape shape : SHAPES) {
            BlockSizes tiny = blocking(element, registers, new Caches(1, 1, 1)).blocks(shape, 1);
            assertThat(tiny.kc()).isLessThanOrEqualTo(64);
            assertThat(tiny.nc()).isEqualTo(tiny.nr());
            assertThat(tiny.mc()).isEqualTo(tiny.mr());
            BlockSizes huge = blocking(element, registers, new Caches(Long.MAX_VALUE, Long.MAX_VALUE, Long.MAX_VALUE))
                    .blocks(shape, 1);
            assertThat(huge.kc()).isLessThanOrEqualTo(2048);
            assertThat(huge.mc()).isLessThan(shape.m() + huge.mr());
            assertThat(huge.nc()).isLessThan(shape.n() + huge.nr());
        }
    }

    @ParameterizedTest
    @MethodSource("processors")
    void moreThreadsCutColumnsAlone(ElementType element, Registers registers) {
        for (Shape shape : SHAPES) {
            Blocking blocking = blocking(element, registers, COMMON);
            BlockSizes alone = blocking.blocks(shape, 1);
            for (int members : new int[] {2, 7, 128}) {
                BlockSizes shared = blocking.blocks(shape, members);
                assertThat(shared.nc()).isLessThanOrEqualTo(alone.nc());
                assertThat(new BlockSizes(shared.mr(), shared.nr(), shared.mc(), shared.kc(), alone.nc()))
                        .isEqualTo(alone);
            }
        }
    }

    @Test
    void tilesAreAsWideAsANarrowProductButNoNarrowerThanAVector() {
        Blocking blocking = blocking(ElementType.FLOAT, new Registers(256, 16), COMMON);
        assertThat(blocking.blocks(new Shape(3, 9, 5), 1).nr()).isEqualTo(9);
        assertThat(blocking.blocks(new Shape(3, 9, 5), 1).mr()).isEqualTo(3);
        assertThat(blocking.blocks(new Shape(3, 7, 5), 1).nr()).isEqualTo(8);
        assertThat(blocking.blocks(new Shape(300, 1000, 5), 1).nr() % 8).isZero();
    }

    @Test
    void aPanelTakesUpToHalfOfLevel2AndStripsNearlyTheRest() {
        Blocking blocking = blocking(ElementType.DOUBLE, new Registers(512, 32), COMMON);
        assertThat(blocking.blocks(Shape.square(1000), 1).kc()).isEqualTo(1000);
        assertThat(blocking.blocks(Shape.square(4096), 1)).isEqualTo(new BlockSizes(6, 32, 126, 2048, 32));
        assertThat(blocking.mostOfA()).isEqualTo((int) (0.38 * (1 << 20)) / ElementType.DOUBLE.bytes());
    }

    @Test
    void packedBIsAShareOfLevel3AndOfAHugeOneSomeMegabytes() {
        Registers registers = new Registers(512, 32);
        assertThat(blocking(ElementType.DOUBLE, registers, COMMON).mostOfB()).isEqualTo(1 << 20);
        assertThat(blocking(ElementType.FLOAT, registers, COMMON).mostOfB()).isEqualTo(2 << 20);
        Caches huge = new Caches(Long.MAX_VALUE, Long.MAX_VALUE, Long.MAX_VALUE);
        assertThat(blocking(ElementType.FLOAT, registers, huge).mostOfB()).isLessThanOrEqualTo(1 << 23);
    }

    /** 1 MiB of B, 1.6, 2; and as few rows for each member as make a copy too dear. */
    @Test
    void eachMemberPacksASmallBForItself() {
        Blocking floats = blocking(ElementType.FLOAT, new Registers(512, 32), COMMON);
        assertThat(floats.copiesB(Shape.square(512), 2)).isTrue();
        assertThat(floats.copiesB(Shape.square(640), 2)).isFalse();
        assertThat(blocking(ElementType.DOUBLE, new Registers(512, 32), COMMON).copiesB(Shape.square(512), 2))
                .isFalse();
        assertThat(floats.copiesB(new Shape(384, 512, 512), 2)).isTrue();
        assertThat(floats.copiesB(new Shape(383, 512, 512), 2)).isFalse();
        assertThat(floats.copiesB(Shape.square(512), 3)).isFalse();
        assertThat(floats.copiesB(new Shape(1 << 20, 512, 512), 8)).isTrue();
        assertThat(floats.copiesB(new Shape(1 << 20, 512, 512), 9))
                .as("all 9 MiB")
                .isFalse();
    }

    private static Blocking blocking(ElementType element, Registers registers, Caches caches) {
        return new Blocking(registers, caches, Tiles.of(element, registers.bits()), CpuParameters.DEFAULTS);
    }
}
