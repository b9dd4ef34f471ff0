package dev.santoku.backend.opencl;

import dev.santoku.backend.Availability;

/** Prints what two back ends find, one after the other: the second meets what the first left of a failed library. */
final class ProbeChild {
    static final String REASON = "reason: ";
    static final String CURE = "cure: ";

    private ProbeChild() {}

    public static void main(String[] arguments) {
        for (int round = 0; round < 2; round++) {
            Availability availability = new JoclBackend().probe();
            if (availability instanceof Availability.Unavailable unavailable) {
                System.out.println(REASON + unavailable.reason());
                System.out.println(CURE + unavailable.cure());
            } else {
                System.out.println(availability.devices());
            }
        }
    }
}
