package dev.santoku.backend.cpu.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.santoku.matrix.Shape;
import org.junit.jupiter.api.Test;

class BlockSizesTest {
    private static final BlockSizes SIMD = new BlockSizes(12, 32, 480, 256, 4096);

    @Test
    void refusesBlocksThatAreNoMultipleOfTheTile() {
        assertThatThrownBy(() -> new BlockSizes(12, 32, 480, 256, 4097)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new BlockSizes(12, 32, 480, 256, 0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new BlockSizes(12, 32, 480, 0, 4096)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new BlockSizes(12, 32, 481, 256, 4096)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new BlockSizes(12, 32, 0, 256, 4096)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new BlockSizes(0, 32, 480, 256, 4096)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void cutsAllSidesEvenly() {
        BlockSizes blocks = SIMD.fittedTo(new Shape(1000, 4100, 260), 1);
        assertThat(blocks).isEqualTo(new BlockSizes(12, 32, 336, 132, 2080));
    }

    @Test
    void keepsTheCutsOfDepthOnAnyNumberOfThreads() {
        Shape shape = Shape.square(1000);
        for (int members : new int[] {2, 8, 128}) {
            assertThat(SIMD.fittedTo(shape, members).kc())
                    .isEqualTo(SIMD.fittedTo(shape, 1).kc());
        }
    }

    @Test
    void cutsColumnsSmallerUntilEachThreadHasItsShare() {
        Shape low = new Shape(40, 4000, 100); // four tiles high
        assertThat(SIMD.fittedTo(low, 1).nc()).isEqualTo(4000);
        assertThat(SIMD.fittedTo(low, 2).nc()).isEqualTo(2016);
        assertThat(SIMD.fittedTo(low, 8).nc()).isEqualTo(512);
        assertThat(SIMD.fittedTo(new Shape(12, 40, 100), 128).nc()).isEqualTo(32);
        assertThat(SIMD.fittedTo(new Shape(2000, 4000, 100), 8).nc())
                .as("there are pieces enough above each other")
                .isEqualTo(4000);
    }

    @Test
    void tilesOfPlainJavaShrinkForManyThreadsAlone() {
        MicroKernels<float[]> kernels = new ScalarKernels().floats();
        assertThat(kernels.blocks(Shape.square(1024), 1).nr()).isEqualTo(1024);
        assertThat(kernels.blocks(Shape.square(1024), 2).nr()).isEqualTo(1024);
        BlockSizes many = kernels.blocks(Shape.square(1024), 128);
        assertThat(many.nr()).isLessThan(1024);
        assertThat(1024 / many.mr() * (1024 / many.nr())).isGreaterThanOrEqualTo(128);
        assertThat(kernels.blocks(new Shape(1, 1, 1), 1)).isEqualTo(new BlockSizes(1, 1, 1, 4, 1));
    }

    @Test
    void roundsWithoutOverflow() {
        assertThat(BlockSizes.ceilDiv(Integer.MAX_VALUE, 16)).isEqualTo(1 << 27);
        assertThat(BlockSizes.evenCut(Integer.MAX_VALUE, 1000)).isEqualTo(1000);
        assertThat(BlockSizes.roundUp(17, 16)).isEqualTo(32);
    }
}
