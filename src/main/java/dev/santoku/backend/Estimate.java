package dev.santoku.backend;

/**
 * What is to be expected of a {@link Candidate} on a device before anything is compiled.
 *
 * @param score the larger, the more likely it is fast: the share of the device's peak that a model gives it, above 0
 * @param hopeless why it is not worth compiling, in one line; null where it may be
 * @param code the same for candidates that compute the products asked about with the same code, of which one is enough; null
 *     where that is not known
 */
public record Estimate(double score, String hopeless, String code) {
    /** Of which nothing is known. */
    public static final Estimate UNKNOWN = of(1);

    /** Worth trying. */
    public static Estimate of(double score) {
        return new Estimate(score, null, null);
    }

    /** Not worth compiling. */
    public static Estimate hopeless(String reason) {
        return new Estimate(0, reason, null);
    }

    /** The same of one that computes with that code. */
    public Estimate with(String itsCode) {
        return new Estimate(score, hopeless, itsCode);
    }

    /** Whether it may be compiled. */
    public boolean worthTrying() {
        return hopeless == null;
    }
}
