package dev.santoku.run;

import dev.santoku.result.CellGroup;
import dev.santoku.result.Speedup;
import java.util.List;

/** What compares the contenders of a group with each other: speedups, the ladder, how they scale. */
final class GroupSpeedups {
    private final boolean selfCheck;
    private final List<ContenderWorker> lanes;
    private final Scalings scalings;

    /**
     * Compares nothing yet.
     *
     * @param selfCheck whether contenders stand in pairs, each held to itself alone
     * @param lanes all of the run
     * @param cores of this machine
     */
    GroupSpeedups(boolean selfCheck, List<ContenderWorker> lanes, int cores) {
        this.selfCheck = selfCheck;
        this.lanes = lanes;
        this.scalings = new Scalings(cores);
    }

    /** Compares all that were measured. */
    void record(CellGroup group, List<CellRun> measured, Recorder recorder) {
        if (selfCheck) {
            recorder.add(Twins.speedups(measured));
            return;
        }
        List<Speedup> speedups = Speedups.of(measured);
        Ladders ladders = new Ladders(lanes);
        List<CellRun> steps = ladders.steps(measured);
        recorder.add(speedups);
        recorder.add(Ladders.speedups(steps, speedups));
        recorder.add(new Translations(lanes).speedups(measured));
        ladders.of(group.precision(), group.shape(), steps).ifPresent(recorder::add);
        scalings.of(measured).forEach(recorder::add);
    }
}
