package dev.santoku.run;

import dev.santoku.host.probe.LoadMeter;
import dev.santoku.plan.Plan;
import dev.santoku.run.cell.CellRun;
import dev.santoku.run.cell.Rounds;

/**
 * Measures a group in one launch or several.
 *
 * <p>Of several launches each begins, for all contenders at once, when the one before has ended: no more workers live at a
 * time than with one launch, and at any moment all contenders are in the same launch, so that rounds stay fair. A launch
 * checks, warms up and takes its part of the samples of one precision and shape; the next shape is begun in the last launch
 * of the one before. To let each launch pass through all shapes instead would save the starts, a small part of what a
 * launch costs beside checking and warming up, but no cell would be finished, and kept by the journal, before the last
 * launch; and what several launches of a cell are asked, how far they are apart, would also hold what the machine did
 * minutes later.
 */
record Launches(
        Plan plan,
        Budget budget,
        SamplingTurns turns,
        GroupCeilings ceilings,
        SideQuestions questions,
        GroupResults results,
        RunListener listener) {
    /**
     * Measures the cells of a group; what is measured is kept.
     *
     * @param cells are checked
     * @param seconds that each launch of each cell may take
     * @param end of all by {@link System#nanoTime()}
     */
    void measure(RunningCells cells, double seconds, long end) {
        Rounds rounds = new Rounds(LoadMeter.ofThisMachine());
        warm(cells, seconds);
        long groupEnd = end + measureCeilings(cells);
        takeTurns(cells, rounds, groupEnd, 1);
        for (int launch = 2; goesOn(cells, launch, groupEnd); launch++) {
            settle(cells);
            relaunch(cells, launch);
            warm(cells, seconds);
            takeTurns(cells, rounds, groupEnd, launch);
        }
        ceilings.measureAfter(cells);
        ceilings.removeImpossible(cells);
        settle(cells);
        questions.ask(cells);
        results.keep(cells, rounds);
    }

    private boolean goesOn(RunningCells cells, int launch, long end) {
        return launch <= plan.sampling().launches() && System.nanoTime() < end && !cells.frozen();
    }

    private void warm(RunningCells cells, double seconds) {
        cells.forEach(run -> {
            listener.progress(run.cell(), "warming up");
            double least = Math.min(plan.sampling().profile().leastWarmUp(), seconds / 4);
            run.warm(least, Math.max(least, Math.min(4 * least, seconds / 4)));
        });
    }

    /**
     * Nearly all of the time falls to the first group, when loops are compiled: the whole run pays, not its samples alone.
     *
     * @return nanoseconds
     */
    private long measureCeilings(RunningCells cells) {
        long start = System.nanoTime();
        ceilings.measureBefore(cells);
        long taken = System.nanoTime() - start;
        budget.spentOnCompiling(taken);
        return taken;
    }

    private void takeTurns(RunningCells cells, Rounds rounds, long end, int launch) {
        long left = end - System.nanoTime();
        long share = left / (plan.sampling().launches() - launch + 1);
        turns.take(cells, rounds, Math.min(budget.end(), System.nanoTime() + share));
    }

    /** All JVMs of the next launch start at once, when those before have ended. */
    private void relaunch(RunningCells cells, int launch) {
        cells.forEach(CellRun::relaunch);
        cells.forEach(run -> {
            listener.progress(
                    run.cell(),
                    "checking in launch %d of %d"
                            .formatted(launch, plan.sampling().launches()));
            run.checkAgain();
        });
    }

    private void settle(RunningCells cells) {
        cells.forEach(CellRun::endLaunch);
    }
}
