package dev.santoku.run;

import dev.santoku.plan.Sampling;
import dev.santoku.run.cell.CellRun;
import dev.santoku.run.cell.Rounds;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;

/** Has contenders sample in rounds: in each, all that are unsettled take a turn, in random order. */
final class SamplingTurns {
    /** Beside slow products the turns of quick ones are longer, or rounds would end before they had their samples. */
    private static final double TURNS_IN_SLOWEST = 8;

    private final double least;
    private final Random order;
    private final RunListener listener;
    private final ProgressEstimate estimate;

    /** No turn is taken yet. */
    SamplingTurns(Sampling sampling, RunListener listener, ProgressEstimate estimate) {
        this.least = sampling.profile().turn();
        this.order = new Random(sampling.seed());
        this.listener = listener;
        this.estimate = estimate;
    }

    /**
     * Takes all turns of a launch.
     *
     * @param end of the launch by {@link System#nanoTime()}; each takes one turn at least
     */
    void take(RunningCells cells, Rounds rounds, long end) {
        rounds.beginLaunch();
        List<CellRun> unsettled = new ArrayList<>(cells.all());
        double slowest =
                unsettled.stream().mapToDouble(CellRun::secondsPerProduct).max().orElse(0);
        double turn = Math.max(least, slowest / TURNS_IN_SLOWEST);
        while (!unsettled.isEmpty() && !cells.frozen()) {
            listener.progress(leastSettled(unsettled).cell().toString());
            Collections.shuffle(unsettled, order);
            cells.forEach(unsettled, run -> run.sample(turn));
            rounds.endRound();
            if (System.nanoTime() >= end) {
                unsettled.forEach(run -> run.sampling().stop());
            }
            unsettled.removeIf(run -> !cells.contains(run) || run.sampling().settled());
            estimate.sampled(unsettled);
        }
    }

    /** The one that keeps the others waiting, as far as that is known. */
    private static CellRun leastSettled(List<CellRun> unsettled) {
        return unsettled.stream()
                .max(Comparator.comparingDouble(
                        run -> run.sampling().halfWidth().orElse(Double.POSITIVE_INFINITY)))
                .orElseThrow();
    }
}
