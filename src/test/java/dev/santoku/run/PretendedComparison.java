package dev.santoku.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.santoku.backend.Availability;
import dev.santoku.backend.Backend;
import dev.santoku.backend.ClusterCost;
import dev.santoku.backend.Variant;
import dev.santoku.journal.Journal;
import dev.santoku.journal.JournalEntry;
import dev.santoku.matrix.Precision;
import dev.santoku.matrix.Shape;
import dev.santoku.plan.MemoryModel;
import dev.santoku.plan.Plan;
import dev.santoku.plan.Sampling;
import dev.santoku.plan.SamplingProfile;
import dev.santoku.plan.ThreadCounts;
import dev.santoku.result.Ceiling;
import dev.santoku.result.CellResult;
import dev.santoku.result.Contender;
import dev.santoku.result.HostFacts;
import dev.santoku.result.Ladder;
import dev.santoku.result.Machine;
import dev.santoku.result.RunFacts;
import dev.santoku.result.Scaling;
import dev.santoku.result.Speedup;
import dev.santoku.run.contender.ContenderWorkers;
import dev.santoku.worker.Answer;
import dev.santoku.worker.Request;
import dev.santoku.worker.Worker;
import dev.santoku.worker.WorkerFailure;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.IntFunction;
import org.junit.jupiter.api.io.TempDir;

/** Comparisons with workers that only pretend, each as its back end or variant is told to behave. */
public abstract class PretendedComparison {
    public static final Duration LONG = Duration.ofMinutes(5);

    /** Of a pretended pool's time. */
    public static final double SERIAL = 0.2;

    @TempDir
    private Path folder;

    final List<String> notes = new ArrayList<>();
    public final List<String> log = new ArrayList<>();
    public final Map<String, Function<Request, Answer>> behaviours = new LinkedHashMap<>();

    /** What a cluster of so many threads costs; null where contenders are on none. */
    public IntFunction<ClusterCost> clusters = threads -> null;

    int launches = 1;
    SamplingProfile pace = SamplingProfile.QUICK;
    public boolean selfCheck;
    String device = "cpu";
    boolean metered;
    List<Precision> precisions = List.of(Precision.F32);
    public List<Integer> threads = List.of();
    public Map<String, List<String>> variants = Map.of();
    public final Map<String, Function<Request, Answer>> byVariant = new LinkedHashMap<>();
    public List<Speedup> speedups = List.of();
    List<Ceiling> ceilings = List.of();
    public List<Scaling> scalings = List.of();
    public List<Ladder> ladders = List.of();

    /**
     * Runs all that is set up, and keeps what came out of it.
     *
     * @param shapes null to have them chosen
     */
    protected List<CellResult> run(Duration budget, List<Shape> shapes) throws Exception {
        Map<String, Backend> backends = new LinkedHashMap<>();
        Map<String, Availability> availability = new LinkedHashMap<>();
        List<Contender> contenders = new ArrayList<>();
        for (String id : behaviours.keySet()) {
            Backend backend = new NamedBackend(id, variants.getOrDefault(id, List.of("v")));
            backends.put(id, backend);
            availability.put(id, backend.probe());
            for (Variant variant : backend.variants()) {
                contenders.add(new Contender(id, variant.id(), device));
            }
        }
        if (metered) {
            Backend meter = new NamedBackend("original", List.of("meter"));
            backends.put(meter.id(), meter);
            availability.put(meter.id(), meter.probe());
        }
        Machine machine = new Machine(withFourProcessors(), availability);
        if (!threads.isEmpty()) {
            contenders = ThreadCounts.spread(contenders, backends, machine, threads);
        }
        Plan plan = new Plan(
                contenders,
                List.of(),
                precisions,
                Optional.ofNullable(shapes),
                List.of(2),
                new Sampling(pace, Duration.ofMinutes(1), 1, launches),
                false);
        if (selfCheck) {
            plan = plan.inPairs();
        }
        Path journal = folder.resolve("journal");
        RunFacts facts = RunFacts.begun("id", "0", null, List.of(), Instant.EPOCH, null, 1, 0.02);
        JournalEntry.Head head = JournalEntry.Head.of(facts, List.of(), plan, machine);
        try (Recorder recorder = Recorder.begin(Journal.begin(journal, head))) {
            new Comparison(
                            plan,
                            new MemoryModel(machine.host(), plan.contenders().size()),
                            new ContenderWorkers(
                                    machine,
                                    backends,
                                    (contender, backend) -> new Pretender(contender),
                                    Optional.of(Duration.ofSeconds(5))),
                            budget,
                            recorder,
                            new SilentListener() {
                                @Override
                                public void note(String what) {
                                    notes.add(what);
                                }
                            })
                    .run();
            speedups = recorder.speedups();
            ceilings = recorder.ceilings();
            scalings = recorder.scalings();
            ladders = recorder.ladders();
            assertThat(Files.readAllLines(journal))
                    .as("the run, its sizes and a line for each place where contenders met")
                    .hasSize(2
                            + (int) recorder.results().stream()
                                    .map(result -> result.precision() + " " + result.shape())
                                    .distinct()
                                    .count());
            recorder.discardJournal();
            return recorder.results();
        }
    }

    private static HostFacts withFourProcessors() {
        HostFacts unknown = HostFacts.unknown();
        return new HostFacts(
                new HostFacts.Cpu(null, 4, 4, null, null, null, null),
                null,
                null,
                null,
                unknown.jdk(),
                null,
                null,
                null,
                null,
                null,
                null,
                List.of());
    }

    /** With threads it takes 1 ms by Amdahl's law, without as long as its behaviour says. */
    private final class Pretender implements Worker {
        private final String name;
        private final String variant;
        private final Integer ownThreads;

        Pretender(Contender contender) {
            this.name = contender.backend();
            this.variant = contender.variant();
            this.ownThreads = contender.threads();
            log.add("start " + name);
        }

        @Override
        public <A extends Answer> A ask(Request request, Class<A> expected, Duration deadline) throws WorkerFailure {
            log.add(request.getClass().getSimpleName() + " " + name);
            try {
                Function<Request, Answer> behaviour = ownThreads == null
                        ? byVariant.getOrDefault(variant, behaviours.get(name))
                        : Behaviours.honest(1e-3 * (SERIAL + (1 - SERIAL) / ownThreads));
                Answer answer = behaviour.apply(request);
                return expected.cast(
                        answer instanceof Answer.Settled settled && ownThreads != null
                                ? new Answer.Settled(
                                        settled.verified(), List.of(), List.of(), null, clusters.apply(ownThreads))
                                : answer);
            } catch (Behaviours.Refused e) {
                throw new WorkerFailure(WorkerFailure.Kind.REFUSED, e.getMessage());
            } catch (Behaviours.Wrong e) {
                throw new WorkerFailure(WorkerFailure.Kind.WRONG, e.getMessage());
            } catch (Behaviours.Lost e) {
                throw new WorkerFailure(WorkerFailure.Kind.LOST, e.getMessage());
            }
        }

        @Override
        public void close() {
            log.add("close " + name);
        }
    }
}
