package dev.santoku.run.soak;

import dev.santoku.matrix.Precision;
import dev.santoku.matrix.Shape;
import dev.santoku.plan.MemoryModel;
import dev.santoku.plan.Plan;
import dev.santoku.result.Soak;
import dev.santoku.run.contender.ContenderWorkers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

/**
 * A burn-in: all contenders of a plan compute at the same time, as fast as they can, each in a process of its own, and every
 * product is verified to the bit. Precisions and sizes take their turns, with equal shares of the time.
 */
public final class SoakRun {
    /** So long a device works before it is asked what came of it. */
    private static final double TURN_SECONDS = 2;

    private final Plan plan;
    private final Duration time;
    private final boolean keepGoing;
    private final SoakSensors sensors;
    private final SoakListener listener;
    private final List<SoakedContender> contenders;
    private final List<SoakPart> parts = new ArrayList<>();
    private double secondsBefore;
    private volatile long started;
    private volatile boolean stopped;

    /**
     * Prepares a burn-in.
     *
     * @param plan whose contenders, precisions and shapes these are; without shapes each contender has a size of its own
     * @param time of load
     * @param keepGoing whether wrong products are counted and lost workers left behind; else the first ends it all
     * @param memory for the plan's contenders
     */
    public SoakRun(
            Plan plan,
            Duration time,
            boolean keepGoing,
            MemoryModel memory,
            ContenderWorkers workers,
            SoakSensors sensors,
            SoakListener listener) {
        this.plan = plan;
        this.time = time;
        this.keepGoing = keepGoing;
        this.sensors = sensors;
        this.listener = listener;
        long seed = plan.sampling().seed();
        SoakSize size = new SoakSize(memory, shareOfTime(), seed);
        this.contenders = plan.contenders().stream()
                .map(contender -> new SoakedContender(contender, workers, memory, size, seed, keepGoing))
                .toList();
    }

    private Duration shareOfTime() {
        int groups = plan.precisions().size() * plan.shapes().map(List::size).orElse(1);
        return time.dividedBy(Math.max(1, groups));
    }

    /** Runs it to the end. */
    public void run() {
        plan.absent().forEach(this::leaveOut);
        try {
            for (Precision precision : plan.precisions()) {
                for (Optional<Shape> shape : shapes()) {
                    if (!stopped) {
                        soak(precision, shape);
                    }
                }
            }
        } finally {
            contenders.forEach(SoakedContender::close);
        }
    }

    private void leaveOut(Plan.Absent absent) {
        SoakPart part = new SoakPart(absent.contender(), plan.precisions().get(0));
        part.ended(absent.outcome(), absent.reason());
        synchronized (parts) {
            parts.add(part);
        }
    }

    private List<Optional<Shape>> shapes() {
        return plan.shapes()
                .map(shapes -> shapes.stream().map(Optional::of).toList())
                .orElse(List.of(Optional.empty()));
    }

    private void soak(Precision precision, Optional<Shape> shape) {
        synchronized (parts) {
            contenders.forEach(contender -> parts.add(contender.next(precision)));
        }
        together(contenders, contender -> {
            contender.prepare(precision, shape, listener);
            tell(contender.part());
        });
        List<SoakedContender> ready = contenders.stream()
                .filter(contender -> contender.part().goesOn())
                .toList();
        if (stopped || ready.isEmpty()) {
            return;
        }
        ready.forEach(contender ->
                listener.note("%s: load for %s".formatted(name(contender.part().soFar()), inWords(shareOfTime()))));
        started = System.nanoTime();
        together(ready, contender -> load(contender, ready));
        synchronized (parts) {
            secondsBefore = secondsBefore + secondsNow();
            started = 0;
        }
    }

    private void load(SoakedContender contender, List<SoakedContender> all) {
        double end = shareOfTime().toMillis() / 1000.0;
        long begin = started;
        boolean last = false;
        while (!last && !stopped && contender.part().goesOn()) {
            double left = end - secondsNow();
            last = left <= TURN_SECONDS;
            contender.turn(Math.max(0, Math.min(left, TURN_SECONDS)), last, begin, sensors);
            tell(contender.part());
            listener.turn(all.stream().map(each -> each.part().soFar()).toList(), Math.max(0, end - secondsNow()));
        }
    }

    private double secondsNow() {
        return started == 0 ? 0 : (System.nanoTime() - started) / 1e9;
    }

    /** Says what went wrong; where that ends it all, nobody begins another turn. */
    private void tell(SoakPart part) {
        part.news().ifPresent(news -> {
            if (!stopped) {
                listener.note(name(part.soFar()) + ": " + news);
            }
            if (!keepGoing && part.isBad()) {
                stopped = true;
            }
        });
    }

    private static String name(Soak.Part part) {
        return "%s %s%s".formatted(part.inWords(), part.precision(), part.shape() == null ? "" : " " + part.shape());
    }

    private static String inWords(Duration time) {
        return time.toSeconds() < 120 ? time.toSeconds() + " s" : time.toMinutes() + " min";
    }

    /** Each in a thread of its own; waits for all. */
    private static void together(List<SoakedContender> contenders, Consumer<SoakedContender> task) {
        AtomicReference<Throwable> thrown = new AtomicReference<>();
        List<Thread> threads = contenders.stream()
                .map(contender -> new Thread(() -> task.accept(contender), "santoku-soak-" + contender.device()))
                .toList();
        threads.forEach(thread -> {
            thread.setDaemon(true);
            thread.setUncaughtExceptionHandler((unused, cause) -> thrown.compareAndSet(null, cause));
            thread.start();
        });
        for (Thread thread : threads) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        if (thrown.get() != null) {
            throw new IllegalStateException("a thread of the burn-in broke", thrown.get());
        }
    }

    /** From now on nobody begins another turn: the burn-in was interrupted. */
    public void freeze() {
        stopped = true;
    }

    /** What was seen until now; any thread may ask. */
    public Soak untilNow() {
        synchronized (parts) {
            return new Soak(
                    time.toMillis() / 1000.0,
                    secondsBefore + secondsNow(),
                    keepGoing,
                    parts.stream().map(SoakPart::soFar).toList());
        }
    }
}
