package dev.santoku.backend;

import dev.santoku.untrusted.UntrustedText;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a back end can run on here: devices, or the reason why there are none. */
public sealed interface Availability {
    /** The devices; empty when unavailable. */
    List<Device> devices();

    /** Why one variant, by its id, cannot run though others may; empty where it can. */
    default Optional<Unavailable> obstacle(String variant) {
        return Optional.empty();
    }

    /** The variant to take on a device when none is asked for, by their ids; empty where the back end's own choice is right. */
    default Optional<String> variant(String device) {
        return Optional.empty();
    }

    /** What else a user should know of a device, in one line. */
    default Optional<String> note(String device) {
        return Optional.empty();
    }

    /**
     * It can run.
     *
     * @param devices at least one
     * @param obstacles of variants that cannot run on any of them, by id
     * @param variants to take when none is asked for, by the device's id
     * @param notes by the device's id, a line each
     */
    record Available(
            List<Device> devices,
            Map<String, Unavailable> obstacles,
            Map<String, String> variants,
            Map<String, String> notes)
            implements Availability {
        /** With all its variants, of which the back end's own choice is taken. */
        public Available(List<Device> devices) {
            this(devices, Map.of());
        }

        /** Of whose variants the back end's own choice is taken. */
        public Available(List<Device> devices, Map<String, Unavailable> obstacles) {
            this(devices, obstacles, Map.of());
        }

        /** Without notes. */
        public Available(List<Device> devices, Map<String, Unavailable> obstacles, Map<String, String> variants) {
            this(devices, obstacles, variants, Map.of());
        }

        public Available {
            devices = List.copyOf(devices);
            obstacles = Map.copyOf(obstacles);
            variants = Map.copyOf(variants);
            notes = Map.copyOf(notes);
            if (devices.isEmpty()) {
                throw new IllegalArgumentException("available without a device");
            }
        }

        @Override
        public Optional<Unavailable> obstacle(String variant) {
            return Optional.ofNullable(obstacles.get(variant));
        }

        @Override
        public Optional<String> variant(String device) {
            return Optional.ofNullable(variants.get(device));
        }

        @Override
        public Optional<String> note(String device) {
            return Optional.ofNullable(notes.get(device));
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
