package dev.santoku.tuning;

import dev.santoku.backend.Backend;
import dev.santoku.backend.Candidate;
import dev.santoku.backend.SearchSpace;
import dev.santoku.backend.Tunable;
import dev.santoku.backend.Tuned;
import dev.santoku.backend.Tuning;
import dev.santoku.matrix.Shape;
import dev.santoku.result.DeviceSurvey;
import dev.santoku.worker.Workers;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Tunes devices one after the other, equal ones together, each in its share of the time, and has each result kept at once. */
public final class TuningRun {
    /** Of what is left of a device's time a worker that hangs may take so much. */
    private static final double MOST_OF_TIME = 0.25;

    private static final double LEAST_SECONDS = 10;
    private static final double MOST_SECONDS_AT_FIRST = 60;

    private final TuningPlan plan;
    private final Map<String, Backend> backends;
    private final Workers workers;
    private final Optional<Duration> silence;
    private final TuningListener listener;
    private final List<TuningResult> results = new ArrayList<>();
    private final long end;
    private Current current;
    private boolean frozen;

    /** What is being tuned. */
    private record Current(List<DeviceSurvey> equals, Tournament tournament, List<Shape> sizes, long started) {
        /** That of the first of the devices. */
        DeviceSurvey survey() {
            return equals.get(0);
        }

        List<String> devices() {
            return equals.stream().map(DeviceSurvey::device).toList();
        }
    }

    /**
     * Tunes nothing yet.
     *
     * @param backends by id, all of the plan's, each {@link Tunable}
     * @param silence how long a worker may be silent beyond the time that it was given; empty to let the time decide
     * @param remaining what is left of the budget
     */
    public TuningRun(
            TuningPlan plan,
            Map<String, Backend> backends,
            Workers workers,
            Optional<Duration> silence,
            Duration remaining,
            TuningListener listener) {
        this.plan = plan;
        this.backends = Map.copyOf(backends);
        this.workers = workers;
        this.silence = silence;
        this.end = System.nanoTime() + remaining.toNanos();
        this.listener = listener;
    }

    /** Tunes all, unless it is frozen before. */
    public void run() {
        List<List<DeviceSurvey>> groups = plan.groups();
        int left = groups.size();
        for (List<DeviceSurvey> equals : groups) {
            long now = System.nanoTime();
            tune(equals, now, now + Math.max(0, end - now) / left--);
            if (isFrozen()) {
                return;
            }
        }
    }

    private void tune(List<DeviceSurvey> equals, long started, long until) {
        DeviceSurvey survey = equals.get(0);
        Backend backend = backends.get(survey.backend());
        Candidate today = survey.survey().today().candidate();
        try (TrialGroup trials = new TrialGroup(equals.stream()
                .map(one -> new WorkerTrials(
                        workers, backend, one.device(), one.precision(), plan.seed(), first -> silence(until, first)))
                .toList())) {
            List<Shape> usual = ((Tunable) backend).sizes();
            List<Shape> sizes = plan.sizes()
                    .orElseGet(() -> usual.isEmpty()
                            ? Sizes.choose(
                                    survey.survey().key().kind(),
                                    today,
                                    trials.members().get(0))
                            : usual);
            Search search = new Search(survey.survey().spaces(), survey.survey().starts(), plan.seed());
            Tournament tournament = new Tournament(
                    today,
                    search,
                    List.copyOf(trials.members()),
                    sizes,
                    () -> secondsUntil(until),
                    new Teller(survey.precision(), today, this::isFrozen, () -> secondsUntil(end), listener));
            if (begin(new Current(equals, tournament, sizes, started))) {
                Trial last = tournament.run();
                finish(last);
            }
        }
    }

    /**
     * The first products may have to wait for kernels that were never built: what is used every day is given time, but no more
     * than there is.
     */
    private Duration silence(long until, boolean first) {
        double left = secondsUntil(until);
        double share = Math.max(MOST_OF_TIME * left, first ? Math.min(left, MOST_SECONDS_AT_FIRST) : 0);
        return silence.orElse(Duration.ofMillis((long) (1000 * Math.max(LEAST_SECONDS, share))));
    }

    private static double secondsUntil(long until) {
        return (until - System.nanoTime()) / 1e9;
    }

