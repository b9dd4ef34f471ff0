package dev.santoku.tuning;

import dev.santoku.matrix.Shape;
import dev.santoku.statistics.Bootstrap;
import dev.santoku.statistics.Ratio;
import dev.santoku.statistics.Samples;
import dev.santoku.worker.Answer;
import dev.santoku.worker.WorkerFailure;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * What came of trying out a candidate.
 *
 * @param reason why it could not be timed, in one line; null where it was
 * @param bouts what was timed, a bout for each size; none where it could not be
 */
record Trial(Outcome outcome, String reason, List<Bout> bouts) {
    /** The ways it can end. */
    enum Outcome {
        /** Right, and timed at all sizes. */
        TIMED,
        /** Slower in a first bout, when it was not checked yet, or given up as slow later. */
        ABANDONED,
        /** Not for this device. */
        UNFIT,
        /** Its product is wrong. */
        WRONG,
        /** The driver or its compiler refused. */
        REFUSED,
        /** It crashed or hung, and its worker with it. */
        LOST
    }

    Trial {
        bouts = List.copyOf(bouts);
    }

    /** A candidate against the champion at one size: the ratio is above 1 where the candidate is faster. */
    record Bout(Shape size, double championSeconds, double candidateSeconds, Ratio speedup) {}

    static Trial of(Answer.TriedOut answer) {
        return new Trial(
                answer.abandoned() ? Outcome.ABANDONED : Outcome.TIMED,
                null,
                answer.bouts().stream().map(Trial::bout).toList());
    }

    static Trial of(WorkerFailure failure) {
        Outcome outcome =
                switch (failure.kind()) {
                    case UNSUPPORTED -> Outcome.UNFIT;
                    case WRONG -> Outcome.WRONG;
                    case INPUT, OUTPUT, REFUSED -> Outcome.REFUSED;
                    case LOST -> Outcome.LOST;
                };
        return new Trial(outcome, failure.getMessage(), List.of());
    }

    private static Bout bout(Answer.Bout bout) {
        Samples champion = samples(bout.champion());
        Samples challenger = samples(bout.challenger());
        return new Bout(
                bout.size(),
                Bootstrap.median(champion).median(),
                Bootstrap.median(challenger).median(),
                Bootstrap.speedup(challenger, champion));
    }

    private static Samples samples(List<Double> seconds) {
        return new Samples(
                List.of(seconds.stream().mapToDouble(Double::doubleValue).toArray()));
    }

    /** The same, with the device in its reason. */
    Trial on(String device) {
        return new Trial(outcome, device + ": " + reason, bouts);
    }

    /** Whether there are times, be they of a few turns. */
    boolean wasTimed() {
        return outcome == Outcome.TIMED || outcome == Outcome.ABANDONED;
    }

    /** How many times as fast as the champion, the geometric mean over the sizes. */
    double speedup() {
        return mean(bout -> bout.speedup().ratio());
    }

    /** What it is at least, with the ends of the 95 % intervals. */
    double leastSpeedup() {
        return mean(bout -> bout.speedup().low());
    }

    /** What it is at most. */
    double mostSpeedup() {
        return mean(bout -> bout.speedup().high());
    }

    /** 10⁹ operations a second at the last size. */
    double gflops() {
        Bout last = bouts.get(bouts.size() - 1);
        return last.size().flops() / last.candidateSeconds() / 1e9;
    }

    private double mean(ToDoubleFunction<Bout> of) {
        return Math.exp(bouts.stream()
                .mapToDouble(bout -> Math.log(of.applyAsDouble(bout)))
                .average()
                .orElseThrow());
    }
}
