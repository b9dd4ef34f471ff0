package dev.santoku.backend;

import dev.santoku.untrusted.UntrustedText;
import java.util.List;

/** What a back end can run on here: devices, or the reason why there are none. */
public sealed interface Availability {
    /** The devices; empty when unavailable. */
    List<Device> devices();

    /**
     * It can run.
     *
     * @param devices at least one
     */
    record Available(List<Device> devices) implements Availability {
        public Available {
            devices = List.copyOf(devices);
            if (devices.isEmpty()) {
                throw new IllegalArgumentException("available without a device");
            }
        }
    }

    /**
     * It cannot run.
     *
     * @param reason what is missing or broke, in one line
     * @param cure the command or the step that mends it, in one line
     * @param broken whether it is there and broke when it was asked: it crashed, hung or threw
     */
    record Unavailable(String reason, String cure, boolean broken) implements Availability {
        private static final String SEPARATOR = "; ";

        /** Characters of a reason that are left beside any cure. */
        private static final int LEAST = 100;

        public Unavailable {
            reason = UntrustedText.reason(reason);
        }

        /** Something is missing. */
        public Unavailable(String reason, String cure) {
            this(reason, cure, false);
        }

        /** Both, in one line; where that is too long, a part of the reason goes, since the cure helps more. */
        public String inWords() {
            int most = UntrustedText.LONGEST - cure.length() - SEPARATOR.length();
            return UntrustedText.reason(reason, Math.max(LEAST, most)) + SEPARATOR + cure;
        }

        @Override
        public List<Device> devices() {
            return List.of();
        }
    }
}
