package dev.santoku.cli.terminal;

import dev.santoku.run.RunProgress;
import java.util.Locale;

/** Says how far a run has come. */
public final class RunProgressText {
    private static final int MINUTE = 60;
    private static final int HOUR = 3600;

    private RunProgressText() {}

    /** {@code 7 of 24 cells · ±3.1 % · about 1 min 20 s left}. */
    static String of(RunProgress standing) {
        String precision = standing.halfWidth().isPresent()
                ? String.format(
                        Locale.ROOT, " · ±%.1f %%", 100 * standing.halfWidth().getAsDouble())
                : "";
        return cells(standing) + precision + (isOver(standing) ? "" : " · " + time(standing));
    }

    /** {@code 7 of 24 cells, about 1 min 20 s left}. */
    static String withoutPrecision(RunProgress standing) {
        return cells(standing) + (isOver(standing) ? "" : ", " + time(standing));
    }

    private static boolean isOver(RunProgress standing) {
        return standing.done() >= standing.cells();
    }

    private static String cells(RunProgress standing) {
        return "%d of %d cells".formatted(standing.done(), standing.cells());
    }

    private static String time(RunProgress standing) {
        return "about %s left".formatted(duration(standing.secondsLeft()));
    }

    /** No more exact than a prediction is: seconds below a minute, tens of them below an hour, then minutes. */
    public static String duration(double seconds) {
        long rounded = seconds < MINUTE ? Math.round(seconds) : 10 * Math.round(seconds / 10);
        if (rounded < MINUTE) {
            return Math.max(1, rounded) + " s";
        }
        if (rounded < HOUR) {
            return "%d min%s".formatted(rounded / MINUTE, rounded % MINUTE == 0 ? "" : " " + rounded % MINUTE + " s");
        }
        long minutes = Math.round(seconds / MINUTE);
        return "%d h%s".formatted(minutes / 60, minutes % 60 == 0 ? "" : " " + minutes % 60 + " min");
    }
}
