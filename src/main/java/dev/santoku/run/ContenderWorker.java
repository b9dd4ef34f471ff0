package dev.santoku.run;

import dev.santoku.backend.Backend;
import dev.santoku.backend.Variant;
import dev.santoku.journal.JournalEntry;
import dev.santoku.matrix.Precision;
import dev.santoku.matrix.Shape;
import dev.santoku.result.Cell;
import dev.santoku.result.Contender;
import dev.santoku.worker.Answer;
import dev.santoku.worker.Request;
import dev.santoku.worker.Worker;
import dev.santoku.worker.WorkerFailure;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** A contender on its way through the run: its worker, its rates, and how often it has failed. */
final class ContenderWorker implements AutoCloseable {
    private static final int MOST_LOSSES = 2;

    private final Contender contender;
    private final Optional<String> deviceName;
    private final Backend backend;
    private final WorkerStarter starter;
    private final Supplier<Duration> silence;
    private final Map<Precision, Double> rates = new EnumMap<>(Precision.class);
    private final Map<Precision, Double> builds = new EnumMap<>(Precision.class);
    private Worker worker;
    private boolean opened;
    private double setupSeconds;
    private int losses;
    private String lastLoss;
    private String untoldLoss;
    private boolean auditable = true;

    /**
     * A contender that has not begun.
     *
     * @param deviceName of the device that its figures will stand under; empty where drivers do not name it
     * @param silence how long a worker may be silent at this moment, beyond what was predicted
     */
    ContenderWorker(
            Contender contender,
            Optional<String> deviceName,
            Backend backend,
            WorkerStarter starter,
            Supplier<Duration> silence) {
        this.contender = contender;
        this.deviceName = deviceName;
        this.backend = backend;
        this.starter = starter;
        this.silence = silence;
    }

    Contender contender() {
        return contender;
    }

    /**
     * Refuses what was computed elsewhere.
     *
     * @throws WorkerFailure when the device that ran is not that of the contender
     */
    void requireRanOn(String ran) throws WorkerFailure {
        if (deviceName.isPresent() && !deviceName.get().equals(ran)) {
            throw new WorkerFailure(
                    WorkerFailure.Kind.REFUSED,
                    "%s is %s, and it ran on %s: not its time".formatted(contender.device(), deviceName.get(), ran));
        }
    }

    boolean yardstick() {
        return backend.yardstick();
    }

    /** The back end that has the same algorithms written by hand, where this one translates them. */
    Optional<String> original() {
        return backend.translatesFor();
    }

    /** Its back end's variants, from the simplest to the most refined. */
    List<Variant> variants() {
        return backend.variants();
    }

    /** Whether an audit has not cost a worker yet. */
    boolean auditable() {
        return auditable;
    }

    /** One has: it must not cost another. */
    void auditNoMore() {
        auditable = false;
    }

    /** Threads that multiply, for the CPU; null for other devices, which have no such number. */
    Integer threads() {
        return contender.threads();
    }

    /** Seconds to open the device and for what was built when products of a precision came first. */
    double setupSeconds(Precision precision) {
        return setupSeconds + builds.getOrDefault(precision, 0.0);
    }

    /** The first product of its kind in this worker took so much longer than those that followed. */
    void firstProduct(Precision precision, double longer) {
        builds.merge(precision, Math.max(0, longer), Double::sum);
    }

    /** Operations a second, end to end, at the best size so far: small sizes say little about large ones. */
    Optional<Double> rate(Precision precision) {
        return Optional.ofNullable(rates.get(precision))
                .or(() -> rates.values().stream().max(Double::compare));
    }

    /** A product took so long. */
    void measured(Cell cell, double seconds) {
        rates.merge(cell.precision(), cell.shape().flops() / seconds, Math::max);
    }

    /** Seconds of one product at the known rate; 0 where none is known. */
    double expectedSeconds(Precision precision, Shape shape) {
        return rate(precision).map(rate -> shape.flops() / rate).orElse(0.0);
    }

    /** Why this contender's next cell has failed before it began, if so; a loss between cells is told once. */
    Optional<String> failedAlready() {
        if (givenUp()) {
            return Optional.of("not tried again after %d failures: %s".formatted(losses, lastLoss));
        }
        Optional<String> loss = Optional.ofNullable(untoldLoss);
        untoldLoss = null;
        return loss;
    }

    /** Whether it has been lost so often that it is not tried again. */
    boolean givenUp() {
        return losses >= MOST_LOSSES;
    }

    /** Its losses, where there are any. */
    Optional<JournalEntry.Losses> losses() {
        return losses == 0 ? Optional.empty() : Optional.of(new JournalEntry.Losses(contender, losses, lastLoss));
    }

    /** An earlier part of the run lost workers already. */
    void lostBefore(JournalEntry.Losses earlier) {
        losses = earlier.count();
        lastLoss = earlier.last();
    }

    /** The worker was lost outside any cell; its next cell will say so. */
    void lostBetweenCells(WorkerFailure failure) {
        if (worker == null) {
            untoldLoss = failure.getMessage();
        }
    }

    /** Starts the worker, without waiting for it. */
    void start() throws WorkerFailure {
        if (worker == null) {
            worker = counted(() -> starter.start(contender, backend));
            opened = false;
        }
    }

    /** Ends the worker and starts another in its place, without waiting for it. */
    void relaunch() throws WorkerFailure {
        close();
        start();
    }

    /**
     * Asks the worker, which is started and opened when there is none.
     *
     * @param expected seconds that the answer should take
     */
    <A extends Answer> A ask(Request request, Class<A> type, double expected) throws WorkerFailure {
        start();
        if (!opened) {
            int threads = contender.threads() == null ? 1 : contender.threads(); // other devices do not ask
            Request open = new Request.Open(contender.backend(), contender.variant(), contender.device(), threads);
            setupSeconds = counted(() -> worker.ask(open, Answer.Opened.class, silence.get()))
                    .seconds();
            opened = true;
            builds.clear();
        }
        Duration deadline = deadline(expected);
        return counted(() -> worker.ask(request, type, deadline));
    }

    /** Twenty times what was predicted is no longer slow, it hangs. */
    private Duration deadline(double expected) {
        return silence.get().plusMillis((long) (20_000 * expected));
    }

    /** Whether there is a worker with an open device. */
    boolean isOpen() {
        return opened;
    }

    /**
     * Asks the worker, which is open, for something beside its cell. One that is lost over it is closed, and does not count
     * as a loss of the contender, whose next cell has another.
     *
     * @param expected seconds that the answer should take
     */
    <A extends Answer> A askBeside(Request request, Class<A> type, double expected) throws WorkerFailure {
        try {
            return worker.ask(request, type, deadline(expected));
        } catch (WorkerFailure e) {
            if (e.kind() == WorkerFailure.Kind.LOST) {
                close();
            }
            throw e;
        }
    }

    /** A worker that is gone, or that never opened, is counted and given up. */
    private <T> T counted(Attempt<T> attempt) throws WorkerFailure {
        try {
            return attempt.run();
        } catch (WorkerFailure e) {
            if (e.kind() == WorkerFailure.Kind.LOST || !opened) {
                losses++;
                lastLoss = e.getMessage();
                close();
            }
            throw e;
        }
    }

    @Override
    public void close() {
        if (worker != null) {
            worker.close();
            worker = null;
            opened = false;
        }
    }

    private interface Attempt<T> {
        T run() throws WorkerFailure;
    }
}
