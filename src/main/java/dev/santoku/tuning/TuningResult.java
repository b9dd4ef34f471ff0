package dev.santoku.tuning;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.santoku.backend.Candidate;
import dev.santoku.backend.Tuning;
import dev.santoku.matrix.Precision;
import dev.santoku.matrix.Shape;
import dev.santoku.untrusted.UntrustedText;
import java.util.List;

/**
 * What came of tuning a device in one precision; unknown is null.
 *
 * @param backend the back end's id
 * @param device the id of the device, or of the first of several that are equal
 * @param devices the ids of all equal devices that were tuned together, and that it holds for
 * @param name the driver's name for the device
 * @param reason why it failed, in one line; null where it did not
 * @param before what was computed with until now
 * @param kept what is computed with from now on; null where it failed
 * @param speedup of what is kept over what was before
 * @param gflops 10⁹ operations a second of its computing at the last of the sizes
 * @param sizes at which candidates were timed
 * @param seconds that it took
 */
public record TuningResult(
        String backend,
        String device,
        List<String> devices,
        String name,
        Precision precision,
        Outcome outcome,
        String reason,
        Tuning before,
        Candidate kept,
        Speedup speedup,
        Double gflops,
        List<Shape> sizes,
        Counts candidates,
        double seconds) {

    public TuningResult {
        reason = UntrustedText.reason(reason);
        devices = List.copyOf(devices);
        sizes = List.copyOf(sizes);
    }

    /** How it ended. */
    public enum Outcome {
        /** Something faster was found, and is kept. */
        @JsonProperty("faster")
        FASTER,
        /** What was used until now is the best that was found. */
        @JsonProperty("same")
        SAME,
        /** Until now a wrong product was computed: nothing was searched. */
        @JsonProperty("wrong")
        WRONG,
        /** It could not be tuned. */
        @JsonProperty("failed")
        FAILED
    }

    /** A ratio of medians with its 95 % interval, the geometric mean over the sizes; above 1 where faster. */
    public record Speedup(double ratio, double low, double high) {}

    /**
     * How many candidates came to which end.
     *
     * @param timed to the end
     * @param abandoned given up as slow
     * @param wrong wrong products
     * @param refused by the driver or its compiler
     * @param lost crashed or hung
     * @param skipped not compiled, for their score; these are those that are not for this device, too
     */
    public record Counts(int timed, int abandoned, int wrong, int refused, int lost, int skipped) {
        /** Nothing was tried. */
        static final Counts NONE = new Counts(0, 0, 0, 0, 0, 0);

        static Counts of(Tournament.Standing standing) {
            return new Counts(
                    standing.count(Trial.Outcome.TIMED),
                    standing.count(Trial.Outcome.ABANDONED),
                    standing.count(Trial.Outcome.WRONG),
                    standing.count(Trial.Outcome.REFUSED),
                    standing.count(Trial.Outcome.LOST),
                    standing.skipped());
        }
    }
}
