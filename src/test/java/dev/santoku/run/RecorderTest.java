package dev.santoku.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.santoku.files.Folders;
import dev.santoku.journal.Journal;
import dev.santoku.journal.JournalContent;
import dev.santoku.journal.JournalEntry;
import dev.santoku.journal.JournalLine;
import dev.santoku.journal.JournalLostException;
import dev.santoku.matrix.Precision;
import dev.santoku.matrix.Shape;
import dev.santoku.result.Ceiling;
import dev.santoku.result.Cell;
import dev.santoku.result.CellResult;
import dev.santoku.result.Contender;
import dev.santoku.result.HostFacts;
import dev.santoku.result.Json;
import dev.santoku.result.Outcome;
import dev.santoku.result.RunFacts;
import dev.santoku.result.Speedup;
import dev.santoku.statistics.Verdict;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecorderTest {
    private static final RunFacts RUN = RunFacts.begun(
            "20260301T101500Z-9f3a1c",
            "0.1.0",
            null,
            List.of("compare"),
            Instant.parse("2026-03-01T10:15:00Z"),
            "ä label",
            42,
            0.02);

    private static final JournalEntry.Head HEAD = new JournalEntry.Head(
            Journal.SCHEMA,
            RUN,
            List.of("compare", "--json", "/a folder/ä\u001b\n.json"),
            HostFacts.unknown(),
            List.of(),
            List.of(new Contender("pool", "vector", "cpu", 2)),
            List.of(new Contender("jocl", "tiled", "cl0")),
            List.of(),
            Map.of("jocl:tiled@cl0", "sha256:1"));

    private static final List<JournalEntry.Losses> LOSSES =
            List.of(new JournalEntry.Losses(new Contender("pool", "vector", "cpu", 2), 1, "gone"));

    @TempDir
    private Path folder;

    private Path journal;

    @BeforeEach
    void nameJournal() {
        journal = folder.resolve("run.journal");
    }

    private static CellResult cell(int side) {
        Cell cell = new Cell(new Contender("jocl", "tiled", "cl0"), Precision.F32, Shape.square(side));
        return CellResult.notMeasured(cell, null, false, Outcome.SKIPPED, "no \"driver\" of two, ×");
    }

    private static List<Speedup> speedups(int... sides) {
        return Arrays.stream(sides)
                .mapToObj(side -> new Speedup(
                        "pool:v@cpu",
                        2,
                        "single:v@cpu",
                        1,
                        Precision.F32,
                        Shape.square(side),
                        "compute",
                        2,
                        1.9,
                        2.1,
                        Verdict.FASTER))
                .toList();
    }

    /** The entries, as somebody finds them who comes after a power cut. */
    private List<JournalEntry> entries() throws IOException {
        List<JournalEntry> entries = new ArrayList<>();
        for (String line : Files.readAllLines(journal)) {
            entries.add(Json.mapper().readValue(JournalLine.textOf(line).orElseThrow(), JournalEntry.class));
        }
        return entries;
    }

    private Recorder begin() throws IOException {
        return Recorder.begin(Journal.begin(journal, HEAD));
    }

    private static boolean keep(Recorder recorder, int side) {
        return recorder.keep(group(side, recorder.ceilings()));
    }

    private static JournalEntry.Group group(int side, List<Ceiling> ceilings) {
        return new JournalEntry.Group(
                Precision.F32,
                Shape.square(side),
                List.of(cell(side)),
                speedups(side),
                List.of(),
                List.of(),
                ceilings,
                LOSSES,
                10 - side,
                List.of());
    }

    @Test
    void everyGroupIsThereAtOnceAndWhole() throws Exception {
        try (Recorder recorder = begin()) {
            assertThat(entries()).containsExactly(HEAD);
            recorder.sizes(List.of(Shape.square(1), Shape.square(2)), 9.5);
            assertThat(keep(recorder, 1)).isTrue();
            assertThat(entries())
                    .containsExactly(
                            HEAD,
                            new JournalEntry.Sizes(List.of(Shape.square(1), Shape.square(2)), 9.5),
                            group(1, List.of()));
            keep(recorder, 2);
            assertThat(entries()).last().isEqualTo(group(2, List.of()));
            assertThat(recorder.results()).containsExactly(cell(1), cell(2));
            assertThat(recorder.speedups()).isEqualTo(speedups(1, 2));
        }
        assertThat(entries()).as("closed").hasSize(4);
    }

    @Test
    void nothingIsAddedAfterItFroze() throws Exception {
        try (Recorder recorder = begin()) {
            keep(recorder, 1);
            recorder.freeze();
            assertThat(keep(recorder, 2)).isFalse();
            recorder.sizes(List.of(Shape.square(1)), 1);
            assertThat(recorder.results()).containsExactly(cell(1));
            assertThat(recorder.speedups()).isEqualTo(speedups(1));
            assertThat(entries()).hasSize(2);
        }
    }

    @Test
    void itGoesOnBehindWhatIsSound() throws Exception {
        Contender cpu = new Contender("pool", "vector", "cpu", 2);
        try (Recorder recorder = begin()) {
            recorder.fmaCeiling(cpu, Precision.F32, 200);
            recorder.bandwidthCeiling(cpu, 30);
            keep(recorder, 1);
        }
        long sound = Files.size(journal);
        Files.writeString(journal, "{\"crc\":\"torn", StandardOpenOption.APPEND);
        List<Ceiling> ceilings = List.of(new Ceiling("cpu", 2, Precision.F32, 200, 30.0));
        JournalContent content = JournalContent.of(HEAD, List.of(group(1, ceilings)), sound);
        JournalEntry.Resumption now = new JournalEntry.Resumption(Instant.parse("2026-03-02T00:00:00Z"), 9);
        try (Recorder recorder = Recorder.goOn(Journal.open(journal), content, now)) {
            assertThat(entries()).containsExactly(HEAD, group(1, ceilings), now);
            assertThat(recorder.results()).containsExactly(cell(1));
            assertThat(recorder.speedups()).isEqualTo(speedups(1));
            assertThat(recorder.ceilings()).isEqualTo(ceilings);
            recorder.fmaCeiling(cpu, Precision.F32, 150);
            keep(recorder, 2);
            assertThat(entries()).last().isEqualTo(group(2, ceilings));
            assertThat(recorder.results()).containsExactly(cell(1), cell(2));
        }
    }

    @Test
    void whoWritesItHoldsIt() throws Exception {
        try (Recorder recorder = begin()) {
            assertThatThrownBy(() -> Journal.open(journal)).isInstanceOf(Journal.BusyException.class);
            keep(recorder, 1);
        }
        try (Journal again = Journal.open(journal)) {
            assertThatThrownBy(() -> Journal.open(journal)).isInstanceOf(Journal.BusyException.class);
            assertThat(again.read()).isEqualTo(Files.readAllBytes(journal));
        }
    }

    @Test
    void theJournalOfAnotherRunIsLeftAlone() throws Exception {
        Files.writeString(journal, "precious\n");
        assertThatThrownBy(this::begin).isInstanceOf(FileAlreadyExistsException.class);
        assertThat(journal).hasContent("precious\n");
        assertThatThrownBy(() -> Journal.begin(folder.resolve("missing/journal"), HEAD))
                .isInstanceOf(NoSuchFileException.class);
    }

    @Test
    void theJournalGoesWhenItIsDiscarded() throws Exception {
        Recorder recorder = begin();
        keep(recorder, 1);
        recorder.discardJournal();
        assertThat(folder).isEmptyDirectory();
        assertThat(recorder.results()).hasSize(1);
        recorder.discardJournal();
    }

    @Test
    void aJournalThatWasDeletedMeanwhileIsThereAgain() throws Exception {
        Path below = folder.resolve("results/below");
        journal = Files.createDirectories(below).resolve("journal");
        try (Recorder recorder = begin()) {
            keep(recorder, 1);
            Folders.deleteAll(folder.resolve("results"));
            keep(recorder, 2);
            assertThat(entries()).containsExactly(HEAD, group(1, List.of()), group(2, List.of()));
            assertThat(below.toFile().list()).containsExactly("journal");
            assertThatThrownBy(() -> Journal.open(journal)).isInstanceOf(Journal.BusyException.class);
            keep(recorder, 3);
            assertThat(entries()).hasSize(4);
        }
    }

    @Test
    void aJournalThatCannotBeWrittenSaysSo() throws Exception {
        Recorder recorder = begin();
        recorder.close();
        assertThatThrownBy(() -> keep(recorder, 1))
                .isInstanceOf(JournalLostException.class)
                .hasMessage("the journal " + journal + " cannot be written (closed channel)");
        assertThat(recorder.results()).as("for the result file").containsExactly(cell(1));
        assertThat(entries()).containsExactly(HEAD);
    }

    @Test
    void aLineTellsWhatWasDoneToIt() {
        String line = JournalLine.of("{\"ä\":1.5}");
        assertThat(line).isEqualTo("{\"crc\":\"%s\",\"line\":{\"ä\":1.5}}\n", line.substring(8, 16));
        assertThat(JournalLine.textOf(line.stripTrailing())).contains("{\"ä\":1.5}");
        for (int i = 0; i < line.length() - 1; i++) {
            String damaged = line.substring(0, i)
                    + (char) (line.charAt(i) ^ 1)
                    + line.substring(i + 1).stripTrailing();
            assertThat(JournalLine.textOf(damaged)).as(damaged).isEmpty();
            assertThat(JournalLine.textOf(line.substring(0, i))).as("cut off").isEmpty();
        }
    }
}
