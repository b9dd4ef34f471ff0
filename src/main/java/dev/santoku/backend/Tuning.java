package dev.santoku.backend;

import java.time.Instant;
import java.util.List;
import java.util.Locale;

/**
 * The parameters that a back end computes with on a device, and where it has them from.
 *
 * @param candidate the parameters
 * @param source where they come from
 * @param of the device or the devices that shipped parameters were found on; null for others
 * @param at when they were found; null for those that nobody measured
 * @param proven whether small products came out right with them, with this driver and these kernels; null where that was
 *     not tried, and in files of older versions
 * @param rejected what would have come before them, had it not computed wrong products
 */
public record Tuning(
        Candidate candidate, Source source, String of, Instant at, Boolean proven, List<Rejected> rejected) {
    public Tuning {
        rejected = rejected == null ? List.of() : List.copyOf(rejected);
    }

    /** Parameters that were not tried. */
    public Tuning(Candidate candidate, Source source, String of, Instant at) {
        this(candidate, source, of, at, null, List.of());
    }

    /**
     * Parameters that failed a test.
     *
     * @param reason what was wrong, in one line
     */
    public record Rejected(Candidate candidate, String reason) {}

    /** The same with what a test said of them and of those before them. */
    public Tuning tested(Boolean right, List<Rejected> before) {
        return new Tuning(candidate, source, of, at, right, before);
    }

    /** Where parameters come from, the best source first. */
    public enum Source {
        /** Tuned on this device with this driver and these kernels. */
        TUNED,
        /** Shipped, tuned on another device of this name. */
        SHIPPED,
        /** Shipped, tuned on a device of the same or a near architecture, or of the same vendor and kind where none is known. */
        RELATIVE,
        /** What the family takes for such an architecture by its compiler's report: nobody measured it. */
        ANALYSIS,
        /** What the family itself takes for a device that nothing is known of. */
        DEFAULTS;

        /** Whether somebody measured that they are fast. */
        public boolean isMeasured() {
            return this != ANALYSIS && this != DEFAULTS;
        }

        /** The name used in files. */
        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }

        /**
         * Reads a label.
         *
         * @throws IllegalArgumentException for anything but a known label
         */
        public static Source parse(String label) {
            return valueOf(label.toUpperCase(Locale.ROOT));
        }
    }
}
