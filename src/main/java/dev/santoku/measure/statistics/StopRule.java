package dev.santoku.measure.statistics;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Tells when one cell has been measured long enough: at least {@value #LEAST_TURNS} turns, each of one sample or more,
 * and then when the 95 % interval of the median is within 2 %, or when twice the turns no longer made it narrower.
 */
public final class StopRule {
    /** Turns, and so samples, below which no cell is settled unless the budget ends. */
    public static final int LEAST_TURNS = 10;

    /** Turns beyond which more would only cost time. */
    private static final int MOST_TURNS = 200;

    private static final double PRECISION = 0.02;
    private static final double STILL_SHRINKING = 0.9;

    private int turnsAtMark = LEAST_TURNS;
    private double widthAtMark = Double.POSITIVE_INFINITY;
    private OptionalDouble reached = OptionalDouble.empty();

    /** Why a measurement ended. */
    public enum Reason {
        /** The interval is narrow enough. */
        @JsonProperty("precision")
        PRECISION,
        /** More samples no longer narrow it. */
        @JsonProperty("plateau")
        PLATEAU,
        /** The time was up. */
        @JsonProperty("budget")
        BUDGET
    }

    /**
     * Judges all samples taken so far; call it as they grow.
     *
     * @param seconds all samples
     * @return the reason to stop, or empty to go on
     */
    public Optional<Reason> judge(Samples seconds) {
        if (seconds.turns() < LEAST_TURNS) {
            return Optional.empty();
        }
        double width = Bootstrap.median(seconds).relativeHalfWidth();
        reached = OptionalDouble.of(width);
        if (width <= PRECISION) {
            return Optional.of(Reason.PRECISION);
        }
        if (seconds.turns() >= MOST_TURNS) {
            return Optional.of(Reason.PLATEAU);
        }
        if (widthAtMark == Double.POSITIVE_INFINITY) {
            mark(seconds, width);
        } else if (seconds.turns() >= 2 * turnsAtMark) {
            if (width > STILL_SHRINKING * widthAtMark) {
                return Optional.of(Reason.PLATEAU);
            }
            mark(seconds, width);
        }
        return Optional.empty();
    }

    /** Half the interval's width over the median, when it was last judged; empty before the first {@value #LEAST_TURNS} turns. */
    public OptionalDouble reached() {
        return reached;
    }

    private void mark(Samples seconds, double width) {
        turnsAtMark = seconds.turns();
        widthAtMark = width;
    }
}
