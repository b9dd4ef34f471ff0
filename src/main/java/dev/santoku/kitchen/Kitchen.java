package dev.santoku.kitchen;

import dev.santoku.backend.Backend;
import dev.santoku.backend.Backends;
import dev.santoku.diagnosis.Postmortem;
import dev.santoku.host.BatchGrant;
import dev.santoku.host.CpuTopology;
import dev.santoku.host.DriverThreads;
import dev.santoku.host.JvmOptions;
import dev.santoku.host.SignalChain;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/**
 * Plays scenes, each in a process of its own: with the flags that it needs, held on cores without holding this process, and
 * without taking it down when a driver crashes.
 */
public final class Kitchen {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final String SHELL = "/bin/sh";
    private static final String LOG = "log";
    private static final String CRASH = "crash";

    /** A terminal sends Ctrl-C to all: the end of this process, which ends the scene's, must come first. */
    private static final List<String> UNDISTURBED =
            List.of(SHELL, "-c", "trap '' INT HUP; exec \"$@\"", "santoku-scene");

    private final Path folder;
    private final Map<String, String> environment;
    private volatile Process playing;
    private volatile boolean stopped;

    /**
     * A kitchen.
     *
     * @param folder for what scenes write, their logs included; it is the caller's to delete
     * @param environment added to this process's own
     */
    public Kitchen(Path folder, Map<String, String> environment) {
        this.folder = folder;
        this.environment = new TreeMap<>(environment);
    }

    /**
     * Plays a scene. Never throws for what a scene's process does: that is the scene's failure.
     *
     * @throws IOException when this process cannot write into the folder or start another
     */
    public Scene play(SceneId id, Settings settings) throws IOException {
        Scene scene = attempt(new Assignment(id, settings, true));
        if (id == SceneId.MATRIX && scene.rows().isEmpty() && !stopped) {
            Scene rest = attempt(new Assignment(id, settings, false));
            List<Row> rows = new ArrayList<>(rest.rows());
            for (String opencl : List.of(RowIds.OPENCL, RowIds.HYBRID)) {
                rows.add(Row.skipped(opencl, "with OpenCL " + scene.failure()));
            }
            return new Scene(id, rest.notes(), "with OpenCL " + scene.failure(), rows);
        }
        return scene;
    }

    private Scene attempt(Assignment assignment) throws IOException {
        String name = assignment.scene().id() + (assignment.opencl() ? "" : "-without-opencl");
        Path own = Files.createDirectories(folder.resolve(name));
        LessonJson.write(own.resolve(SceneMain.ASSIGNMENT), assignment);
        Process process = start(own, assignment);
        playing = process;
        try {
            long seconds = PATIENCE.plus(assignment.settings().expected()).toSeconds();
            if (!process.waitFor(seconds, TimeUnit.SECONDS)) {
                String what = "its process did not end within %d s".formatted(seconds);
                return broken(
                        assignment,
                        Postmortem.of(what, own.resolve(LOG), 0, System.getenv())
                                .inWords());
            }
            Path answer = own.resolve(SceneMain.ANSWER);
            if (process.exitValue() != 0 || !Files.exists(answer)) {
                return broken(assignment, end(process, own));
            }
            return LessonJson.read(answer, Scene.class);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return broken(assignment, "interrupted");
        } finally {
            process.destroyForcibly();
        }
    }

    /** Ends the scene that is being played, and no other is begun; called from another thread. */
    public void stop() {
        stopped = true;
        Process process = playing;
        if (process != null) {
            process.destroyForcibly();
        }
    }

    private static Scene broken(Assignment assignment, String reason) {
        return new Scene(assignment.scene(), List.of(), reason, List.of());
    }

    /** What the scene's process said of its own end, else how it ended. */
    private static String end(Process process, Path own) throws IOException {
        Path log = own.resolve(LOG);
        return new String(Files.readAllBytes(log), StandardCharsets.UTF_8)
                .lines()
                .filter(line -> line.startsWith("Exception in thread \"main\""))
                .findFirst()
                .map(line -> line.replaceFirst("^[^:]*: ", ""))
                .orElseGet(() -> "its process was lost: "
                        + Postmortem.ofEnd(process, own.resolve(CRASH), log, 0, System.getenv())
                                .inWords());
    }

    private Process start(Path own, Assignment assignment) throws IOException {
        List<String> command = new ArrayList<>(Files.isExecutable(Path.of(SHELL)) ? UNDISTURBED : List.of());
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of(
                "-XX:+UseSerialGC",
                "-XX:-CreateCoredumpOnCrash",
                "-XX:ErrorFile=" + own.resolve(CRASH),
                BatchGrant.jvmFlag()));
        command.add("-Djava.io.tmpdir=" + own);
        if (assignment.scene() == SceneId.MATRIX) {
            command.addAll(jvmFlags());
        }
        command.addAll(
                List.of("-cp", System.getProperty("java.class.path"), SceneMain.class.getName(), own.toString()));
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(own.resolve(LOG).toFile());
        builder.environment().putAll(environment);
        JvmOptions.setAside(builder.environment());
        SignalChain.keep(builder.environment());
        if (assignment.scene() == SceneId.MATRIX) {
            DriverThreads.place(builder.environment(), CpuTopology.ofThisMachine(), BatchGrant.usableProcessors());
        }
        return builder.start();
    }

    /** What all the back ends of the scene need, each flag with its value once. */
    private static List<String> jvmFlags() {
        Set<List<String>> flags = new LinkedHashSet<>();
        for (String id : List.of(RowIds.SINGLE, RowIds.POOL, RowIds.OPENCL)) {
            Backends.byId(id).map(Backend::jvmFlags).ifPresent(flags::add);
        }
        return flags.stream().flatMap(List::stream).toList();
    }
}
