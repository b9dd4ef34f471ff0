package dev.santoku.cli.terminal;

import dev.santoku.report.Units;
import dev.santoku.result.CellResult;
import dev.santoku.result.Outcome;
import dev.santoku.run.RunListener;
import dev.santoku.run.RunProgress;
import dev.santoku.untrusted.UntrustedText;
import java.io.PrintStream;
import java.util.Locale;
import java.util.Optional;

/**
 * Tells on standard error how a run goes on: a line for each finished cell, and on a terminal a last line that moves
 * with what is being done.
 */
public final class Progress implements RunListener {
    private final PrintStream err;
    private final boolean quiet;
    private final boolean moving;
    private final int columns;
    private volatile Optional<RunProgress> standing = Optional.empty();

    /**
     * Progress of one run.
     *
     * @param quiet nothing at all
     */
    public Progress(Terminal terminal, boolean quiet) {
        this.err = terminal.err();
        this.quiet = quiet;
        this.moving = terminal.movesOnStandardError();
        this.columns = terminal.columns();
    }

    @Override
    public void note(String line) {
        if (!quiet) {
            err.println((moving ? CleanStream.ERASE_LINE : "") + UntrustedText.line(line));
        }
    }

    @Override
    public void progress(String what) {
        if (!quiet && moving) {
            String line = UntrustedText.line(what)
                    + standing.map(known -> " · " + RunProgressText.of(known)).orElse("");
            err.print(CleanStream.ERASE_LINE + (line.length() < columns ? line : line.substring(0, columns - 1)));
            err.flush();
        }
    }

    @Override
    public void standing(RunProgress now) {
        standing = Optional.of(now);
    }

    @Override
    public void finished(CellResult result) {
        String figure = result.outcome() == Outcome.MEASURED
                ? String.format(
                        Locale.ROOT,
                        "%.1f GFLOP/s end to end, %d samples, ±%.1f %%",
                        result.gflops().endToEnd(),
                        result.samples(),
                        100 * result.seconds().endToEnd().relativeHalfWidth())
                : Units.word(result.outcome()) + ": " + result.reason();
        note("%s %s %s: %s%s"
                .formatted(
                        result.inWords(),
                        result.precision(),
                        result.shape(),
                        figure,
                        standing.map(known -> " (" + RunProgressText.withoutPrecision(known) + ")")
                                .orElse("")));
    }

    /** Clears the moving line. */
    public void end() {
        if (!quiet && moving) {
            err.print(CleanStream.ERASE_LINE);
            err.flush();
        }
    }
}
