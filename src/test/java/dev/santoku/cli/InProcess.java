package dev.santoku.cli;

import dev.santoku.cli.terminal.ExitCode;
import dev.santoku.cli.terminal.Terminal;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** Runs the program in this process and keeps what it prints; workers are processes nonetheless. */
public final class InProcess {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    public ExitCode run(String... arguments) {
        out.reset();
        err.reset();
        return Main.run(List.of(arguments), new Terminal(stream(out), stream(err), Map.of()));
    }

    public String out() {
        return out.toString(StandardCharsets.UTF_8);
    }

    public String err() {
        return err.toString(StandardCharsets.UTF_8);
    }

    private static PrintStream stream(ByteArrayOutputStream bytes) {
        return new PrintStream(bytes, true, StandardCharsets.UTF_8);
    }
}
