package dev.santoku.files;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UnfinishedFilesTest {
    /** No process has this number. */
    private static final long NOBODY = 999_999_999;

    @TempDir
    private Path folder;

    private Path blocks(String name, FileTime time) throws Exception {
        Path blocks = Files.createDirectories(folder.resolve(name));
        Files.writeString(Files.createDirectory(blocks.resolve("dense")).resolve("b"), "half");
        Files.writeString(blocks.resolve("block-1-2"), "half");
        return Files.setLastModifiedTime(blocks, time);
    }

    @Test
    void blocksOfAKilledProcessGoWithAllThatIsInThem() throws Exception {
        FileTime longAgo = FileTime.from(Instant.now().minusSeconds(600));
        Path target = folder.resolve("c.npy");
        Path stale = blocks("c.npy." + NOBODY + "-1.part.blocks", longAgo);
        Path mayBeWritten = blocks("c.npy." + NOBODY + "-2.part.blocks", FileTime.from(Instant.now()));
        Path ofAnother = blocks("d.npy." + NOBODY + "-1.part.blocks", longAgo);
        Path own = blocks(UnfinishedFiles.folderOf(target).getFileName().toString(), longAgo);
        UnfinishedFiles.deleteStale(target);
        assertThat(stale).doesNotExist();
        assertThat(mayBeWritten).isNotEmptyDirectory();
        assertThat(ofAnother).isNotEmptyDirectory();
        assertThat(own).isNotEmptyDirectory();
    }

    @Test
    void aLinkIsNotFollowed() throws Exception {
        Path elsewhere = Files.createDirectory(folder.resolve("elsewhere"));
        Path kept = Files.writeString(elsewhere.resolve("kept"), "whole");
        Files.setLastModifiedTime(elsewhere, FileTime.from(Instant.now().minusSeconds(600)));
        Path link = Files.createSymbolicLink(folder.resolve("c.npy." + NOBODY + "-1.part.blocks"), elsewhere);
        UnfinishedFiles.deleteStale(folder.resolve("c.npy"));
        assertThat(kept).exists();
        assertThat(Files.exists(link, LinkOption.NOFOLLOW_LINKS)).isFalse();
    }
}
