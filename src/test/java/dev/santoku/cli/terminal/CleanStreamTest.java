package dev.santoku.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** Strangers' words on a terminal, beside the program's own colours. */
class CleanStreamTest {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    private String printed(boolean terminal, Object text) {
        bytes.reset();
        new CleanStream(new PrintStream(bytes, true, StandardCharsets.UTF_8), terminal).print(text);
        return bytes.toString(StandardCharsets.UTF_8);
    }

    @Test
    void coloursAndTheMovingLineAreForTerminals() {
        String ours = "\r\u001b[K\u001b[1mbold\u001b[0m µs\n\tat\n";
        assertThat(printed(true, ours)).isEqualTo(ours);
        assertThat(printed(false, ours)).isEqualTo("\uFFFD\uFFFD[K\uFFFD[1mbold\uFFFD[0m µs\n\tat\n");
    }

    @Test
    void nothingElseMovesTheCursor() {
        for (boolean terminal : new boolean[] {true, false}) {
            assertThat(printed(terminal, "a\u001b[2J\u001b]0;t\u0007\u009b1A\rb\u202ec\u2028d"))
                    .isEqualTo("a\uFFFD[2J\uFFFD]0;t\uFFFD\uFFFD1A\uFFFDb\uFFFDc\uFFFDd");
            assertThat(printed(terminal, new IllegalStateException("\u001b[2J")))
                    .endsWith("\uFFFD[2J");
            assertThat(printed(terminal, null)).isEqualTo("null");
        }
    }
}
