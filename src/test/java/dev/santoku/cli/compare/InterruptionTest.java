package dev.santoku.cli.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import com.fasterxml.jackson.databind.JsonNode;
import dev.santoku.cli.Program;
import dev.santoku.cli.terminal.ExitCode;
import dev.santoku.files.OwnedFolder;
import dev.santoku.journal.JournalLine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Ends from outside: of a worker, of the program by Ctrl-C, of the program by force. */
@Tag("slow")
class InterruptionTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @Test
    void killingOneWorkerFailsItsContenderAlone(@TempDir Path folder) throws Exception {
        Program program = start(folder, "faulty:none,single:naive", "8,200");
        ProcessHandle worker = await(() -> workerOn(program, "faulty-none"));
        assertThat(worker.destroyForcibly()).isTrue();
        assertThat(program.waitForEnd()).as(program.stderr()).isEqualTo(ExitCode.FAILED.status());
        JsonNode results = program.result().get("results");
        assertThat(results).hasSize(4);
        assertThat(results)
                .filteredOn(cell -> cell.get("backend").asText().equals("single"))
                .allSatisfy(cell -> assertThat(cell.get("outcome").asText()).isEqualTo("measured"));
        assertThat(results)
                .filteredOn(cell -> cell.get("outcome").asText().equals("failed"))
                .isNotEmpty()
                .allSatisfy(cell -> {
                    assertThat(cell.get("contender").asText()).isEqualTo("faulty:none@cpu");
                    assertThat(cell.get("reason").asText()).contains("SIGKILL");
                });
    }

    @Test
    void ctrlCKeepsWhatWasMeasured(@TempDir Path folder) throws Exception {
        Program program = start(folder, "single:naive,faulty:none", "1x40x40,1000");
        await(() ->
                program.stderr().contains("single:naive@cpu f32 1x40x40: ") ? Optional.of(program) : Optional.empty());
        List<ProcessHandle> workers = program.process().descendants().toList();
        assertThat(workers).isNotEmpty();
        signal("INT", program.process().toHandle());
        assertThat(program.waitForEnd()).isEqualTo(ExitCode.INTERRUPTED.status());
        JsonNode result = program.result();
        assertThat(result.at("/run/complete").asBoolean()).isFalse();
        assertThat(result.get("results"))
                .isNotEmpty()
                .allSatisfy(cell -> assertThat(cell.get("outcome").asText()).isEqualTo("measured"));
        assertThat(program.stderr()).contains("interrupted: ");
        for (ProcessHandle worker : workers) {
            await(() -> worker.isAlive() ? Optional.empty() : Optional.of(worker));
        }
    }

    @Test
    void workersDoNotOutliveTheProgramThatIsKilled(@TempDir Path folder) throws Exception {
        Path temporary = Files.createDirectory(folder.resolve("temporary"));
        Program program = Program.start(
                folder,
                Map.of("JAVA_TOOL_OPTIONS", "-Djava.io.tmpdir=" + temporary),
                Program.hastily("--backends", "faulty:hang", "--sizes", "30", "--precision", "f32"));
        ProcessHandle worker = await(() -> workerOn(program, "faulty-hang"));
        List<ProcessHandle> workers = program.process().descendants().toList();
        assertThat(workers).contains(worker);
        Path mark = pretendAnotherContainer(temporary);
        clearTemporaryFiles(temporary);
        assertThat(mark).as("its process lives, and holds the lock").exists();
        program.process().destroyForcibly();
        for (ProcessHandle orphan : workers) {
            await(() -> orphan.isAlive() ? Optional.empty() : Optional.of(orphan));
        }
        clearTemporaryFiles(temporary);
        assertThat(temporary).isEmptyDirectory();
        try (var files = Files.list(folder.resolve("results"))) {
            Path journal = files.filter(file -> file.toString().endsWith(".journal"))
                    .findFirst()
                    .orElseThrow();
            String head = JournalLine.textOf(Files.readAllLines(journal).get(0)).orElseThrow();
            assertThat(Program.json(head).at("/run/seed").asLong()).isEqualTo(42);
        }
    }

    /** The number of a process in another container says nothing here: a name of nobody takes its place. */
    private static Path pretendAnotherContainer(Path temporary) throws IOException {
        try (var files = Files.walk(temporary)) {
            Path mark = files.filter(file -> file.getFileName().toString().startsWith(".owner-"))
                    .findFirst()
                    .orElseThrow();
            return Files.move(mark, mark.resolveSibling(".owner-999999999999999-1"));
        }
    }

    private static void clearTemporaryFiles(Path folder) {
        OwnedFolder.clearAbandoned(folder, "santoku-*", each -> true);
    }

    private static Program start(Path folder, String backends, String sizes) {
        return Program.start(
                folder, Map.of(), Program.hastily("--backends", backends, "--sizes", sizes, "--precision", "f32"));
    }

    /** A worker of this contender, told by its command line. */
    private static Optional<ProcessHandle> workerOn(Program program, String contender) {
        return program.process()
                .descendants()
                .filter(process -> commandLine(process).contains(contender))
                .findFirst();
    }

    /** Java itself tells no arguments of a command line that is longer than a page, as one with a class path is. */
    private static String commandLine(ProcessHandle process) {
        try {
            return Files.readString(Path.of("/proc/" + process.pid() + "/cmdline"));
        } catch (IOException e) {
            return ""; // it has just ended
        }
    }

    private static <T> T await(Callable<Optional<T>> condition) throws Exception {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (System.nanoTime() < end) {
            Optional<T> found = condition.call();
            if (found.isPresent()) {
                return found.get();
            }
            Thread.sleep(20);
        }
        return fail("did not happen within %s", PATIENCE);
    }

    private static void signal(String name, ProcessHandle process) throws Exception {
        new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
                .start()
                .waitFor();
    }
}
