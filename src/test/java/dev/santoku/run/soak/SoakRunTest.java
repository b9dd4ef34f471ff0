package dev.santoku.run.soak;

import static org.assertj.core.api.Assertions.assertThat;

import dev.santoku.backend.Availability;
import dev.santoku.backend.Backend;
import dev.santoku.host.gpu.GpuWatch;
import dev.santoku.matrix.Precision;
import dev.santoku.matrix.Shape;
import dev.santoku.plan.MemoryModel;
import dev.santoku.plan.Plan;
import dev.santoku.plan.Sampling;
import dev.santoku.plan.SamplingProfile;
import dev.santoku.result.Contender;
import dev.santoku.result.HostFacts;
import dev.santoku.result.Machine;
import dev.santoku.result.Outcome;
import dev.santoku.result.Soak;
import dev.santoku.result.SoakError;
import dev.santoku.result.Verified;
import dev.santoku.run.Behaviours;
import dev.santoku.run.NamedBackend;
import dev.santoku.run.contender.ContenderWorkers;
import dev.santoku.worker.Answer;
import dev.santoku.worker.Request;
import dev.santoku.worker.Worker;
import dev.santoku.worker.WorkerFailure;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** A burn-in of workers that only pretend. */
class SoakRunTest {
    private static final Shape SHAPE = Shape.square(64);
    private static final SoakError ERROR = new SoakError(
            0.5, 3, 1, 4096, List.of(17, 17), List.of(30, 30), "one bit flipped", "row 17, column 30 is …");

    private final Map<String, Function<Request, Answer>> behaviours = new LinkedHashMap<>();
    private final List<String> notes = new CopyOnWriteArrayList<>();
    private final List<String> log = new CopyOnWriteArrayList<>();
    private List<Precision> precisions = List.of(Precision.F32);
    private List<Plan.Absent> absent = List.of();
    private boolean keepGoing;

    private Soak run(Duration time, Shape... shapes) {
        Map<String, Backend> backends = new LinkedHashMap<>();
        Map<String, Availability> availability = new LinkedHashMap<>();
        behaviours.keySet().forEach(id -> {
            backends.put(id, new NamedBackend(id, List.of("v")));
            availability.put(id, backends.get(id).probe());
        });
        Machine machine = new Machine(HostFacts.unknown(), availability);
        Plan plan = new Plan(
                behaviours.keySet().stream()
                        .map(id -> new Contender(id, "v", "cpu"))
                        .toList(),
                absent,
                precisions,
                shapes.length == 0 ? Optional.empty() : Optional.of(List.of(shapes)),
                List.of(1),
                new Sampling(SamplingProfile.QUICK, Duration.ofMinutes(1), 1, 1),
                false);
        SoakRun run = new SoakRun(
                plan,
                time,
                keepGoing,
                MemoryModel.ofSoak(machine.host(), plan.contenders().size()),
                new ContenderWorkers(
                        machine,
                        backends,
                        (contender, backend) -> new Pretender(contender.backend()),
                        Optional.of(Duration.ofSeconds(5))),
                new SoakSensors(machine, GpuWatch.begin(machine)),
                new SoakListener() {
                    @Override
                    public void progress(String what) {}

                    @Override
                    public void note(String line) {
                        notes.add(line);
                    }

                    @Override
                    public void turn(List<Soak.Part> parts, double secondsLeft) {}
                });
        run.run();
        return run.untilNow();
    }

    private final class Pretender implements Worker {
        private final String name;

        Pretender(String name) {
            this.name = name;
        }

        @Override
        public <A extends Answer> A ask(Request request, Class<A> expected, Duration deadline) throws WorkerFailure {
            log.add(request.getClass().getSimpleName() + " " + name);
            try {
                return expected.cast(behaviours.get(name).apply(request));
            } catch (Behaviours.Lost e) {
                throw new WorkerFailure(WorkerFailure.Kind.LOST, e.getMessage());
            } catch (Behaviours.Wrong e) {
                throw new WorkerFailure(WorkerFailure.Kind.WRONG, e.getMessage());
            } catch (Behaviours.Refused e) {
                throw new WorkerFailure(WorkerFailure.Kind.UNSUPPORTED, e.getMessage());
            }
        }

