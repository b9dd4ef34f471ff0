package dev.santoku.backend;

import java.time.Instant;
import java.util.Locale;

/**
 * The parameters that a back end computes with on a device, and where it has them from.
 *
 * @param candidate the parameters
 * @param source where they come from
 * @param of the device or the devices that shipped parameters were found on; null for others
 * @param at when they were found; null for defaults
 */
public record Tuning(Candidate candidate, Source source, String of, Instant at) {
    /** Where parameters come from, the best source first. */
    public enum Source {
        /** Tuned on this device with this driver and these kernels. */
        TUNED,
        /** Shipped, tuned on another device of this name. */
        SHIPPED,
        /** Shipped, tuned on a device of the same vendor and kind, or at least of the same kind. */
        RELATIVE,
        /** What the family itself takes for a device that nothing is known of. */
        DEFAULTS;

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
