package dev.santoku.cli.fleet;

import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.santoku.cli.terminal.CommandException;
import dev.santoku.cli.terminal.ExitCode;
import dev.santoku.cli.terminal.Interruption;
import dev.santoku.diagnosis.FileErrors;
import dev.santoku.files.Folders;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The process of Spark's driver, which {@code scripts/cluster.sh submit} starts. It ends when its standard input does.
 *
 * @param script {@code scripts/cluster.sh}
 * @param jar what runs on Spark
 * @param program the program's own jar, which that uses
 * @param more arguments of {@code spark-submit}, as the user wants
 */
public record Driver(Path script, Path jar, Path program, List<String> more) {
    /** How the address of a cluster looks; by YARN and Kubernetes through the Spark that is installed for them. */
    public static final String MASTER = "spark://\\S+|yarn|k8s://\\S+|local-cluster\\[\\d+,\\d+,\\d+]";

    /** The variable of the environment that holds more arguments of {@code spark-submit}, between blanks. */
    private static final String MORE = "SANTOKU_SUBMIT";

    private static final String JARS = "--jars";
    private static final long GRACE_SECONDS = 30;

    /** As {@code scripts/santoku.sh} says where these are; empty where it does not, as in a bundle. */
    public static Optional<Driver> from(Map<String, String> environment) {
        String root = environment.getOrDefault("SANTOKU_CHECKOUT", "");
        return root.isEmpty()
                ? Optional.empty()
                : Optional.of(new Driver(
                        Path.of(root, "scripts/cluster.sh"),
                        Path.of(root, "target/santoku-cluster.jar"),
                        Path.of(root, "target/santoku.jar"),
                        Stream.of(environment.getOrDefault(MORE, "").split("\\s+"))
                                .filter(word -> !word.isEmpty())
                                .toList()));
    }

    /** The folder that nodes are to have, too. */
    Path checkout() {
        return script.getParent().getParent();
    }

    /**
     * Runs it to its end.
     *
     * @param master of the cluster; empty for the one that was started here
     * @param main the class that runs in it
     * @param jvmFlags of its JVM, between spaces; empty for none
     * @param task what that class reads, as JSON
     * @param work a folder for its files
     * @param events is given each line of its standard output
     * @throws CommandException when the cluster fails, and not a node
     */
    public void run(
            Optional<String> master, String main, String jvmFlags, Object task, Path work, Consumer<String> events)
            throws CommandException {
        Path log = work.resolve("driver.log");
        try {
            Path file = work.resolve("task.json");
            JsonMapper.builder().build().writeValue(file.toFile(), task);
            List<String> command = new ArrayList<>(List.of("bash", script.toString(), "submit"));
            master.ifPresent(url -> command.addAll(List.of("--master", url)));
            command.addAll(more);
            command.addAll(List.of(JARS, jars(), "--class", main, "--driver-java-options", jvmFlags));
            command.addAll(List.of(jar.toString(), file.toString()));
            Process process =
                    new ProcessBuilder(command).redirectError(log.toFile()).start();
            Interruption interruption = new Interruption(() -> end(process));
            try (BufferedReader reader = process.inputReader(StandardCharsets.UTF_8)) {
                for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                    events.accept(line);
                }
                int exit = process.waitFor();
                if (exit != 0) {
                    throw new CommandException(ExitCode.OWN_FAULT, "the cluster failed: " + reason(log, exit));
                }
            } finally {
                interruption.close();
                end(process);
            }
        } catch (IOException e) {
            throw new CommandException(
                    ExitCode.OWN_FAULT, "the driver on Spark cannot be run (%s)".formatted(FileErrors.inWords(e)));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandException(ExitCode.INTERRUPTED, "interrupted");
        }
    }

    /** The program, what opens OpenCL devices, and the user's: {@code spark-submit} takes the last of several such options alone. */
    private String jars() {
        Stream<Path> own = Stream.concat(
                Stream.of(program),
                Folders.content(program.resolveSibling("lib")).stream()
                        .filter(file -> file.getFileName().toString().matches("jocl-[0-9.]+\\.jar")));
        Stream<String> users = IntStream.range(1, more.size())
                .filter(i -> more.get(i - 1).equals(JARS))
                .mapToObj(more::get);
        return Stream.concat(own.map(Path::toString), users).collect(Collectors.joining(","));
    }

    /** By the end of its input; what does not obey is ended by force. */
    private static void end(Process process) {
        try {
            process.getOutputStream().close();
        } catch (IOException e) {
            // it has ended
        }
        try {
            if (!process.waitFor(GRACE_SECONDS, TimeUnit.SECONDS)) {
                Stream.concat(process.descendants(), Stream.of(process.toHandle()))
                        .forEach(ProcessHandle::destroyForcibly);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Our own last line, else the first exception, else the last line of all. */
    private static String reason(Path log, int exit) throws IOException {
        List<String> lines = Files.readAllLines(log, StandardCharsets.ISO_8859_1).stream()
                .filter(line -> !line.isBlank())
                .toList();
        return lines.stream()
                .filter(line -> line.startsWith("santoku: "))
                .reduce((earlier, later) -> later)
                .map(line -> line.replaceFirst("^santoku: (cluster: |fleet: |multiply: )?", ""))
                .or(() -> lines.stream()
                        .filter(line -> line.contains("Exception"))
                        .findFirst())
                .or(() -> lines.stream().reduce((earlier, later) -> later))
                .orElse("exit code " + exit);
    }
}
