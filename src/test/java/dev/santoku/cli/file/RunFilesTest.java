package dev.santoku.cli.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.santoku.files.Folders;
import dev.santoku.matrix.Precision;
import dev.santoku.matrix.Shape;
import dev.santoku.worker.Answer;
import dev.santoku.worker.Request;
import dev.santoku.worker.Worker;
import dev.santoku.worker.WorkerFailure;
import dev.santoku.worker.Workers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class RunFilesTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    private Path folder;

    /** As over a counter of energy, which costs the cell nothing: no outcome tells that there is something to read. */
    @Test
    void theLogOfAWorkerThatWasLostIsKeptThoughNoCellFailed() throws Exception {
        RunFiles files = new RunFiles(folder, "20260301T101500Z-9f3a1c");
        Workers workers = new Workers(files.logs(), Map.of());
        try (Worker sound = workers.start("single:naive@cpu", List.of());
                Worker broken = workers.start("pool:vector@cpu 2", List.of("-XX:NoSuchFlag"))) {
            sound.ask(new Request.Open("single", "naive", "cpu", 1), Answer.Opened.class, PATIENCE);
            Request check = new Request.Check(Precision.F32, Shape.square(3), 1);
            assertThatThrownBy(() -> broken.ask(check, Answer.Checked.class, PATIENCE))
                    .isInstanceOf(WorkerFailure.class);
        }
        Worker endedWithTheRun = workers.start("pool:blocked@cpu 2", List.of());
        workers.close();
        assertThatThrownBy(() -> endedWithTheRun.ask(new Request.Settle(), Answer.Settled.class, PATIENCE))
                .isInstanceOf(WorkerFailure.class);
        Path log = files.logs().resolve("pool-vector-cpu-2.log");
        assertThat(files.clearLogs(workers, Stream.of(), false)).containsExactly("log of a lost worker: " + log);
        assertThat(log).content().contains("NoSuchFlag");
        assertThat(files.logs().toFile().list()).containsExactly("pool-vector-cpu-2.log");
    }

    @Test
    void aRunThatGoesOnKeepsTheLogsThatItsInterruptedPartKept() throws Exception {
        String id = "20260301T101500Z-9f3a1c";
        Path logs = Files.createDirectories(new RunFiles(folder, id).logs());
        Path log = Files.writeString(logs.resolve("jocl-naive-cl0.log"), "a segment was violated");
        Files.writeString(logs.resolve("jocl-naive-cl0.log.crash"), "and where");
        Files.writeString(folder.resolve(id + ".json"), "{}");
        RunFiles files = RunFiles.resumed(folder, id);
        assertThat(soundRun(files)).containsExactly("log of an earlier part of this run: " + log);
        assertThat(logs.toFile().list()).containsExactlyInAnyOrder("jocl-naive-cl0.log", "jocl-naive-cl0.log.crash");
    }

    @Test
    void ofARunThatWasKilledAllLogsAreThereAndNoneIsKept() throws Exception {
        String id = "20260301T101500Z-9f3a1c";
        Path logs = Files.createDirectories(new RunFiles(folder, id).logs());
        Files.writeString(logs.resolve("single-naive-cpu.log"), "");
        assertThat(soundRun(RunFiles.resumed(folder, id))).isEmpty();
        assertThat(logs).doesNotExist();
    }

    /** Whoever made the folder chose where a link leads, and a pipe would be waited for. */
    @Test
    @EnabledOnOs({OS.LINUX, OS.MAC})
    void aFileThatIsNoPlainOneIsFound() throws Exception {
        RunFiles files = new RunFiles(folder, "20260301T101500Z-9f3a1c");
        assertThat(files.strange()).isEmpty();
        Files.createDirectories(files.logs().resolve("drivers"));
        Files.writeString(files.journal(), "");
        Files.writeString(files.logs().resolve("drivers/nvidia.icd"), "");
        assertThat(files.strange()).isEmpty();
        Path elsewhere = Files.createDirectories(folder.resolve("elsewhere"));
        for (Path odd : List.of(
                files.result(),
                files.html(),
                files.logs().resolve("single-naive-cpu.log"),
                files.logs().resolve("drivers/other.icd"))) {
            Files.createSymbolicLink(odd, elsewhere);
            assertThat(files.strange()).contains(odd);
            Files.delete(odd);
            assertThat(new ProcessBuilder("mkfifo", odd.toString()).start().waitFor())
                    .isZero();
            assertThat(files.strange()).contains(odd);
            Files.delete(odd);
        }
        Folders.deleteAll(files.logs());
        Files.createSymbolicLink(files.logs(), elsewhere);
        assertThat(files.strange()).contains(files.logs());
    }

    @Test
    void whatKilledRunsLeftIsClearedAndNothingElse() throws Exception {
        FileTime longAgo = FileTime.from(Instant.now().minusSeconds(600));
        String nobody = "999999999999999-1";
        for (String name : List.of(
                "20260301T101500Z-9f3a1c.json." + nobody + ".part",
                "20260301T101500Z-9f3a1c.journal." + nobody + ".part",
                "mine.json." + nobody + ".part")) {
            Files.setLastModifiedTime(Files.writeString(folder.resolve(name), "half"), longAgo);
        }
        for (String name :
                List.of("20260301T101500Z-000001", "20260301T101500Z-000002", "20260301T101500Z-000003", "mine")) {
            Path logs = Files.createDirectories(folder.resolve(name + ".logs"));
            Files.writeString(logs.resolve(".owner-" + nobody), "");
        }
        Files.writeString(folder.resolve("20260301T101500Z-000001.journal"), "goes on");
        Files.writeString(folder.resolve("20260301T101500Z-000002.json"), "has ended");
        RunFiles.clearAbandoned(folder);
        assertThat(folder.toFile().list())
                .containsExactlyInAnyOrder(
                        "20260301T101500Z-000001.journal",
                        "20260301T101500Z-000001.logs",
                        "20260301T101500Z-000002.json",
                        "20260301T101500Z-000002.logs",
                        "mine.json." + nobody + ".part",
                        "mine.logs");
    }

    private static List<String> soundRun(RunFiles files) throws Exception {
        Workers workers = new Workers(files.logs(), Map.of());
        try (workers;
                Worker sound = workers.start("single:naive@cpu", List.of())) {
            sound.ask(new Request.Open("single", "naive", "cpu", 1), Answer.Opened.class, PATIENCE);
        }
        return files.clearLogs(workers, Stream.of(), false);
    }
}
