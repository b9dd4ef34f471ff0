package dev.santoku.backend.cpu.vector;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.objectweb.asm.ClassReader;

class TileClassTest {
    @AfterEach
    void dumpNoMore() {
        System.clearProperty(TileClass.DUMP);
    }

    @Test
    void aKernelIsDumpedWhereThePropertyNamesAFolder(@TempDir Path folder) {
        System.setProperty(TileClass.DUMP, folder.resolve("new").toString());
        TileKind kind = new TileKind(2, 3, TileKind.SLICED, true, 128);
        TileClass.kernel(ElementType.DOUBLE, 256, kind);

        Path file = folder.resolve("new/Tile2x3SlicedFromZeroLast128OfDOUBLE256.class");
        assertThat(file).isRegularFile().satisfies(dumped -> assertThat(
                        new ClassReader(Files.readAllBytes(dumped)).getInterfaces())
                .containsExactly(GeneratedTile.class.getName().replace('.', '/')));
    }
}
