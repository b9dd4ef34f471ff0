package dev.santoku.tuning;

import dev.santoku.backend.Backend;
import dev.santoku.backend.Candidate;
import dev.santoku.backend.Estimate;
import dev.santoku.matrix.Precision;
import dev.santoku.matrix.Shape;
import dev.santoku.worker.Answer;
import dev.santoku.worker.Request;
import dev.santoku.worker.Worker;
import dev.santoku.worker.WorkerFailure;
import dev.santoku.worker.Workers;
import java.time.Duration;
import java.util.List;

/**
 * Tries candidates out in worker processes. A worker serves a batch of them and is then replaced, since what drivers leak
 * adds up; one that crashes or hangs is replaced at once, and costs the candidate that it died of.
 */
final class WorkerTrials implements Trials, AutoCloseable {
    private static final int BATCH = 32;

    private final Workers workers;
    private final Backend backend;
    private final String device;
    private final Precision precision;
    private final long seed;
    private final Silence silence;
    private Worker worker;
    private int served;
    private boolean answered;

    /** Tells how long a worker may be silent at this moment, beyond the time that it was given. */
    interface Silence {
        /**
         * The time from now.
         *
         * @param first whether nothing was answered yet on this device
         */
        Duration now(boolean first);
    }

    /**
     * Starts nothing yet.
     *
     * @param silence how long a worker may be silent
     */
    WorkerTrials(Workers workers, Backend backend, String device, Precision precision, long seed, Silence silence) {
        this.workers = workers;
        this.backend = backend;
        this.device = device;
        this.precision = precision;
        this.seed = seed;
        this.silence = silence;
    }

    /** The name of its workers, and of their log. */
    static String name(Backend backend, String device, Precision precision) {
        return "tune-%s-%s-%s".formatted(backend.id(), device, precision);
    }

    @Override
    public Trial tryOut(Candidate champion, Candidate challenger, List<Shape> sizes, double seconds) {
        return ask(champion, challenger, sizes, seconds, true);
    }

    @Override
    public Trial meet(Candidate champion, Candidate challenger, List<Shape> sizes, double seconds) {
        return ask(champion, challenger, sizes, seconds, false);
    }

    private Trial ask(
            Candidate champion, Candidate challenger, List<Shape> sizes, double seconds, boolean shortlyFirst) {
        Request request = new Request.TryOut(
                backend.id(), device, precision, champion, challenger, sizes, seed, seconds, shortlyFirst);
        Duration deadline = silence.now(!answered).plusMillis((long) (4000 * seconds * sizes.size()));
        try {
            Trial trial = Trial.of(worker().ask(request, Answer.TriedOut.class, deadline));
            served++;
            answered = true;
            return trial;
        } catch (WorkerFailure e) {
            if (e.kind() == WorkerFailure.Kind.LOST) {
                close();
            } else if (e.kind() != WorkerFailure.Kind.UNSUPPORTED) {
                served++;
            }
            return Trial.of(e);
        }
    }

    /** A worker that cannot tell costs no candidate its turn. */
    @Override
    public List<Estimate> estimate(List<Shape> sizes, List<Candidate> candidates) {
        Request request = new Request.EstimateAll(backend.id(), device, precision, sizes, candidates);
        try {
            return worker().ask(request, Answer.Estimated.class, silence.now(!answered))
                    .estimates();
        } catch (WorkerFailure e) {
            if (e.kind() == WorkerFailure.Kind.LOST) {
                close();
            }
            return List.of();
        }
    }

    @Override
    public String device() {
        return device;
    }

    private Worker worker() throws WorkerFailure {
        if (served >= BATCH) {
            close();
        }
        if (worker == null) {
            worker = workers.start(name(backend, device, precision), backend.jvmFlags());
            served = 0;
        }
        return worker;
    }

    @Override
    public void close() {
        if (worker != null) {
            worker.close();
            worker = null;
        }
    }
}
