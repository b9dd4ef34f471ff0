package dev.santoku.host.energy;

import java.util.OptionalDouble;

/** Counts energy from the moment on in which it was opened. */
public interface EnergyCounter {
    /** Joules until now; never fewer than before. Empty where it can no longer be read. */
    OptionalDouble joules();
}
