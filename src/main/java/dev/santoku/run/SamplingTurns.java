package dev.santoku.run;

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
    private final Recording recording;
    private final RunListener listener;
    private final ProgressEstimate outlook;

    /**
     * No turn is taken yet.
     *
     * @param least seconds of a turn
     * @param seed of the order
     */
    SamplingTurns(double least, long seed, Recording recording, RunListener listener, ProgressEstimate outlook) {
        this.least = least;
        this.order = new Random(seed);
        this.recording = recording;
        this.listener = listener;
        this.outlook = outlook;
    }

    /**
     * Takes all turns of a launch.
     *
     * @param runs those whose worker fails are recorded and removed
     * @param end of the launch by {@link System#nanoTime()}; each takes one turn at least
     */
    void take(List<CellRun> runs, Rounds rounds, long end) {
        rounds.beginLaunch();
        List<CellRun> unsettled = new ArrayList<>(runs);
        double slowest =
                runs.stream().mapToDouble(CellRun::secondsPerProduct).max().orElse(0);
        double turn = Math.max(least, slowest / TURNS_IN_SLOWEST);
        while (!unsettled.isEmpty() && !recording.frozen()) {
            listener.progress(leastSettled(unsettled).cell().toString());
            Collections.shuffle(unsettled, order);
            List<CellRun> before = List.copyOf(unsettled);
            recording.forEach(unsettled, run -> run.sample(turn));
            rounds.endRound();
            runs.removeIf(run -> before.contains(run) && !unsettled.contains(run)); // lost in this round
            if (System.nanoTime() >= end) {
                unsettled.forEach(CellRun::stop);
            }
            unsettled.removeIf(CellRun::settled);
            outlook.sampled(unsettled);
        }
    }

    /** The one that keeps the others waiting, as far as that is known. */
    private static CellRun leastSettled(List<CellRun> unsettled) {
        return unsettled.stream()
                .max(Comparator.comparingDouble(run -> run.halfWidth().orElse(Double.POSITIVE_INFINITY)))
                .orElseThrow();
    }
}