        @Override
        public void close() {
            log.add("close " + name);
        }
    }

    /** Ten products in each turn, which takes no time. */
    private static Function<Request, Answer> right() {
        return soaking(request -> new Answer.Soaked(10, 0.1, 0.1, 0, List.of()));
    }

    private static Function<Request, Answer> soaking(Function<Request.Soak, Answer> turn) {
        return request -> request instanceof Request.Soak soak
                ? turn.apply(soak)
                : Behaviours.honest(1e-3).apply(request);
    }

    private static Function<Request, Answer> refusing(Class<? extends Request> asked, RuntimeException thrown) {
        return request -> {
            if (asked.isInstance(request)) {
                throw thrown;
            }
            return right().apply(request);
        };
    }

    @Test
    void allAreUnderLoadAtTheSameTimeUntilItIsOver() {
        CountDownLatch both = new CountDownLatch(2);
        Function<Request, Answer> waiting = soaking(turn -> {
            both.countDown();
            try {
                assertThat(both.await(1, TimeUnit.MINUTES)).isTrue();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            return new Answer.Soaked(10, 0.1, 0.1, 0, List.of());
        });
        behaviours.put("one", waiting);
        behaviours.put("other", waiting);
        precisions = List.of(Precision.F32, Precision.F64);
        Soak soak = run(Duration.ofMillis(800), SHAPE);
        assertThat(soak.secondsAsked()).isEqualTo(0.8);
        assertThat(soak.devices()).hasSize(4).allSatisfy(part -> {
            assertThat(part.outcome()).isEqualTo(Outcome.MEASURED);
            assertThat(part.shape()).isEqualTo(SHAPE);
            assertThat(part.products()).isEqualTo(10);
            assertThat(part.errorsPerHour()).isZero();
            assertThat(part.timeline()).hasSize(1);
            assertThat(part.timeline().get(0).gflops()).isEqualTo(10 * SHAPE.flops() / 0.1 / 1e9);
        });
        assertThat(soak.devices())
                .extracting(Soak.Part::precision)
                .containsExactly(Precision.F32, Precision.F32, Precision.F64, Precision.F64);
    }

    @Test
    void theFirstWrongProductEndsAll() {
        behaviours.put("good", right());
        behaviours.put("bad", soaking(turn -> new Answer.Soaked(5, 0.1, 0.1, 1, List.of(ERROR))));
        precisions = List.of(Precision.F32, Precision.F64);
        Soak soak = run(Duration.ofHours(1), SHAPE);
        assertThat(soak.devices()).as("nothing of f64 was begun").hasSize(2);
        Soak.Part bad = soak.devices().get(1);
        assertThat(bad.outcome()).isEqualTo(Outcome.WRONG);
        assertThat(bad.reason()).isEqualTo("1 of 5 products wrong");
        assertThat(bad.firstError()).isEqualTo(ERROR);
        assertThat(soak.devices().get(0).errors()).isZero();
        assertThat(notes).anyMatch(note -> note.startsWith("bad:v@cpu f32 64: product 3 wrong, 0.5 s after the load"));
        assertThat(log).contains("close good", "close bad");
    }

    @Test
    void whoKeepsGoingCountsAndLeavesTheLostBehind() {
        keepGoing = true;
        behaviours.put("bad", soaking(turn -> new Answer.Soaked(5, 0.1, 0.1, 2, List.of(ERROR, ERROR))));
        behaviours.put("lost", refusing(Request.Soak.class, new Behaviours.Lost("crashed: SIGSEGV")));
        behaviours.put("wrong", refusing(Request.Check.class, new Behaviours.Wrong("element (0, 1) is 3")));
        behaviours.put("odd", refusing(Request.Check.class, new Behaviours.Refused("no f32 here")));
        precisions = List.of(Precision.F32, Precision.F64);
        Soak soak = run(Duration.ofMillis(800), SHAPE);
        assertThat(soak.devices())
                .extracting(Soak.Part::outcome)
                .containsExactly(
                        Outcome.WRONG,
                        Outcome.FAILED,
                        Outcome.WRONG,
                        Outcome.SKIPPED,
                        Outcome.WRONG,
                        Outcome.FAILED,
                        Outcome.WRONG,
                        Outcome.SKIPPED);
        Soak.Part bad = soak.devices().get(0);
        assertThat(bad.errors()).isEqualTo(2);
        assertThat(bad.moreErrors()).containsExactly(ERROR);
        assertThat(bad.errorsPerHour()).isEqualTo(2 * 3600 / bad.seconds());
        assertThat(soak.devices().get(1).reason()).isEqualTo("crashed: SIGSEGV");
        assertThat(soak.devices().get(2).cause()).contains("element (0, 1) is 3");
    }

    @Test
    void aLostWorkerEndsItToo() {
        behaviours.put("good", right());
        behaviours.put("lost", refusing(Request.PrepareSoak.class, new Behaviours.Lost("hung")));
        Soak soak = run(Duration.ofHours(1), SHAPE);
        assertThat(soak.seconds()).isZero();
        assertThat(soak.devices()).extracting(Soak.Part::outcome).containsExactly(Outcome.SKIPPED, Outcome.FAILED);
        assertThat(soak.devices().get(0).reason()).isEqualTo("the burn-in ended before its load began");
    }

    @Test
    void whatThisMachineCannotRunAndWhatSumsInAnyOrderIsLeftOut() {
        absent = List.of(
                new Plan.Absent(new Contender("jocl", "v", null), false, "no driver; install one"),
                new Plan.Absent(new Contender("aparapi", "v", null), false, "its driver crashed", true));
        behaviours.put(
                "any",
                request -> request instanceof Request.Settle
                        ? new Answer.Settled(
                                new Verified(9, 0.1, Verified.Method.BOUND), List.of(), List.of(), null, null)
                        : right().apply(request));
        Soak soak = run(Duration.ofMillis(200), SHAPE);
        assertThat(soak.devices())
                .extracting(Soak.Part::outcome)
                .containsExactly(Outcome.SKIPPED, Outcome.FAILED, Outcome.SKIPPED);
        assertThat(soak.devices().get(0).reason()).isEqualTo("no driver; install one");
        assertThat(soak.devices().get(1).reason()).isEqualTo("its driver crashed");
        assertThat(soak.devices().get(2).reason()).contains("another order each time");
    }

    /** At so many operations a second; the first product under load is wrong, which ends it. */
    private static Function<Request, Answer> atRate(double flopsPerSecond) {
        Function<Request, Answer> launching = Behaviours.launching(1e-4, flopsPerSecond);
        return request -> request instanceof Request.Soak
                ? new Answer.Soaked(10, 0.1, 0.1, 1, List.of(ERROR))
                : launching.apply(request);
    }

    @Test
    void eachHasTheLargestSizeThatTakesHalfASecondAndFitsTheMemory() {
        behaviours.put("slow", atRate(2e11));
        assertThat(run(Duration.ofMinutes(10)).devices().get(0).shape()).isEqualTo(Shape.square(2048));
        behaviours.clear();
        behaviours.put("fast", atRate(4e13));
        assertThat(run(Duration.ofMinutes(10)).devices().get(0).shape())
                .as("4 GB of memory")
                .isEqualTo(Shape.square(4096));
        assertThat(run(Duration.ofMinutes(10), Shape.square(20_000))
                        .devices()
                        .get(0)
                        .reason())
                .contains("GiB of memory");
    }

    @Test
    void aSizeThatTheDeviceRefusesIsHalved() {
        Function<Request, Answer> rate = atRate(2e11);
        behaviours.put("small", request -> {
            if (request instanceof Request.Check check && check.shape().m() > 1024) {
                throw new Behaviours.Refused("out of device memory");
            }
            return rate.apply(request);
        });
        Soak.Part part = run(Duration.ofMinutes(10)).devices().get(0);
        assertThat(part.shape()).isEqualTo(Shape.square(1024));
        assertThat(part.products()).isEqualTo(10);
    }
}
