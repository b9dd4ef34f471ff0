package dev.santoku.cli.compare;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.santoku.cli.Program;
import dev.santoku.cli.terminal.ExitCode;
import dev.santoku.files.Folders;
import dev.santoku.journal.JournalReader;
import dev.santoku.result.file.ResultReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Results that have no place any more while a run goes on: one line, exit code 1, and what was measured is kept. */
@EnabledOnOs(OS.LINUX)
@Tag("slow")
class FullDiskTest {
    private static final String[] RUN =
            Program.hastily("--backends", "single:naive", "--sizes", "1x8x8,1x9x9,1x10x10,300", "--precision", "f32");

    @TempDir
    private Path folder;

    private Map<String, String> withoutDrivers() throws IOException {
        return Map.of(
                "OCL_ICD_VENDORS",
                Files.createDirectories(folder.resolve("vendors")).toString());
    }

    private Stream<Path> results(String end) throws IOException {
        Path results = folder.resolve("results");
        try (Stream<Path> files = Files.isDirectory(results) ? Files.list(results) : Stream.<Path>empty()) {
            return files.filter(file -> file.toString().endsWith(end)).toList().stream();
        }
    }

    /** The journal of a run that has finished a size and has more before it. */
    private Path journalOf(Program program) throws Exception {
        while (program.process().isAlive()) {
            Optional<Path> journal = results(".journal").findFirst();
            if (journal.isPresent() && Files.readAllLines(journal.get()).size() >= 3) {
                return journal.get();
            }
            Thread.sleep(5);
        }
        throw new AssertionError("it ended before: " + program.stderr());
    }

    /** Files of this process can grow by a few bytes more: the system says so in the middle of a line, as a full disk does. */
    private static void fillTheDisk(Program program, Path journal) throws Exception {
        Process prlimit = new ProcessBuilder(
                        "prlimit",
                        "--fsize=" + (Files.size(journal) + 300) + ":",
                        "--pid",
                        Long.toString(program.process().pid()))
                .inheritIO()
                .start();
        assertThat(prlimit.waitFor()).isZero();
    }

    @Test
    void aDiskThatIsFullInMidRunLosesNothingThatWasKept() throws Exception {
        Program program = Program.start(folder, withoutDrivers(), RUN);
        Path journal = journalOf(program);
        fillTheDisk(program, journal);
        assertThat(program.waitForEnd()).as(program.stderr()).isEqualTo(ExitCode.OWN_FAULT.status());
        assertThat(program.stderr().lines().filter(line -> line.startsWith("santoku: ")))
                .singleElement()
                .asString()
                .startsWith("santoku: the journal results/" + journal.getFileName() + " cannot be written (")
                .contains(": the run is broken off, and what was measured before it is in results/")
                .endsWith("; make room, and scripts/compare.sh --resume goes on with it");
        assertThat(program.stderr()).doesNotContain("\tat ", "internal error");
        byte[] left = Files.readAllBytes(journal);
        assertThat(JournalReader.of(left).soundBytes()).as("no line is torn").isEqualTo(left.length);
        List<JsonNode> cells = cells(journal);
        assertThat(cells).isNotEmpty().hasSizeLessThan(4);
        assertThat(program.stdout())
                .as("the size that found no place, too")
                .contains("f32 1×8×8", Integer.toString(cells.size() + 7) + "\n");
        assertThat(folder.resolve("results").toFile().list())
                .as("nothing that is empty or half")
                .containsExactly(journal.getFileName().toString());

        Program again = Program.startBy(
                "exec \"$@\" >/dev/full", folder, withoutDrivers(), "compare", "--resume", "--json", "-");
        assertThat(again.waitForEnd()).as(again.stderr()).isEqualTo(ExitCode.OWN_FAULT.status());
        assertThat(again.stderr()).endsWith("santoku: standard output cannot be written (No space left on device)\n");
        Path result = results(".json").findFirst().orElseThrow();
        assertThat(again.stderr()).contains("result: results/" + result.getFileName() + "\n");
        assertThat(ResultReader.read(result).changed()).isFalse();
        assertThat(Program.json(Files.readString(result)).get("results"))
                .hasSize(4)
                .extracting(cell -> cell.get("seconds"))
                .containsAll(cells.stream().map(cell -> cell.get("seconds")).toList());
        assertThat(results(".journal")).isEmpty();
    }

    private static List<JsonNode> cells(Path journal) throws IOException {
        return Files.readAllLines(journal).stream()
                .map(line -> Program.json(line).at("/line/cells/0"))
                .filter(cell -> !cell.isMissingNode())
                .toList();
    }

    @Test
    @Tag("any-jdk")
    void aFolderOfResultsThatIsDeletedInMidRunIsMadeAnew() throws Exception {
        Program program = Program.start(folder, withoutDrivers(), RUN);
        journalOf(program);
        Folders.deleteAll(folder.resolve("results"));
        assertThat(program.waitForEnd()).as(program.stderr()).isZero();
        assertThat(program.result().get("results")).hasSize(4);
        assertThat(folder.resolve("results").toFile().list())
                .as("it and its page")
                .hasSize(2);
    }
}
