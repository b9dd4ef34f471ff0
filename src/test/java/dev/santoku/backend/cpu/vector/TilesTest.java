package dev.santoku.backend.cpu.vector;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class TilesTest {
    private static final int MOST_PRODUCTS = 60;

    @Test
    void kernelsAreKeptForTheLifeOfTheProcess() {
        Tiles tiles = Tiles.of(ElementType.DOUBLE, 128);
        assertThat(Tiles.of(ElementType.DOUBLE, 128)).isSameAs(tiles).isNotSameAs(Tiles.of(ElementType.FLOAT, 128));
        TileKernel kernel = tiles.kernel(kind(2, 1, 50));
        assertThat(tiles.kernel(kind(2, 1, 50))).isSameAs(kernel);
        assertThat(tiles.kernel(kind(2, 2, 50))).isNotSameAs(kernel);
        assertThat(tiles.kernel(new TileKind(2, 1, 50, false, 128))).isNotSameAs(kernel);
        assertThat(tiles.kernel(new TileKind(2, 1, 50, true, 0))).isNotSameAs(kernel);
    }

    /** Matrices have endlessly many strides; code for each of them would fill the memory. */
    @Test
    void oneKernelServesLongRowsAndAfterManyStridesAllOthersAndPackedRowsKeepTheirs() {
        Tiles tiles = Tiles.of(ElementType.DOUBLE, 512);
        TileKernel any = tiles.kernel(kind(1, 1, 1001));
        assertThat(tiles.kernel(kind(1, 1, 1002))).as("long rows").isSameAs(any);
        for (int stride = 2; stride <= 128; stride++) {
            for (int rows = 2; rows <= 4; rows++) {
                tiles.kernel(kind(rows, 1, stride));
            }
        }
        assertThat(tiles.kernel(kind(1, 1, 91))).as("after many strides").isSameAs(any);
        assertThat(tiles.kernel(kind(1, 1, TileKind.SLICED))).isNotSameAs(any);
    }

    @Test
    void productsBeginInPlainJavaAndGoOnWithTheGeneratedKernelOnceItIsCompiled() {
        Tiles tiles = Tiles.of(ElementType.DOUBLE, 128);
        Tiles plain = tiles.beginningPlain();
        TileKind kind = kind(3, 1, 77);
        assertThat(tiles.quickest(kind)).isSameAs(tiles.kernel(kind));
        assertThat(plain.quickest(kind)).isInstanceOf(DoublePlainTile.class);
        TileKind asked = kind(2, 1, 77);
        assertThat(plain.quickest(asked).isForNow()).isTrue();
        assertThat(plain.warmUp(List.of(kind))).isTrue();
        assertThat(plain.warmUp(List.of(kind))).as("a second time").isFalse();
        assertThat(onceCompiled(plain, kind)).isSameAs(tiles.kernel(kind));
        assertThat(onceCompiled(plain, asked)).as("what was only asked for").isSameAs(tiles.kernel(asked));
    }

    /** A compiler that is busy with others is not waited for long: the next product asks it once more. */
    private static TileKernel onceCompiled(Tiles plain, TileKind kind) {
        TileKernel now = plain.quickest(kind);
        for (int product = 0; now.isForNow() && product < MOST_PRODUCTS; product++) {
            Tiles.awaitCompiler();
            now = plain.quickest(kind);
        }
        return now;
    }

    private static TileKind kind(int rows, int vectors, int stride) {
        return new TileKind(rows, vectors, stride, false, 0);
    }
}
