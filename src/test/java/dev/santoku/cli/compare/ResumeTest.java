package dev.santoku.cli.compare;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.santoku.cli.InProcess;
import dev.santoku.cli.Program;
import dev.santoku.cli.terminal.ExitCode;
import dev.santoku.files.Folders;
import dev.santoku.journal.Journal;
import dev.santoku.journal.JournalLine;
import dev.santoku.result.file.ResultReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs that are ended by force, and go on. */
@Tag("slow")
class ResumeTest {
    private static final int KILLS = 20;
    private static final String[] RUN = Program.hastily(
            "--budget",
            "1m",
            "--backends",
            "single:naive,faulty:none",
            "--sizes",
            "1x30x30,1x31x31",
            "--precision",
            "f32,f64",
            "--seed",
            "5",
            "--label",
            "a label");

    @TempDir
    private Path folder;

    private final Random random = new Random(2026);

    /** What was in the journal once, by contender, precision and shape; each stays as it was. */
    private final Map<String, JsonNode> measured = new HashMap<>();

    /**
     * Twenty ends by force, at moments that a seed draws: some soon after the start, when nothing is measured yet, some about
     * when the journal grows. Whatever is left, the next run goes on with; runs that come to their end begin anew.
     */
    @Test
    @Tag("any-jdk")
    void whateverIsKilledGoesOnAndMeasuresNothingTwice() throws Exception {
        int runs = 0;
        int kills = 0;
        while (kills < KILLS) {
            boolean goesOn = journal().isPresent();
            Program program = Program.start(folder, inHaste(), goesOn ? new String[] {"compare", "--resume"} : RUN);
            long linesBefore = lines();
            boolean killed = random.nextInt(5) < 2
                    ? waitForEnd(program, 200 + random.nextInt(1500))
                    : waitForGrowth(program, linesBefore + 1, random.nextInt(40));
            if (killed) {
                kill(program);
                kills++;
                assertThat(lines()).as("the journal grows, if anything").isGreaterThanOrEqualTo(linesBefore);
                remember();
            } else {
                assertThat(program.process().exitValue()).as(program.stderr()).isZero();
                assertWhole(program.result());
                Files.delete(result());
                measured.clear();
                runs++;
            }
        }
        if (journal().isPresent()) {
            Program program = Program.run(folder, inHaste(), "compare", "--resume");
            assertThat(program.waitForEnd()).as(program.stderr()).isZero();
            assertWhole(program.result());
            runs++;
        }
        assertThat(runs).isPositive();
        assertThat(measured).hasSize(8);
    }

    /** Nothing is asked for that would take its time: the drivers of this machine are not looked for. */
    private Map<String, String> withoutDrivers() throws IOException {
        return Map.of(
                "OCL_ICD_VENDORS",
                Files.createDirectories(folder.resolve("vendors")).toString());
    }

    /** And what is measured need not be fast. */
    private Map<String, String> inHaste() throws IOException {
        Map<String, String> environment = new HashMap<>(withoutDrivers());
        environment.put("JAVA_TOOL_OPTIONS", "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC");
        return environment;
    }

    /** Whether it still runs after so many milliseconds. */
    private static boolean waitForEnd(Program program, int millis) throws InterruptedException {
        return !program.process().waitFor(millis, TimeUnit.MILLISECONDS);
    }

    /** Whether it still runs so many milliseconds after its journal has so many lines. */
    private boolean waitForGrowth(Program program, long wanted, int millis) throws Exception {
        while (program.process().isAlive() && lines() < wanted) {
            Thread.sleep(10);
        }
        return waitForEnd(program, millis);
    }

    private static void kill(Program program) throws Exception {
        List<ProcessHandle> workers = program.process().descendants().toList();
        program.process().destroyForcibly().waitFor();
        for (ProcessHandle worker : workers) {
            worker.onExit().get(20, TimeUnit.SECONDS); // by itself: nobody tells it
        }
    }

    private Optional<Path> journal() throws IOException {
        return files(".journal").findFirst();
    }

    private Path result() throws IOException {
        return files(".json").findFirst().orElseThrow();
    }

    private Stream<Path> files(String end) throws IOException {
        Path results = folder.resolve("results");
        if (!Files.isDirectory(results)) {
            return Stream.empty();
        }
        try (Stream<Path> files = Files.list(results)) {
            return files.filter(file -> file.toString().endsWith(end)).toList().stream();
        }
    }

