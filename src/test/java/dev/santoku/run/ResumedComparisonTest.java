package dev.santoku.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.santoku.backend.Availability;
import dev.santoku.backend.Backend;
import dev.santoku.journal.Journal;
import dev.santoku.journal.JournalContent;
import dev.santoku.journal.JournalEntry;
import dev.santoku.journal.JournalLine;
import dev.santoku.matrix.Precision;
import dev.santoku.matrix.Shape;
import dev.santoku.plan.MemoryModel;
import dev.santoku.plan.Plan;
import dev.santoku.plan.Sampling;
import dev.santoku.plan.SamplingProfile;
import dev.santoku.result.CellResult;
import dev.santoku.result.Contender;
import dev.santoku.result.HostFacts;
import dev.santoku.result.Json;
import dev.santoku.result.Machine;
import dev.santoku.result.Outcome;
import dev.santoku.result.RunFacts;
import dev.santoku.result.SampleTimes;
import dev.santoku.run.contender.ContenderWorkers;
import dev.santoku.worker.Answer;
import dev.santoku.worker.Request;
import dev.santoku.worker.Worker;
import dev.santoku.worker.WorkerFailure;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs that were cut off after each of their lines and go on, with workers that only pretend. */
class ResumedComparisonTest {
    private static final List<Precision> PRECISIONS = List.of(Precision.F32, Precision.F64);
    private static final RunFacts RUN = RunFacts.begun("id", "0", null, List.of(), Instant.EPOCH, null, 1, 0.02);

    @TempDir
    private Path folder;

    private final List<String> log = new ArrayList<>();
    private final Map<String, Backend> backends = new LinkedHashMap<>();
    private double flopsPerSecond = 3e10;

    private Machine machine() {
        Map<String, Availability> availability = new LinkedHashMap<>();
        for (String id : List.of("single", "frail")) {
            backends.put(id, new NamedBackend(id, List.of("v")));
            availability.put(id, backends.get(id).probe());
        }
        return new Machine(HostFacts.unknown(), availability);
    }

    private static Plan plan(Optional<List<Shape>> shapes) {
        return new Plan(
                List.of(new Contender("single", "v", "cpu"), new Contender("frail", "v", "cpu")),
                List.of(new Plan.Absent(new Contender("absent", "v", null), false, "no driver; install one")),
                PRECISIONS,
                shapes,
                List.of(2),
                new Sampling(SamplingProfile.QUICK, Duration.ofMinutes(1), 1, 1),
                false);
    }

    /** Runs to its end. */
    private void run(Plan plan, Recorder recorder) {
        new Comparison(
                        plan,
                        new MemoryModel(machine().host(), plan.contenders().size()),
                        new ContenderWorkers(
                                machine(),
                                backends,
                                (contender, backend) -> new Pretender(contender.backend()),
                                Optional.of(Duration.ofSeconds(5))),
                        Duration.ofMinutes(1),
                        recorder,
                        new SilentListener())
                .run();
    }

    private List<String> whole(Plan plan) throws Exception {
        Path journal = folder.resolve("whole");
        try (Recorder recorder =
                Recorder.begin(Journal.begin(journal, JournalEntry.Head.of(RUN, List.of(), plan, machine())))) {
            recorder.keepSamples();
            run(plan, recorder);
        }
        List<String> lines = Files.readAllLines(journal);
        Files.delete(journal);
        return lines;
    }

    private static JournalContent content(List<String> lines) throws Exception {
        List<JournalEntry> entries = new ArrayList<>();
        for (String line : lines) {
            entries.add(Json.mapper().readValue(JournalLine.textOf(line).orElseThrow(), JournalEntry.class));
        }
        return JournalContent.of(
                (JournalEntry.Head) entries.get(0),
                entries.subList(1, entries.size()),
                String.join("\n", lines).getBytes(StandardCharsets.UTF_8).length + 1L);
    }

