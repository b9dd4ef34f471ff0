package dev.santoku.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Runs the program as a process of its own in a folder of its own, as a user does, the faulty back end added. */
public final class Program {
    private static final Path FAULTY = Path.of("src/test/faulty").toAbsolutePath();

    private static final long SIGINT = 1 << (2 - 1);

    /** What a command begins with so that it hears of Ctrl-C. */
    private static final List<String> HEARING = hearing();

    private final Path folder;
    private final Process process;

    private Program(Path folder, Process process) {
        this.folder = folder;
        this.process = process;
    }

    /** The command {@code compare} in haste: few sizes, and samples until the median is known to ±50 %. */
    public static String[] hastily(String... more) {
        return Stream.concat(Stream.of("compare", "--quick", "--within", "50"), Stream.of(more))
                .toArray(String[]::new);
    }

    public static Program start(Path folder, Map<String, String> environment, String... arguments) {
        return start(HEARING, "", folder, environment, arguments);
    }

    /** Starts it by a line of a shell, which stands the program's command in {@code "$@"}. */
    public static Program startBy(String shell, Path folder, Map<String, String> environment, String... arguments) {
        return start(List.of("sh", "-c", shell, "sh"), "", folder, environment, arguments);
    }

    /** @param instead a folder whose files are found before the program's own, and the path's separator; or nothing */
    private static Program start(
            List<String> beginning, String instead, Path folder, Map<String, String> environment, String... arguments) {
        List<String> command = new ArrayList<>(beginning);
        command.addAll(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1", // it ends before an optimising compiler would pay
                "-XX:+UseSerialGC",
                "-cp",
                instead + System.getProperty("java.class.path") + File.pathSeparator + FAULTY,
                Main.class.getName()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectOutput(folder.resolve("stdout").toFile())
                .redirectError(folder.resolve("stderr").toFile());
        builder.environment().putAll(environment);
        try {
            return new Program(folder, builder.start());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Nothing where it would anyhow, and where {@code env} is too old to see to it (before coreutils 8.31) or BusyBox's. */
    private static List<String> hearing() {
        List<String> env = List.of("env", "--default-signal=INT");
        return ignoresInterrupts() && canBegin(env) ? env : List.of();
    }

    private static boolean canBegin(List<String> beginning) {
        List<String> command = new ArrayList<>(beginning);
        command.add("true");
        try {
            return new ProcessBuilder(command).start().onExit().join().exitValue() == 0;
        } catch (IOException e) {
            return false;
        }
    }

    /**
     * Whether what this process starts would not hear of Ctrl-C: so it is where a script has put the tests into the background.
     * Elsewhere than on Linux nobody tells.
     */
    private static boolean ignoresInterrupts() {
        Path status = Path.of("/proc/self/status");
        return Files.isReadable(status)
                && read(status)
                        .lines()
                        .filter(line -> line.startsWith("SigIgn:"))
                        .anyMatch(line ->
                                (Long.parseUnsignedLong(line.substring(7).strip(), 16) & SIGINT) != 0);
    }

    public static Program run(Path folder, Map<String, String> environment, String... arguments)
            throws InterruptedException {
        Program program = start(folder, environment, arguments);
        program.waitForEnd();
        return program;
    }

    /** Of which a folder's files are found before the program's own. */
    public static Program runWith(Path instead, Path folder, Map<String, String> environment, String... arguments)
            throws InterruptedException {
        Program program = start(HEARING, instead + File.pathSeparator, folder, environment, arguments);
        program.waitForEnd();
        return program;
    }

    public Path folder() {
        return folder;
    }

    public Process process() {
        return process;
    }

    /** The exit status. */
    public int waitForEnd() throws InterruptedException {
        if (!process.waitFor(3, TimeUnit.MINUTES)) {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
            throw new AssertionError("the program does not end; it said: " + stderr());
        }
        return process.exitValue();
    }

    public String stdout() {
        return read(folder.resolve("stdout"));
    }

    public String stderr() {
        return read(folder.resolve("stderr"));
    }

    /** The result file, the only one. */
    public JsonNode result() {
        return result("results");
    }

    /** The only result in a folder of that name. */
    public JsonNode result(String results) {
        return onlyResult(folder.resolve(results));
    }

    private JsonNode onlyResult(Path in) {
        try (Stream<Path> files = Files.list(in)) {
            List<Path> results =
                    files.filter(file -> file.toString().endsWith(".json")).toList();
            if (results.size() != 1) {
                throw new AssertionError("one result file expected, there are " + results + "; " + stderr());
            }
            return json(read(results.get(0)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static JsonNode json(String text) {
        try {
            return new ObjectMapper()
                    .enable(com.fasterxml.jackson.databind.DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .readTree(text);
        } catch (JsonProcessingException e) {
            throw new AssertionError("no JSON document: " + text, e);
        }
    }

    /** How many samples a result's cells stand on. */
    public static int samples(JsonNode result) {
        int samples = 0;
        for (JsonNode cell : result.get("results")) {
            samples += cell.get("samples").intValue();
        }
        return samples;
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
