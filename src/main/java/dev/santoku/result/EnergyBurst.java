package dev.santoku.result;

/**
 * Products on end, and what they took.
 *
 * @param joules by the counter, what the device takes in idleness included
 * @param products at least one
 * @param seconds between the two readings
 */
public record EnergyBurst(double joules, long products, double seconds) {
    /** The same products in a share of the time, at the same power. */
    public EnergyBurst share(double share) {
        return new EnergyBurst(joules * share, products, seconds * share);
    }
}
