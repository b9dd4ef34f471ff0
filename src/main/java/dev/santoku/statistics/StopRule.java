package dev.santoku.statistics;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Tells when one cell has been measured long enough in one launch: at least {@value #LEAST_TURNS} turns, each of one
 * sample or more, and then when the 95 % interval of the median is narrow enough, or when it hardly became narrower by twice
 * the turns, two times in a row. Once would not do: of samples that still narrow the interval, chance alone ends every
 * fifth measurement so; twice in a row, one in thirty.
 *
 * <p>Of several launches each takes its part: fewer turns, and an interval √n times as wide, since n launches together
 * narrow it by as much. How far the launches are apart no number of turns would tell.
 */
public final class StopRule {
    /** Turns, and so samples, below which no cell is settled unless the budget ends. */
    public static final int LEAST_TURNS = 10;

    /** Turns of one launch among several. */
    private static final int LEAST_TURNS_OF_LAUNCH = 5;

    /** Turns that a cell may take, however it goes on. */
    private static final int MOST_TURNS = 200;

    /** More turns by so much before the interval is looked at again, which takes as long as there are samples. */
    private static final double TURNS_BETWEEN = 1.1;

    private static final double STILL_SHRINKING = 0.9;
    private static final int DOUBLINGS_OF_PLATEAU = 2;

    private final int leastTurns;
    private final int mostTurns;
    private final double within;
    private int turnsToJudge;
    private int turnsAtMark;
    private double widthAtMark = Double.POSITIVE_INFINITY;
    private int doublingsInVain;
    private OptionalDouble reached = OptionalDouble.empty();

    /** Why a measurement ended. */
    public enum Reason {
        /** The interval is narrow enough. */
        @JsonProperty("precision")
        PRECISION,
        /** More samples no longer narrow it. */
        @JsonProperty("plateau")
        PLATEAU,
        /** The time was up, or as many turns taken as a cell may. */
        @JsonProperty("budget")
        BUDGET
    }

    /**
     * For one launch.
     *
     * @param launches how many there are to be, at least 1
     * @param within half the interval's width over the median that is narrow enough, for all launches together
     */
    public StopRule(int launches, double within) {
        this.leastTurns =
                launches == 1 ? LEAST_TURNS : Math.max(LEAST_TURNS_OF_LAUNCH, (LEAST_TURNS - 1) / launches + 1);
        this.turnsToJudge = leastTurns;
        this.mostTurns = Math.max(2 * leastTurns, MOST_TURNS / launches);
        this.within = within * Math.sqrt(launches);
    }

    /**
     * Judges all samples of the launch so far; call it as they grow.
     *
     * @param seconds all samples
     * @return the reason to stop, or empty to go on
     */
    public Optional<Reason> judge(Samples seconds) {
        int turns = seconds.turns();
        if (turns < Math.min(turnsToJudge, mostTurns)) {
            return Optional.empty();
        }
        turnsToJudge = (int) Math.ceil(TURNS_BETWEEN * turns);
        double width = Bootstrap.median(seconds).relativeHalfWidth();
        reached = OptionalDouble.of(width);
        if (width <= within) {
            return Optional.of(Reason.PRECISION);
        }
        if (turnsAtMark == 0) {
            mark(turns, width);
        } else if (turns >= 2 * turnsAtMark) {
            doublingsInVain = width > STILL_SHRINKING * widthAtMark ? doublingsInVain + 1 : 0;
            mark(turns, width);
        }
        if (doublingsInVain >= DOUBLINGS_OF_PLATEAU) {
            return Optional.of(Reason.PLATEAU);
        }
        return turns >= mostTurns ? Optional.of(Reason.BUDGET) : Optional.empty();
    }

    /** Half the interval's width over the median, when it was last judged; empty before the first {@value #LEAST_TURNS} turns. */
    public OptionalDouble reached() {
        return reached;
    }

    /**
     * Why a cell ended that several launches measured.
     *
     * @param interval of all of them
     * @param reasons of each launch, at least one
     * @param within half the interval's width over the median that is narrow enough
     */
    public static Reason ofLaunches(Estimate interval, List<Reason> reasons, double within) {
        if (reasons.size() == 1) {
            return reasons.get(0);
        } else if (interval.relativeHalfWidth() <= within) {
            return Reason.PRECISION;
        }
        return reasons.contains(Reason.BUDGET) ? Reason.BUDGET : Reason.PLATEAU;
    }

    private void mark(int turns, double width) {
        turnsAtMark = turns;
        widthAtMark = width;
    }
}