    private synchronized boolean begin(Current next) {
        current = next;
        return !frozen;
    }

    private synchronized void finish(Trial last) {
        if (!frozen) {
            add(result(current, last));
            current = null;
        }
    }

    /**
     * From now on nothing is tried: it was interrupted. The best until now is kept, and is among the results; it has beaten
     * what was before it in one bout or several, if not in a last one.
     */
    public synchronized void freeze() {
        frozen = true;
        if (current != null) {
            Current interrupted = current;
            current = null;
            interrupted
                    .tournament()
                    .standing()
                    .filter(standing -> !standing.champion()
                            .equals(interrupted.survey().survey().today().candidate()))
                    .ifPresent(standing -> add(kept(
                            interrupted,
                            standing,
                            new TuningResult.Speedup(standing.speedup(), standing.speedup(), standing.speedup()))));
        }
    }

    private synchronized boolean isFrozen() {
        return frozen;
    }

    /** Those that are done. */
    public synchronized List<TuningResult> results() {
        return List.copyOf(results);
    }

    private void add(TuningResult result) {
        results.add(result);
        listener.finished(result);
    }

    private TuningResult result(Current tuned, Trial last) {
        if (!last.wasTimed()) {
            return failed(
                    tuned,
                    last.outcome() == Trial.Outcome.WRONG ? TuningResult.Outcome.WRONG : TuningResult.Outcome.FAILED,
                    "with what is used now: " + last.reason());
        }
        Tournament.Standing standing = tuned.tournament().standing().orElseThrow();
        boolean faster =
                !standing.champion().equals(tuned.survey().survey().today().candidate());
        return kept(
                tuned,
                standing,
                faster
                        ? new TuningResult.Speedup(last.speedup(), last.leastSpeedup(), last.mostSpeedup())
                        : new TuningResult.Speedup(1, 1, 1));
    }

    /** Has it remembered. */
    private TuningResult kept(Current tuned, Tournament.Standing standing, TuningResult.Speedup speedup) {
        Tunable.Survey survey = tuned.survey().survey();
        String kernels = survey.spaces().stream()
                .filter(space -> space.family().equals(standing.champion().family()))
                .map(SearchSpace::kernels)
                .findFirst()
                .orElseThrow();
        Tuned found = new Tuned(
                survey.key(),
                kernels,
                standing.champion(),
                Instant.now().truncatedTo(ChronoUnit.SECONDS),
                tuned.sizes(),
                standing.gflops(),
                standing.tried());
        try {
            ((Tunable) backends.get(tuned.survey().backend())).keep(found);
        } catch (IOException e) {
            return failed(tuned, TuningResult.Outcome.FAILED, "it was tuned, and cannot be kept: " + e.getMessage());
        }
        Tuning before = survey.today();
        return new TuningResult(
                tuned.survey().backend(),
                tuned.survey().device(),
                tuned.devices(),
                survey.key().device(),
                survey.key().precision(),
                standing.champion().equals(before.candidate())
                        ? TuningResult.Outcome.SAME
                        : TuningResult.Outcome.FASTER,
                null,
                before,
                standing.champion(),
                speedup,
                standing.gflops(),
                tuned.sizes(),
                TuningResult.Counts.of(standing),
                -secondsUntil(tuned.started()));
    }

    private static TuningResult failed(Current tuned, TuningResult.Outcome outcome, String reason) {
        Tunable.Survey survey = tuned.survey().survey();
        return new TuningResult(
                tuned.survey().backend(),
                tuned.survey().device(),
                tuned.devices(),
                survey.key().device(),
                survey.key().precision(),
                outcome,
                reason,
                survey.today(),
                null,
                null,
                null,
                tuned.sizes(),
                tuned.tournament().standing().map(TuningResult.Counts::of).orElse(TuningResult.Counts.NONE),
                -secondsUntil(tuned.started()));
    }

    /** Back ends of which something can be tuned, by id. */
    public static Map<String, Backend> tunable(List<Backend> all) {
        Map<String, Backend> tunable = new LinkedHashMap<>();
        all.stream().filter(Tunable.class::isInstance).forEach(backend -> tunable.put(backend.id(), backend));
        return tunable;
    }
}