    private long lines() throws IOException {
        Optional<Path> journal = journal();
        try (Stream<String> lines = journal.isPresent() ? Files.lines(journal.get()) : Stream.<String>empty()) {
            return lines.count();
        } catch (NoSuchFileException e) {
            return 0; // it went while it was read
        }
    }

    /** Nothing that the journal holds may change any more. */
    private void remember() throws IOException {
        Optional<Path> journal = journal();
        if (journal.isEmpty()) {
            return;
        }
        for (String line : Files.readAllLines(journal.get())) {
            for (JsonNode cell :
                    Program.json(JournalLine.textOf(line).orElseThrow()).path("cells")) {
                JsonNode before = measured.putIfAbsent(place(cell), cell);
                assertThat(before == null || before.equals(cell))
                        .as(place(cell))
                        .isTrue();
            }
        }
    }

    private static String place(JsonNode cell) {
        return cell.get("contender") + " " + cell.get("threads") + " " + cell.get("precision") + " "
                + cell.get("shape");
    }

    private void assertWhole(JsonNode result) throws Exception {
        assertThat(ResultReader.read(result()).result().run().complete()).isTrue();
        assertThat(journal()).as("the journal of a whole run").isEmpty();
        assertThat(result.get("results"))
                .hasSize(8)
                .extracting(ResumeTest::place)
                .doesNotHaveDuplicates();
        Map<String, JsonNode> cells = new HashMap<>();
        for (JsonNode cell : result.get("results")) {
            assertThat(cell.get("outcome").asText()).as(cell.toString()).isEqualTo("measured");
            cells.put(place(cell), cell);
        }
        measured.forEach((place, before) -> assertThat(withoutCeiling(cells.get(place)))
                .as("%s, measured before an end by force", place)
                .isEqualTo(withoutCeiling(before)));
        measured.putAll(cells);
        // The faulty one over single, in two times, at four places.
        assertThat(result.get("speedups")).hasSize(2 * 4);
        assertThat(result.at("/run/seed").asLong()).isEqualTo(5);
        assertThat(result.at("/run/label").asText()).isEqualTo("a label");
        assertThat(result.at("/run/within").asDouble()).isEqualTo(0.5);
        assertThat(result.at("/run/command")).extracting(JsonNode::asText).containsExactly(RUN);
        assertThat(result().getFileName().toString())
                .startsWith(result.at("/run/id").asText());
        assertThat(result.at("/run/startedAt").asText().replaceAll("[-:]", ""))
                .as("of the first part, whose time is in the id")
                .isEqualTo(result.at("/run/id").asText().substring(0, 16));
        assertThat(files(".html")).isNotEmpty();
        assertThat(folder.resolve("results").resolve(result.at("/run/id").asText() + ".logs"))
                .doesNotExist();
    }

    /** The best ceiling of the whole run is known at its end alone. */
    private static JsonNode withoutCeiling(JsonNode cell) {
        return ((ObjectNode) cell.deepCopy()).without(List.of("ofCeiling", "roofline", "flags"));
    }

    private Path interrupted(String... more) throws Exception {
        List<String> arguments = new ArrayList<>(
                List.of(Program.hastily("--backends", "single:naive", "--sizes", "1x8x8,1x9x9", "--precision", "f32")));
        arguments.addAll(List.of(more));
        Program program = Program.start(folder, withoutDrivers(), arguments.toArray(String[]::new));
        assertThat(waitForGrowth(program, 3, 0)).as(program.stderr()).isTrue();
        kill(program);
        return journal().orElseThrow();
    }

    /** The bound on a device's memory stands in the journal. */
    @Test
    void whatIsLargerThanTheDeviceGoesOnInTiles() throws Exception {
        Program first = Program.start(
                folder,
                Map.of(),
                Program.hastily(
                        "--budget",
                        "10m",
                        "--backends",
                        "jocl",
                        "--device-memory",
                        "1m",
                        "--sizes",
                        "400,401",
                        "--precision",
                        "f32"));
        assertThat(waitForGrowth(first, 3, 0)).as(first.stderr()).isTrue();
        kill(first);
        String out = folder.resolve("results").toString();
        assertThat(refusal("compare", "--resume", "--device-memory", "2m", "--out", out))
                .contains("--resume with --device-memory: what is measured stands in the journal");
        Program program = Program.run(folder, Map.of(), "compare", "--resume");
        assertThat(program.waitForEnd()).as(program.stderr()).isZero();
        assertThat(program.result().get("results")).hasSize(2).allSatisfy(cell -> {
            assertThat(cell.get("outcome").asText()).isEqualTo("measured");
            assertThat(cell.at("/remarks/0").asText()).contains(" was computed in tiles of ");
        });
    }

