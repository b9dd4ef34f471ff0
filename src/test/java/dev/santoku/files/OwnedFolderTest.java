package dev.santoku.files;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Folders of killed runs go, and no others. That a lock keeps one is seen where programs run ({@code InterruptionTest}). */
class OwnedFolderTest {
    /** A process number that no system gives. */
    private static final String NOBODY = ".owner-999999999999999-1";

    @TempDir
    private Path folder;

    private Path folder(String name, String... files) throws Exception {
        Path created = Files.createDirectories(folder.resolve(name));
        for (String file : files) {
            Files.writeString(created.resolve(file), "");
        }
        return created;
    }

    private void clear() {
        OwnedFolder.clearAbandoned(folder, "santoku-*", each -> !each.endsWith("santoku-unwanted"));
    }

    @Test
    void whatProcessesLeftThatAreGoneIsCleared() throws Exception {
        Path left = folder("santoku-left", NOBODY, "library.so");
        Path elsewhere = folder("elsewhere", "precious");
        Files.createSymbolicLink(left.resolve("link"), elsewhere);
        String reused = ".owner-" + ProcessHandle.current().pid() + "-1"; // as in the next container
        folder("santoku-of-the-same-number", reused);
        folder("santoku-deep/er", "file");
        folder("santoku-deep", NOBODY, reused);
        clear();
        assertThat(folder.toFile().list()).containsExactly("elsewhere");
        assertThat(elsewhere.resolve("precious")).exists();
    }

    @Test
    void nothingElseIs() throws Exception {
        Process running = new ProcessBuilder("sleep", "60").start();
        try {
            folder("santoku-running", ".owner-" + running.pid() + "-1");
            folder("santoku-two", NOBODY, ".owner-" + running.pid() + "-1");
            folder("santoku-nobodys", "file"); // logs that somebody wants to read
            folder("santoku-other", ".owner-x", ".owner-");
            folder("santoku-unwanted", NOBODY);
            folder("other", NOBODY);
            Files.writeString(folder.resolve("santoku-file"), "");
            Files.createSymbolicLink(folder.resolve("santoku-link"), folder("linked", NOBODY));
            try (OwnedFolder own = OwnedFolder.of(folder.resolve("santoku-own"))) {
                clear();
                assertThat(own.path()).isNotEmptyDirectory();
            }
            clear();
            assertThat(folder.toFile().list())
                    .containsExactlyInAnyOrder(
                            "santoku-running",
                            "santoku-two",
                            "santoku-nobodys",
                            "santoku-other",
                            "santoku-unwanted",
                            "other",
                            "santoku-file",
                            "santoku-link",
                            "linked",
                            "santoku-own");
            assertThat(folder.resolve("santoku-own")).as("closed: nobody's").isEmptyDirectory();
        } finally {
            running.destroyForcibly();
        }
    }

    @Test
    void whoTakesAFolderKeepsWhatIsInIt() throws Exception {
        Path taken = folder("logs", NOBODY, "first.log");
        OwnedFolder own = OwnedFolder.of(taken);
        assertThat(taken.toFile().list()).hasSize(2).contains("first.log").doesNotContain(NOBODY.substring(1), NOBODY);
        own.delete();
        assertThat(taken).doesNotExist();
    }

    @Test
    void temporaryOnesTellTheirPurpose() throws Exception {
        OwnedFolder first = OwnedFolder.temporary("test");
        try (OwnedFolder second = OwnedFolder.temporary("test")) {
            assertThat(first.path()).isNotEqualTo(second.path()).isDirectory();
            assertThat(first.path().getFileName().toString()).startsWith("santoku-test-");
            second.delete();
        } finally {
            first.delete();
        }
        assertThat(first.path()).doesNotExist();
    }
}
