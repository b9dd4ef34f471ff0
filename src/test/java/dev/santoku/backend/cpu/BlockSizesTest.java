package dev.santoku.backend.cpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.santoku.matrix.Shape;
import org.junit.jupiter.api.Test;

class BlockSizesTest {
    private static final BlockSizes SIMD = new BlockSizes(12, 32, 252, 256, 4096);

    @Test
    void refusesBlocksThatAreNoMultipleOfTheTile() {
        assertThatThrownBy(() -> new BlockSizes(12, 32, 250, 256, 4096)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new BlockSizes(12, 32, 252, 256, 4097)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new BlockSizes(12, 32, 252, 0, 4096)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void cutsDepthAndColumnsEvenly() {
        BlockSizes blocks = SIMD.fittedTo(new Shape(1000, 4100, 260), 1);
        assertThat(blocks).isEqualTo(new BlockSizes(12, 32, 252, 132, 2080));
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
    void cutsRowsSmallerUntilEachThreadHasItsShare() {
        assertThat(SIMD.fittedTo(new Shape(2000, 40, 100), 4).mc()).isEqualTo(252);
        assertThat(SIMD.fittedTo(new Shape(2000, 40, 100), 8).mc()).isEqualTo(132);
        assertThat(SIMD.fittedTo(new Shape(30, 32, 100), 128).mc()).isEqualTo(12);
    }

    @Test
    void tilesOfPlainJavaShrinkForManyThreadsAlone() {
        MicroKernels<float[]> kernels = new ScalarKernels().floats();
        assertThat(kernels.blocks(Shape.square(1024), 1).nr()).isEqualTo(1024);
        assertThat(kernels.blocks(Shape.square(1024), 2).nr()).isEqualTo(1024);
        BlockSizes many = kernels.blocks(Shape.square(1024), 128);
        assertThat(many.nr()).isLessThan(1024);
        assertThat(1024 / many.mr() * (1024 / many.nr())).isGreaterThanOrEqualTo(128);
        assertThat(kernels.blocks(new Shape(1, 1, 1), 1)).isEqualTo(new BlockSizes(1, 16, 1, 4, 16));
    }

    @Test
    void roundsWithoutOverflow() {
        assertThat(BlockSizes.ceilDiv(Integer.MAX_VALUE, 16)).isEqualTo(1 << 27);
        assertThat(BlockSizes.evenCut(Integer.MAX_VALUE, 1000)).isEqualTo(1000);
        assertThat(BlockSizes.roundUp(17, 16)).isEqualTo(32);
    }
}
