package dev.santoku.run.contender;

import dev.santoku.backend.Backend;
import dev.santoku.backend.Variant;
import dev.santoku.result.Contender;
import dev.santoku.worker.Answer;
import dev.santoku.worker.Request;
import dev.santoku.worker.Worker;
import dev.santoku.worker.WorkerFailure;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** A contender on its way through the run: its worker, which is started, opened, asked and replaced. */
public final class ContenderWorker implements AutoCloseable {
    /** What takes so many times as long as predicted is no longer slow, it hangs. */
    public static final double TIMES_EXPECTED = 20;

    private final Contender contender;
    private final Optional<String> deviceName;
    private final Backend backend;
    private final WorkerStarter starter;
    private final Supplier<Duration> silence;
    private final WorkerRates rates = new WorkerRates();
    private final WorkerLosses losses = new WorkerLosses();
    private Worker worker;
    private boolean opened;

    /**
     * A contender that has not begun.
     *
     * @param deviceName of the device that its figures will stand under; empty where drivers do not name it
     * @param silence how long a worker may be silent at this moment, beyond what was predicted
     */
    public ContenderWorker(
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

    public Contender contender() {
        return contender;
    }

    /**
     * Refuses what was computed elsewhere.
     *
     * @throws WorkerFailure when the device that ran is not that of the contender
     */
    public void requireRanOn(String ran) throws WorkerFailure {
        if (deviceName.isPresent() && !deviceName.get().equals(ran)) {
            throw new WorkerFailure(
                    WorkerFailure.Kind.REFUSED,
                    "%s is %s, and it ran on %s: not its time".formatted(contender.device(), deviceName.get(), ran));
        }
    }

    public boolean yardstick() {
        return backend.yardstick();
    }

    /** Rows of the smallest square product whose time tells that of larger ones. */
    public int tellingSide() {
        return backend.tellingSide();
    }

    /** The back end that has the same algorithms written by hand, where this one translates them. */
    public Optional<String> original() {
        return backend.translatesFor();
    }

    /** Its back end's variants, from the simplest to the most refined. */
    public List<Variant> variants() {
        return backend.variants();
    }

    /** Threads that multiply, for the CPU; null for other devices, which have no such number. */
    public Integer threads() {
        return contender.threads();
    }

    public WorkerRates rates() {
        return rates;
    }

    public WorkerLosses losses() {
        return losses;
    }

    /** The worker was lost outside any cell; its next cell will say so. */
    public void lostBetweenCells(WorkerFailure failure) {
        if (worker == null) {
            losses.betweenCells(failure.getMessage());
        }
    }

    /** Starts the worker, without waiting for it. */
    public void start() throws WorkerFailure {
        if (worker == null) {
            worker = counted(() -> starter.start(contender, backend));
            opened = false;
        }
    }

    /** Ends the worker and starts another in its place, without waiting for it. */
    public void relaunch() throws WorkerFailure {
        close();
        start();
    }

    /**
     * Asks the worker, which is started and opened when there is none.
     *
     * @param expected seconds that the answer should take
     */
    public <A extends Answer> A ask(Request request, Class<A> type, double expected) throws WorkerFailure {
        start();
        if (!opened) {
            int threads = contender.threads() == null ? 1 : contender.threads(); // other devices do not ask
            Request open = new Request.Open(
                    contender.backend(), contender.variant(), contender.device(), threads, starter.deviceMemory());
            rates.opened(counted(() -> worker.ask(open, Answer.Opened.class, silence.get()))
                    .seconds());
            opened = true;
        }
        Duration deadline = deadline(expected);
        return counted(() -> worker.ask(request, type, deadline));
    }

    private Duration deadline(double expected) {
        return silence.get().plusMillis((long) (1000 * TIMES_EXPECTED * expected));
    }

    /** Whether there is a worker with an open device. */
    public boolean isOpen() {
        return opened;
    }

    /**
     * Asks the worker, which is open, for something beside its cell. One that is lost over it is closed, and does not count
     * as a loss of the contender, whose next cell has another.
     *
     * @param expected seconds that the answer should take
     */
    public <A extends Answer> A askBeside(Request request, Class<A> type, double expected) throws WorkerFailure {
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
                losses.add(e.getMessage());
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