    @Test
    void whereverItIsCutOffItGoesOnToTheSameEnd() throws Exception {
        Plan plan = plan(Optional.empty());
        List<String> lines = whole(plan);
        List<CellResult> all = content(lines).groups().stream()
                .flatMap(group -> group.cells().stream())
                .toList();
        assertThat(places(all).subList(0, 3))
                .containsExactly(
                        "absent:v f32 64 SKIPPED", "single:v@cpu f32 64 MEASURED", "frail:v@cpu f32 64 MEASURED");
        assertThat(all).hasSize(3 * 3 * 2);
        flopsPerSecond = 3e12; // a larger size would be chosen now
        for (int kept = 1; kept <= lines.size(); kept++) {
            Path journal = folder.resolve("cut-" + kept);
            Files.writeString(journal, String.join("\n", lines.subList(0, kept)) + "\n");
            JournalContent before = content(lines.subList(0, kept));
            log.clear();
            try (Recorder recorder =
                    Recorder.goOn(Journal.open(journal), before, new JournalEntry.Resumption(Instant.EPOCH, 1))) {
                recorder.keepSamples();
                run(plan, recorder);
                assertThat(recorder.results().stream().filter(cell -> cell.outcome() == Outcome.MEASURED))
                        .as("each with all its samples, of both parts")
                        .allMatch(cell -> recorder.samples().stream()
                                        .filter(samples -> samples.areOf(cell))
                                        .count()
                                == 1);
                if (before.shapes().isPresent()) {
                    assertThat(places(recorder.results()))
                            .as("cut after line %d", kept)
                            .isEqualTo(places(all));
                }
                assertThat(recorder.results().subList(0, before.cells()))
                        .as("what was measured before")
                        .isEqualTo(all.subList(0, before.cells()));
                assertThat(log.stream().filter("Settle single"::equals).count())
                        .as("cells measured now")
                        .isEqualTo((recorder.results().size() - before.cells()) / 3);
                assertThat(log.isEmpty()).as("no worker is started for nothing").isEqualTo(kept == lines.size());
            }
        }
    }

    private static List<String> places(List<CellResult> cells) {
        return cells.stream()
                .map(cell -> "%s %s %s %s".formatted(cell.contender(), cell.precision(), cell.shape(), cell.outcome()))
                .toList();
    }

    @Test
    void whoWasLostTwiceBeforeIsNotTriedAgain() throws Exception {
        frailEnds = true;
        Plan plan = plan(Optional.of(List.of(Shape.square(8), Shape.square(9))));
        List<String> lines = whole(plan);
        JournalContent before = content(lines.subList(0, lines.size() - 1));
        assertThat(before.losses()).singleElement().satisfies(losses -> {
            assertThat(losses.contender().backend()).isEqualTo("frail");
            assertThat(losses.count()).isEqualTo(2);
        });
        Path journal = folder.resolve("cut");
        Files.writeString(journal, String.join("\n", lines.subList(0, lines.size() - 1)) + "\n");
        log.clear();
        try (Recorder recorder =
                Recorder.goOn(Journal.open(journal), before, new JournalEntry.Resumption(Instant.EPOCH, 1))) {
            run(plan, recorder);
            assertThat(log).contains("start single").doesNotContain("start frail");
            assertThat(recorder.results()).last().satisfies(cell -> assertThat(cell.outcome())
                    .isIn(Outcome.MEASURED, Outcome.FAILED));
            assertThat(recorder.results())
                    .filteredOn(cell -> cell.outcome() == Outcome.FAILED)
                    .hasSize(4)
                    .last()
                    .satisfies(cell ->
                            assertThat(cell.reason()).isEqualTo("not tried again after 2 failures: up in smoke"));
        }
    }

    private boolean frailEnds;

    private final class Pretender implements Worker {
        private final String name;
        private Shape shape = Shape.square(1);

        Pretender(String name) {
            this.name = name;
            log.add("start " + name);
        }

        @Override
        public <A extends Answer> A ask(Request request, Class<A> expected, Duration deadline) throws WorkerFailure {
            log.add(request.getClass().getSimpleName() + " " + name);
            if (frailEnds && name.equals("frail") && request instanceof Request.Check) {
                throw new WorkerFailure(WorkerFailure.Kind.LOST, "up in smoke");
            }
            return expected.cast(answer(request));
        }

        private Answer answer(Request request) {
            double seconds = shape.flops() / flopsPerSecond;
            if (request instanceof Request.Load load) {
                shape = load.shape();
            }
            if (request instanceof Request.Open) {
                return new Answer.Opened(0.1);
            } else if (request instanceof Request.Check check) {
                shape = check.shape();
                return new Answer.Checked(
                        new CellResult.Check(true, "sha256:same", 0.0, 1.0, "reference"),
                        "here",
                        0,
                        Precision.F32,
                        false);
            } else if (request instanceof Request.Warm) {
                return new Answer.Warmed(seconds);
            } else if (request instanceof Request.Sample) {
                SampleTimes times = new SampleTimes(0, seconds, 0, seconds);
                return new Answer.Sampled(List.of(times, times));
            }
            return PlainAnswers.to(request);
        }

        @Override
        public void close() {}
    }
}
