package dev.santoku.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ScreenTest {
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    private Screen screen(boolean quiet, String terminals) {
        PrintStream stream = new PrintStream(err, true, StandardCharsets.UTF_8);
        return new Screen(
                new Terminal(stream, stream, Map.of("SANTOKU_TERMINAL", terminals, "SANTOKU_COLUMNS", "20")), quiet);
    }

    private String err() {
        return err.toString(StandardCharsets.UTF_8);
    }

    @Test
    void linesAreWrittenOverInTheirPlace() {
        Screen screen = screen(false, "stderr");
        screen.show(List.of("n1 found"));
        screen.show(List.of("n1 done", "n2 found"));
        screen.show(List.of("n1 done", "n2 done"));
        assertThat(err().split("\n"))
                .containsExactly(
                        "\r\u001b[Kn1 found",
                        "\u001b[1A\r\u001b[Kn1 done",
                        "\r\u001b[Kn2 found",
                        "\u001b[2A\r\u001b[Kn1 done",
                        "\r\u001b[Kn2 done");
    }

    @Test
    void aLongLineFillsOneLineOnly() {
        screen(false, "stderr").show(List.of("x".repeat(50)));
        assertThat(err()).isEqualTo("\r\u001b[K" + "x".repeat(19) + "\n");
    }

    @Test
    void wordsOfStrangersDoNotMoveTheCursor() {
        screen(false, "stderr").show(List.of("\u001b[5A\r\u001b[Kx\ny"));
        assertThat(err().substring(4)).doesNotContain("\u001b").endsWith(" y\n").containsOnlyOnce("\n");
    }

    @Test
    void withoutATerminalThereIsNone() {
        Screen screen = screen(false, "stdout");
        screen.show(List.of("n1 found"));
        assertThat(screen.moves()).isFalse();
        Screen quiet = screen(true, "stderr");
        quiet.show(List.of("n1 found"));
        assertThat(quiet.moves()).isFalse();
        assertThat(err()).isEmpty();
    }
}
