package dev.santoku.run;

import dev.santoku.result.CellResult;
import dev.santoku.run.cell.CellRun;
import java.util.Collection;
import java.util.OptionalDouble;
import java.util.function.DoubleSupplier;

/**
 * Predicts how long a run will go on. What a group costs is known from rates alone before it is measured; how much longer or
 * shorter groups really take is learnt from those that are done. The budget bounds it all.
 */
final class ProgressEstimate {
    private final RunListener listener;
    private final DoubleSupplier budgetLeft;
    private int cells;
    private int done;
    private double group;
    private double rest;
    private double predicted;
    private double taken;
    private long begun = System.nanoTime();
    private OptionalDouble halfWidth = OptionalDouble.empty();

    /** @param budgetLeft seconds that the run may still take */
    ProgressEstimate(RunListener listener, DoubleSupplier budgetLeft) {
        this.listener = listener;
        this.budgetLeft = budgetLeft;
    }

    /** The run has so many cells, of which so many are done. */
    void over(int all, int before) {
        cells = all;
        done = before;
    }

    /**
     * A group begins.
     *
     * @param seconds that it is predicted to take
     * @param following seconds of all groups behind it
     */
    void begins(double seconds, double following) {
        group = seconds;
        rest = following;
        begun = System.nanoTime();
        tell();
    }

    /** The group has come to its end. */
    void ends() {
        predicted += group;
        taken += seconds();
        group = 0;
        halfWidth = OptionalDouble.empty();
    }

    /** A cell has come to its end. */
    void finished(CellResult result) {
        done++;
        tell();
        listener.finished(result);
    }

    /** A round of samples is over for these, which are not settled. */
    void sampled(Collection<CellRun> unsettled) {
        halfWidth = unsettled.stream().map(run -> run.sampling().halfWidth()).allMatch(OptionalDouble::isPresent)
                ? unsettled.stream()
                        .map(run -> run.sampling().halfWidth())
                        .mapToDouble(OptionalDouble::getAsDouble)
                        .max()
                : OptionalDouble.empty();
        tell();
    }

    private void tell() {
        listener.standing(new RunProgress(done, cells, halfWidth, secondsLeft()));
    }

    /** Seconds until the end of the run. */
    double secondsLeft() {
        double factor = predicted > 0 ? taken / predicted : 1;
        double left = Math.max(0, factor * group - (group > 0 ? seconds() : 0)) + factor * rest;
        return Math.max(0, Math.min(left, budgetLeft.getAsDouble()));
    }

    private double seconds() {
        return (System.nanoTime() - begun) / 1e9;
    }
}
