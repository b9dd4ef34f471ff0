package dev.santoku.run.cell;

import dev.santoku.result.SampleTimes;
import dev.santoku.statistics.Bootstrap;
import dev.santoku.statistics.Estimate;
import dev.santoku.statistics.Samples;
import dev.santoku.statistics.StopRule;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.ToDoubleFunction;

/** The samples of a cell, launch by launch and turn by turn, and whether the launch that goes on has enough of them. */
public final class CellSampling {
    private final int plannedLaunches;
    private final double within;
    private final List<List<List<SampleTimes>>> launches = new ArrayList<>();
    private final List<StopRule.Reason> reasons = new ArrayList<>();
    private StopRule stopRule;
    private boolean settled;

    /** @param within half the interval's width over the median, so narrow that the cell is settled */
    CellSampling(int plannedLaunches, double within) {
        this.plannedLaunches = plannedLaunches;
        this.within = within;
    }

    void beginLaunch() {
        launches.add(new ArrayList<>());
        stopRule = new StopRule(plannedLaunches, within);
        settled = false;
    }

    void addTurn(List<SampleTimes> turn) {
        List<List<SampleTimes>> launch = launches.get(launches.size() - 1);
        launch.add(turn);
        stopRule.judge(new Samples(turns(launch, SampleTimes::endToEnd))).ifPresent(this::settle);
    }

    private void settle(StopRule.Reason reason) {
        reasons.add(reason);
        settled = true;
    }

    /** Half the width of the 95 % interval over the median until now; empty while there are too few turns. */
    public OptionalDouble halfWidth() {
        return stopRule.reached();
    }

    /** Whether this launch has taken its samples. */
    public boolean settled() {
        return settled;
    }

    /** The time of this launch is up. */
    public void stop() {
        if (!settled) {
            settle(StopRule.Reason.BUDGET);
        }
    }

    /** Why sampling ended, in all launches together. */
    StopRule.Reason stopped(Estimate endToEnd) {
        return StopRule.ofLaunches(endToEnd, reasons, within);
    }

    /** Oldest first, each with its turns, oldest first. */
    List<List<List<SampleTimes>>> launches() {
        return launches;
    }

    Samples samples(ToDoubleFunction<SampleTimes> phase) {
        return Samples.ofLaunches(
                launches.stream().map(launch -> turns(launch, phase)).toList());
    }

    Estimate estimate(ToDoubleFunction<SampleTimes> phase) {
        return Bootstrap.median(samples(phase));
    }

    private static List<double[]> turns(List<List<SampleTimes>> launch, ToDoubleFunction<SampleTimes> phase) {
        return launch.stream()
                .map(turn -> turn.stream().mapToDouble(phase).toArray())
                .toList();
    }
}
