package dev.santoku.cli.tune;

import dev.santoku.backend.Candidate;
import dev.santoku.cli.terminal.Progress;
import dev.santoku.matrix.Precision;
import dev.santoku.report.TuningLines;
import dev.santoku.tuning.TuningListener;
import dev.santoku.tuning.TuningResult;
import java.util.Locale;

/**
 * Tells on standard error how tuning goes on: a line for each improvement, and on a terminal a last one that moves.
 *
 * @param verbose tells of each candidate that was dropped
 * @param results tells what came of each device, where standard output does not
 */
record TuneProgress(Progress progress, boolean verbose, boolean results) implements TuningListener {
    @Override
    public void tried(
            String device,
            Precision precision,
            int tried,
            int skipped,
            double speedup,
            double gflops,
            double remainingSeconds) {
        progress.progress(String.format(
                Locale.ROOT,
                "%s %s: %d tried, %d skipped by score; the best %.2f× as fast as before, %.1f GFLOP/s; %.0f s left, Ctrl-C keeps it",
                device,
                precision,
                tried,
                skipped,
                speedup,
                gflops,
                remainingSeconds));
    }

    @Override
    public void best(String device, Precision precision, Candidate candidate, double speedup, double gflops) {
        progress.note(String.format(
                Locale.ROOT,
                "%s %s: %.2f× as fast as before, %.1f GFLOP/s with %s",
                device,
                precision,
                speedup,
                gflops,
                candidate));
    }

    @Override
    public void dropped(String device, Precision precision, Candidate candidate, boolean wrong, String reason) {
        if (wrong || verbose) {
            progress.note("%s %s: %s is not used: %s%s"
                    .formatted(device, precision, candidate, wrong ? "a wrong product, " : "", reason));
        }
    }

    @Override
    public void finished(TuningResult result) {
        if (results) {
            progress.note(TuningLines.of(result));
        }
    }
}