    private String refusal(String... arguments) throws Exception {
        InProcess program = new InProcess();
        assertThat(program.run(arguments)).isEqualTo(ExitCode.WRONG_USAGE);
        assertThat(program.err().lines()).as(program.err()).hasSize(1);
        return program.err().strip();
    }

    @Test
    void whatCannotGoOnIsRefusedInOneLine() throws Exception {
        String out = folder.resolve("results").toString();
        assertThat(refusal("compare", "--resume", "--out", out))
                .startsWith("santoku: --resume: no run was interrupted in " + out)
                .contains("name its folder with --out");
        Path journal = interrupted();
        byte[] whole = Files.readAllBytes(journal);
        Path logs = Path.of(journal.toString().replaceFirst("\\.journal$", ".logs"));
        Set<Path> logsOfFirstPart = logsIn(logs);
        assertThat(refusal("compare", "--resume", "--sizes", "8", "--seed", "3", "--out", out))
                .contains("--resume with --sizes, --seed: what is measured stands in the journal; leave them out");
        try (Journal holder = Journal.open(journal)) {
            assertThat(refusal("compare", "--resume", "--out", out))
                    .contains(holder.file() + ": a program is at work on it");
        }
        edit(journal, whole, "\"version\":\"", "\"version\":\"9.");
        assertThat(refusal("compare", "--resume", "--out", out))
                .contains("santoku 9.", " began the run and this is santoku ");
        edit(journal, whole, "\"logicalCores\":", "\"logicalCores\":9");
        assertThat(refusal("compare", "--resume", "--out", out))
                .contains("was begun under other conditions (logical processors: 9", "one result is of one machine");
        edit(journal, whole, "\"variant\":\"naive\"", "\"variant\":\"blocked\"");
        assertThat(refusal("compare", "--resume", "--out", out))
                .contains("contenders: single:blocked@cpu → single:naive@cpu");
        edit(journal, whole, "\"--quick\"", "\"--quack\"");
        assertThat(refusal("compare", "--resume", "--out", out)).contains("its options are none (unknown option");
        edit(journal, whole, "\"--quick\"", "\"--quick\",\"--cblas=libstranger.so\"");
        assertThat(refusal("compare", "--resume", "--out", out))
                .contains("a journal has no library loaded; give --cblas again");
        edit(journal, whole, "\"id\":\"2", "\"id\":\"../2");
        assertThat(refusal("compare", "--resume", "--out", out)).contains("it is of another run than its name says");
        Files.write(journal, new byte[100], StandardOpenOption.TRUNCATE_EXISTING);
        assertThat(refusal("compare", "--resume", "--out", out))
                .contains(journal + ": it is no journal of Santoku", "delete it, or move it away");
        assertThat(Files.readAllBytes(journal)).as("left as it was").isEqualTo(new byte[100]);
        assertThat(logsIn(logs)).as("logs of the first part").isNotEmpty().isEqualTo(logsOfFirstPart);
    }

    private static Set<Path> logsIn(Path folder) {
        return Folders.content(folder).stream()
                .filter(file -> file.toString().endsWith(".log"))
                .collect(Collectors.toSet());
    }

    /** Rewrites the first line, with a checksum that is right. */
    private static void edit(Path journal, byte[] whole, String before, String after) throws IOException {
        List<String> lines = new ArrayList<>(
                new String(whole, StandardCharsets.UTF_8).lines().toList());
        String head = JournalLine.textOf(lines.get(0)).orElseThrow();
        assertThat(head).contains(before);
        lines.set(0, JournalLine.of(head.replace(before, after)).stripTrailing());
        Files.writeString(journal, String.join("\n", lines) + "\n");
    }

