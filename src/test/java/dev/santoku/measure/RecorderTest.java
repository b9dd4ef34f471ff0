package dev.santoku.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.santoku.matrix.Precision;
import dev.santoku.matrix.Shape;
import dev.santoku.measure.statistics.Verdict;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecorderTest {
    private static final RunFacts RUN = new RunFacts(
            "20260301T101500Z-9f3a1c",
            "0.1.0",
            null,
            List.of("compare"),
            Instant.parse("2026-03-01T10:15:00Z"),
            null,
            false,
            "ä label",
            42);

    @TempDir
    private Path folder;

    private Path journal;

    @BeforeEach
    void nameJournal() {
        journal = folder.resolve("run.journal");
    }

    private static CellResult cell(int side) {
        Cell cell = new Cell(new Contender("jocl", "tiled", "cl0"), Precision.F32, Shape.square(side));
        return CellResults.notMeasured(cell, null, false, Outcome.SKIPPED, "no \"driver\"\nof two lines, ×");
    }

    private static List<Speedup> speedups() {
        return List.of(new Speedup(
                "pool:v@cpu",
                2,
                "single:v@cpu",
                1,
                Precision.F32,
                Shape.square(8),
                "compute",
                2,
                1.9,
                2.1,
                Verdict.FASTER));
    }

    /** The lines, as somebody finds them who comes after a power cut. */
    private List<String> lines() throws IOException {
        return Files.readAllLines(journal);
    }

    @Test
    void everyLineIsThereAtOnce() throws Exception {
        try (Recorder recorder = Recorder.open(journal, RUN)) {
            assertThat(lines()).hasSize(1);
            assertThat(Json.mapper().readValue(lines().get(0), RunFacts.class)).isEqualTo(RUN);
            for (int side = 1; side <= 3; side++) {
                assertThat(recorder.add(cell(side))).isTrue();
                assertThat(lines()).hasSize(1 + side);
                assertThat(Json.mapper().readValue(lines().get(side), CellResult.class))
                        .isEqualTo(cell(side));
            }
            recorder.add(speedups());
            assertThat(recorder.results()).containsExactly(cell(1), cell(2), cell(3));
            assertThat(recorder.speedups()).isEqualTo(speedups());
        }
        assertThat(lines()).as("closed").hasSize(4);
    }

    @Test
    void nothingIsAddedAfterItFroze() throws Exception {
        try (Recorder recorder = Recorder.open(journal, RUN)) {
            recorder.add(cell(1));
            recorder.freeze();
            assertThat(recorder.add(cell(2))).isFalse();
            recorder.add(speedups());
            assertThat(recorder.results()).containsExactly(cell(1));
            assertThat(recorder.speedups()).isEmpty();
            assertThat(lines()).hasSize(2);
        }
    }

    @Test
    void theJournalOfAnotherRunIsLeftAlone() throws Exception {
        Files.writeString(journal, "precious\n");
        assertThatThrownBy(() -> Recorder.open(journal, RUN)).isInstanceOf(FileAlreadyExistsException.class);
        assertThat(lines()).containsExactly("precious");
        assertThatThrownBy(() -> Recorder.open(folder.resolve("missing/journal"), RUN))
                .isInstanceOf(NoSuchFileException.class);
    }

    @Test
    void theJournalGoesWhenItIsDiscarded() throws Exception {
        Recorder recorder = Recorder.open(journal, RUN);
        recorder.add(cell(1));
        recorder.discardJournal();
        assertThat(folder).isEmptyDirectory();
        assertThat(recorder.results()).hasSize(1);
        recorder.discardJournal();
    }

    @Test
    void aJournalThatCannotBeWrittenSaysSo() throws Exception {
        Recorder recorder = Recorder.open(journal, RUN);
        recorder.close();
        assertThatThrownBy(() -> recorder.add(cell(1)))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("the journal " + journal + " cannot be written");
    }
}
