package dev.santoku.backend;

import java.util.Locale;
import java.util.stream.Stream;

/**
 * What a product that was computed once more, beside the timed ones, tells about how it was measured.
 *
 * @param transfers how its matrices travelled
 * @param clocks the driver's clock beside the wall clock; null where the driver has none, or does not tell
 * @param clockRate seconds of the driver's clock in a second, while it has nothing to do; null where unknown
 */
public record Audit(Transfers transfers, Clocks clocks, Double clockRate) {
    /** By so much more or less may pass on a clock that is right: who reads it may be woken late. */
    private static final double TOLERANCE = 0.2;

    /** An audit by a clock whose rate nobody asked for. */
    public Audit(Transfers transfers, Clocks clocks) {
        this(transfers, clocks, null);
    }

    /** Whether a clock of this rate, in seconds a second, tells the time. */
    public static boolean isRight(double rate) {
        return Math.abs(rate - 1) <= TOLERANCE;
    }

    /** Whether the driver's clock is known not to tell the time: then nothing follows from what it says. */
    public boolean byWrongClock() {
        return clockRate != null && !isRight(clockRate);
    }

    /** An audit of a device whose clock is not asked. */
    public static Audit of(Transfers transfers) {
        return new Audit(transfers, null);
    }

    /**
     * How matrices travel to a device and back.
     *
     * @param upload of the larger one of A and B
     * @param download of C
     * @param memory where the device's buffers lie; null where unknown
     */
    public record Transfers(Way upload, Way download, Memory memory) {
        /** By calls of the driver alone. */
        public static Transfers byDriver(Memory memory) {
            return new Transfers(Way.DRIVER, Way.DRIVER, memory);
        }
    }

    /** How one matrix travels. */
    public enum Way {
        /** One call of the driver's copies between Java's array and the buffer. */
        DRIVER,
        /** The device's buffer is mapped, and the host's cores copy to it or from it: one copy, in the host's memory. */
        MAPPED,
        /** In chunks through two pinned buffers, which the host's cores and the device's copy engine work on in turn. */
        STAGED;

        /** As files name it. */
        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }

        /**
         * The one of this label.
         *
         * @throws IllegalArgumentException when there is none
         */
        public static Way parse(String label) {
            return Stream.of(values())
                    .filter(way -> way.label().equals(label))
                    .findFirst()
                    .orElseThrow(() -> new IllegalArgumentException("no way to travel: " + label));
        }
    }

    /** Where a device's buffers lie. */
    public enum Memory {
        /** In the host's own memory: nothing leaves it. */
        HOST,
        /** In the device's, behind a bus. */
        DEVICE;

        /** As files name it. */
        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }

        /**
         * The one of this label.
         *
         * @throws IllegalArgumentException when there is none
         */
        public static Memory parse(String label) {
            return Stream.of(values())
                    .filter(memory -> memory.label().equals(label))
                    .findFirst()
                    .orElseThrow(() -> new IllegalArgumentException("no memory: " + label));
        }
    }

    /**
     * The same commands by two clocks, for each step the product on which the two agree best.
     *
     * @param resolution of the driver's clock, in seconds
     * @param products how many were computed for it
     */
    public record Clocks(double resolution, int products, Reading upload, Reading compute, Reading download) {}

    /**
     * One step by two clocks, in seconds.
     *
     * @param wall from before the first command was given until the last one was known to be finished, by Java's clock
     * @param events from when the first command was queued until the last one ended, by the driver's
     * @param device how long commands ran, by the driver's
     * @param ordered whether each command was queued, submitted, started and ended in this order
     */
    public record Reading(double wall, double events, double device, boolean ordered) {
        /** The reading whose clocks differ less. */
        public static Reading closer(Reading one, Reading other) {
            if (one.ordered != other.ordered) {
                return one.ordered ? one : other;
            }
            return Math.abs(other.wall - other.events) < Math.abs(one.wall - one.events) ? other : one;
        }
    }
}