    /** The folder came from a stranger, whose journal names files of ours: none of them is touched. */
    @Test
    void whereAndHowItIsToldMayBeSaidAnew() throws Exception {
        Path first = Files.writeString(folder.resolve("first.json"), "precious");
        Path page = Files.writeString(folder.resolve("page.html"), "precious");
        Path elsewhere = Files.createDirectory(folder.resolve("else where"));
        Path journal =
                interrupted("--json", "first.json", "--csv", "cells.csv", "--raw", "raw.jsonl", "--html", "page.html");
        Path moved = Files.move(journal, elsewhere.resolve(journal.getFileName()));
        edit(moved, Files.readAllBytes(moved), "\"--quick\"", "\"--quick\",\"--out\",\"..\"");
        Program program = Program.run(
                folder,
                withoutDrivers(),
                "compare",
                "--resume",
                "--out",
                elsewhere.toString(),
                "--csv",
                "others.csv",
                "--raw",
                "-",
                "--budget",
                "1m",
                "--quiet");
        assertThat(program.waitForEnd()).as(program.stderr()).isZero();
        assertThat(program.stderr().lines())
                .as("though quiet")
                .singleElement()
                .asString()
                .startsWith("not written, since only the journal names it")
                .contains(": --json " + first, ", --html " + page + "; to have it, name it again")
                .doesNotContain("csv");
        assertThat(first).hasContent("precious");
        assertThat(page).hasContent("precious");
        assertThat(folder.resolve("others.csv")).isNotEmptyFile();
        assertThat(folder.resolve("cells.csv")).doesNotExist();
        JsonNode result = Program.json(Files.readString(Path.of(moved.toString().replaceFirst("journal$", "json"))));
        assertThat(result.get("results")).hasSize(2);
        assertThat(program.stdout().lines())
                .as("samples of both parts, and nothing else")
                .hasSize(Program.samples(result))
                .allMatch(line -> line.startsWith("{\"run\":" + result.at("/run/id") + ",\"contender\":"));
        assertThat(result.at("/run/command").toString()).doesNotContain(folder.toString());
        assertThat(result.at("/run/resumedAt")).hasSize(1);
        try (Stream<Path> files = Files.list(elsewhere)) {
            assertThat(files)
                    .extracting(file -> file.getFileName().toString().replaceFirst("^.*\\.", ""))
                    .containsExactlyInAnyOrder("json", "html");
        }
    }

    @Test
    void ctrlCLeavesAJournalToGoOnWith() throws Exception {
        Program program = Program.start(
                folder,
                withoutDrivers(),
                Program.hastily(
                        "--backends",
                        "faulty:none",
                        "--sizes",
                        "1x8x8,500",
                        "--precision",
                        "f32",
                        "--budget",
                        "30s",
                        "--raw",
                        "samples.jsonl"));
        assertThat(waitForGrowth(program, 3, 0)).isTrue();
        new ProcessBuilder("kill", "-INT", Long.toString(program.process().pid()))
                .start()
                .waitFor();
        assertThat(program.waitForEnd()).isEqualTo(ExitCode.INTERRUPTED.status());
        assertThat(program.stderr())
                .contains(
                        "interrupted: 1 finished cells are kept in ", "; scripts/compare.sh --resume goes on with it");
        assertThat(program.result().at("/run/complete").asBoolean()).isFalse();
        assertThat(Files.readAllLines(folder.resolve("samples.jsonl")))
                .hasSize(Program.samples(program.result()))
                .isNotEmpty();
        String id = program.result().at("/run/id").asText();
        assertThat(journal()).isPresent();
        Program again =
                Program.run(folder, withoutDrivers(), "compare", "--resume", "--json", "-", "--raw", "again.jsonl");
        assertThat(again.waitForEnd()).as(again.stderr()).isZero();
        JsonNode result = again.result();
        assertThat(result.at("/run/id").asText()).isEqualTo(id);
        assertThat(result.at("/run/complete").asBoolean()).isTrue();
        assertThat(result.get("results")).hasSize(2);
        assertThat(Program.json(again.stdout())).isEqualTo(result);
        assertThat(Files.readAllLines(folder.resolve("again.jsonl"))).hasSize(Program.samples(result));
        assertThat(again.stderr()).contains("goes on with the run of ", ": 1 cells are measured already");
        assertThat(journal()).isEmpty();
    }
}
