package dev.santoku.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.santoku.cli.Main;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Results that cannot be written are one line and exit code 1; a reader that has had enough is no trouble. */
class StandardOutputTest {
    private static final String SAMPLE = "src/site/results/20261123T082749Z-850d80.json";
    private static final Path NO_LINK = Path.of("there/is/none");

    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    private ExitCode run(OutputStream out, String... arguments) {
        PrintStream errors = new PrintStream(err, true, StandardCharsets.UTF_8);
        return Main.run(List.of(arguments), new Terminal(new StandardOutput(out, NO_LINK), errors, Map.of()));
    }

    private String err() {
        return err.toString(StandardCharsets.UTF_8);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--help",
                "--version",
                "compare --help",
                "compare --dry-run --backends single --out FOLDER",
                "completion bash",
                "completion zsh",
                "completion man",
                "merge SAMPLE",
                "merge SAMPLE --json -",
                "diff SAMPLE SAMPLE",
                "diff SAMPLE SAMPLE --json -",
                "diff SAMPLE SAMPLE --markdown -",
                "kitchen order --quick --quiet"
            })
    @EnabledOnOs(OS.LINUX)
    void aFullDiskIsOneLineWhicheverCommandWrites(String command, @TempDir Path folder) throws Exception {
        String[] arguments = command.replace("SAMPLE", SAMPLE)
                .replace("FOLDER", folder.toString())
                .split(" ");
        try (OutputStream full = new FileOutputStream("/dev/full")) {
            assertThat(run(full, arguments)).isEqualTo(ExitCode.OWN_FAULT);
        }
        assertThat(err())
                .endsWith("santoku: standard output cannot be written (No space left on device)\n")
                .doesNotContain("\tat ")
                .satisfies(text -> assertThat(text.lines()).hasSize(1));
    }

    /** Takes so many bytes and no more. */
    private static final class ShortOutput extends OutputStream {
        private final ByteArrayOutputStream taken = new ByteArrayOutputStream();
        private final int most;
        private final String trouble;

        ShortOutput(int most, String trouble) {
            this.most = most;
            this.trouble = trouble;
        }

        @Override
        public void write(int octet) throws IOException {
            if (taken.size() == most) {
                throw new IOException(trouble);
            }
            taken.write(octet);
        }
    }

    @Test
    void aReaderThatHasHadEnoughIsNoTrouble() {
        ShortOutput head = new ShortOutput(100, "Broken pipe");
        assertThat(run(head, "merge", SAMPLE, "--json", "-")).isEqualTo(ExitCode.DONE);
        assertThat(head.taken.size()).isEqualTo(100);
        assertThat(err()).isEmpty();
    }

    /** A document with a hole in it would be worse than half a one. */
    @Test
    void nothingIsWrittenAfterTheFirstTrouble() {
        ByteArrayOutputStream taken = new ByteArrayOutputStream();
        OutputStream once = new OutputStream() {
            private boolean failed;

            @Override
            public void write(int octet) throws IOException {
                throw new UnsupportedOperationException();
            }

            @Override
            public void write(byte[] bytes, int from, int count) throws IOException {
                if (taken.size() > 0 && !failed) {
                    failed = true;
                    throw new IOException("no room just now");
                }
                taken.write(bytes, from, count);
            }
        };
        StandardOutput out = new StandardOutput(once, NO_LINK);
        out.print("first");
        out.print("second");
        out.print("third");
        assertThat(taken).hasToString("first");
        assertThat(out.loss()).contains("no room just now");
    }

    /** As a shell starts it: with an output that is closed, and with one that nobody reads to its end. */
    @Test
    @EnabledOnOs({OS.LINUX, OS.MAC})
    void aClosedOutputIsToldAndAShortReaderIsNot() throws Exception {
        String script =
                """
                "$@" completion bash >&-
                echo "closed: $?" >&2
                "$@" merge %s --json - | head -c 1 >/dev/null
                echo "read in part: ${PIPESTATUS[0]}" >&2
                """
                        .formatted(SAMPLE);
        Process process = new ProcessBuilder(
                        "bash",
                        "-c",
                        script,
                        "bash",
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path") + File.pathSeparator,
                        Main.class.getName())
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        String said = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(said.lines())
                .satisfiesExactly(
                        line -> assertThat(line).startsWith("santoku: standard output cannot be written ("),
                        line -> assertThat(line).isEqualTo("closed: 1"),
                        line -> assertThat(line).isEqualTo("read in part: 0"));
    }
}
