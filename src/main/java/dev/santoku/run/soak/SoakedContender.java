package dev.santoku.run.soak;

import dev.santoku.backend.Device;
import dev.santoku.matrix.Precision;
import dev.santoku.matrix.Shape;
import dev.santoku.plan.MemoryModel;
import dev.santoku.result.Contender;
import dev.santoku.result.Outcome;
import dev.santoku.result.Soak;
import dev.santoku.result.Verified;
import dev.santoku.run.contender.ContenderWorker;
import dev.santoku.run.contender.ContenderWorkers;
import dev.santoku.worker.Answer;
import dev.santoku.worker.Request;
import dev.santoku.worker.WorkerFailure;
import java.time.Duration;
import java.util.Optional;

/** One contender of a burn-in with its worker; one thread at a time. */
final class SoakedContender implements AutoCloseable {
    /** To open a device, build kernels, draw the largest matrices and check their products. */
    private static final Duration PATIENCE_WHEN_PREPARING = Duration.ofMinutes(5);

    /** Under load, beyond twenty times what a turn lasts. */
    private static final Duration PATIENCE_UNDER_LOAD = Duration.ofSeconds(30);

    private static final double GIB = 1L << 30;
    private static final double WARM_SECONDS = 0.5;

    private final Device device;
    private final ContenderWorker worker;
    private final MemoryModel memory;
    private final SoakSize size;
    private final long seed;
    private final boolean keepGoing;
    private boolean underLoad;
    private SoakPart part;

    SoakedContender(
            Contender contender,
            ContenderWorkers contenders,
            MemoryModel memory,
            SoakSize size,
            long seed,
            boolean keepGoing) {
        this.device = contenders.device(contender);
        this.worker = contenders.of(contender, () -> underLoad ? PATIENCE_UNDER_LOAD : PATIENCE_WHEN_PREPARING);
        this.memory = memory;
        this.size = size;
        this.seed = seed;
        this.keepGoing = keepGoing;
    }

    /** What it does at a precision from now on. */
    SoakPart next(Precision precision) {
        part = new SoakPart(worker.contender(), precision);
        return part;
    }

    SoakPart part() {
        return part;
    }

    String device() {
        return device.id();
    }

    /** Checks the products, warms up, and has all ready for the load; whatever goes wrong ends the part. */
    void prepare(Precision precision, Optional<Shape> asked, SoakListener listener) {
        underLoad = false;
        Optional<String> refusal = worker.losses().failedAlready();
        if (refusal.isPresent()) {
            part.ended(Outcome.FAILED, refusal.get());
            return;
        }
        attempt(() -> {
            Shape shape = asked.isPresent() ? asked.get() : size.choose(worker, device, precision);
            while (true) {
                try {
                    prepare(precision, shape, listener);
                    return;
                } catch (WorkerFailure e) {
                    if (asked.isPresent()
                            || e.kind() != WorkerFailure.Kind.UNSUPPORTED
                            || shape.m() <= SoakSize.FIRST_SIDE) {
                        throw e;
                    }
                    shape = Shape.square(shape.m() / 2); // its driver has less memory than it told
                }
            }
        });
    }

    private void prepare(Precision precision, Shape shape, SoakListener listener) throws WorkerFailure {
        if (!memory.holds(shape, precision)) {
            part.ended(
                    Outcome.SKIPPED,
                    "all contenders together would need %.1f GiB of memory, and %.1f GiB may be used; name fewer or a smaller size"
                            .formatted(memory.neededBytes(shape, precision) / GIB, memory.usableBytes() / GIB));
            return;
        }
        listener.progress("%s %s %s: checking".formatted(worker.contender(), precision, shape));
        double expected = worker.rates().expectedSeconds(precision, shape);
        Answer.Checked checked = worker.ask(new Request.Check(precision, shape, seed), Answer.Checked.class, expected);
        double product = worker.ask(new Request.Warm(WARM_SECONDS, 2 * WARM_SECONDS), Answer.Warmed.class, expected)
                .seconds();
        worker.rates().measured(precision, shape, product);
        if (worker.ask(new Request.Settle(), Answer.Settled.class, 0).verified().method() == Verified.Method.BOUND) {
            part.ended(
                    Outcome.SKIPPED,
                    "it sums in another order each time, so that its bits cannot tell an error; name another contender");
            return;
        }
        worker.ask(new Request.PrepareSoak(keepGoing), Answer.Done.class, product);
        part.prepared(shape, checked);
        underLoad = true;
    }

    /**
     * A few seconds of load.
     *
     * @param started when the load of all began, by {@link System#nanoTime()}
     */
    void turn(double seconds, boolean last, long started, SoakSensors sensors) {
        attempt(() -> {
            Answer.Soaked soaked = worker.ask(
                    new Request.Soak(seconds, last),
                    Answer.Soaked.class,
                    seconds / ContenderWorker.TIMES_EXPECTED + productSeconds());
            part.add(soaked, (System.nanoTime() - started) / 1e9, sensors.of(device.id()));
        });
    }

    private double productSeconds() {
        Soak.Part now = part.soFar();
        return worker.rates().expectedSeconds(now.precision(), now.shape());
    }

    private void attempt(Step step) {
        try {
            step.run();
        } catch (WorkerFailure e) {
            part.ended(e.outcome(), e.getMessage());
        }
    }

    @Override
    public void close() {
        worker.close();
    }

    private interface Step {
        void run() throws WorkerFailure;
    }
}
