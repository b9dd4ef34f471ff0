package dev.santoku.run;

import dev.santoku.host.probe.LoadMeter;
import dev.santoku.plan.CostModel;
import dev.santoku.plan.Plan;
import dev.santoku.result.CellGroup;
import java.util.List;

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
final class Launches {
    private final Plan plan;
    private final CostModel costs;
    private final Budget budget;
    private final SamplingTurns turns;
    private final GroupCeilings ceilings;
    private final SideQuestions questions;
    private final Recording recording;

    Launches(
            Plan plan,
            Budget budget,
            SamplingTurns turns,
            GroupCeilings ceilings,
            SideQuestions questions,
            Recording recording) {
        this.plan = plan;
        this.costs = new CostModel(plan.pace());
        this.budget = budget;
        this.turns = turns;
        this.ceilings = ceilings;
        this.questions = questions;
        this.recording = recording;
    }

    /**
     * Measures the cells of a group; what is measured is kept.
     *
     * @param runs are checked; those whose workers fail are recorded and removed
     * @param seconds that each launch of each cell may take
     * @param end of all by {@link System#nanoTime()}
     */
    void measure(CellGroup group, List<CellRun> runs, double seconds, long end) {
        Rounds rounds = new Rounds(LoadMeter.ofThisMachine());
        warm(runs, seconds);
        long groupEnd = end + measureCeilings(group, runs);
        takeTurns(runs, rounds, groupEnd, 1);
        for (int launch = 2; goesOn(launch, groupEnd); launch++) {
            settle(runs);
            relaunch(runs, launch);
            warm(runs, seconds);
            takeTurns(runs, rounds, groupEnd, launch);
        }
        ceilings.measureAfter(runs, group);
        ceilings.removeImpossible(runs, group);
        settle(runs);
        questions.ask(runs);
        recording.keep(group, runs, rounds);
    }

    private boolean goesOn(int launch, long end) {
        return launch <= plan.launches() && System.nanoTime() < end && !recording.frozen();
    }

    private void warm(List<CellRun> runs, double seconds) {
        recording.forEach(runs, run -> {
            recording.progress(run.cell(), "warming up");
            double least = Math.min(plan.pace().leastWarmUp(), seconds / 4);
            run.warm(least, Math.max(least, Math.min(4 * least, seconds / 4)), run.expectedSeconds());
        });
    }

    /**
     * Nearly all of the time falls to the first group, when loops are compiled: the whole run pays, not its samples alone.
     *
     * @return nanoseconds
     */
    private long measureCeilings(CellGroup group, List<CellRun> runs) {
        long start = System.nanoTime();
        ceilings.measureBefore(runs, group);
        long taken = System.nanoTime() - start;
        budget.spentOnCompiling(taken);
        return taken;
    }

    private void takeTurns(List<CellRun> runs, Rounds rounds, long end, int launch) {
        long left = end - System.nanoTime();
        long share = left / (plan.launches() - launch + 1);
        turns.take(runs, rounds, Math.min(budget.end(), System.nanoTime() + share));
    }

    /** All virtual machines of the next launch start at once, when those before have ended. */
    private void relaunch(List<CellRun> runs, int launch) {
        recording.forEach(runs, CellRun::relaunch);
        recording.forEach(runs, run -> {
            recording.progress(run.cell(), "checking in launch %d of %d".formatted(launch, plan.launches()));
            run.checkAgain(plan.seed(), costs.check(run.cell().shape(), run.expectedSeconds()));
        });
    }

    private void settle(List<CellRun> runs) {
        recording.forEach(runs, CellRun::endLaunch);
    }
}
