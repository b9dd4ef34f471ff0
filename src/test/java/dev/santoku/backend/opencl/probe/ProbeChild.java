package dev.santoku.backend.opencl.probe;

import dev.santoku.backend.Availability;
import dev.santoku.backend.opencl.JoclBackend;

/** Prints what two back ends find, one after the other: the second meets what the first left of a failed library. */
public final class ProbeChild {
    public static final String REASON = "reason: ";
    public static final String CURE = "cure: ";

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
