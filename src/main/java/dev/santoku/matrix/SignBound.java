package dev.santoku.matrix;

import java.util.SplittableRandom;

/**
 * How far a row of C may be off in its sum with random signs. Each element may be off by e = γ·(|A|·|B|)ᵢⱼ. The signs do not know
 * the errors, so the sum is off by more than {@value #DEVIATIONS}·√(Σⱼ e²) with a probability below 10⁻¹³. That is at most
 * {@value #DEVIATIONS}·γ·‖aᵢ‖·‖B‖.
 *
 * <p>Source: W. Hoeffding, Probability inequalities for sums of bounded random variables, J. Amer. Statist. Assoc. 58 (1963).
 */
public final class SignBound {
    private static final int DEVIATIONS = 8;

    private final double relative;
    private final double flushed;
    private final double largest;

    /**
     * Of products of one shape.
     *
     * @param precision of the factors
     */
    public SignBound(Shape shape, Precision precision) {
        // The sums are themselves rounded, in f64, and elements may be flushed to zero.
        double terms = (double) shape.n() + shape.k();
        double own = 2 * terms * Precision.F64.unitRoundoff() * Math.sqrt(shape.n());
        relative = DEVIATIONS * ErrorBound.gamma(shape.k(), precision) + own;
        flushed = shape.n() * ErrorBound.underflow(shape.k(), precision);
        largest = precision.storage() == Precision.F64 ? Double.MAX_VALUE : Float.MAX_VALUE;
    }

    /** The signs for a row of n elements, each 1 or −1. */
    public static double[] signs(int n, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        return random.doubles(n).map(draw -> draw < 0.5 ? -1 : 1).toArray();
    }

    /**
     * Whether a sum may be off so far; never by NaN.
     *
     * @param norms ‖aᵢ‖·‖B‖
     */
    public boolean allows(double off, double norms) {
        return Math.abs(off) <= relative * norms + flushed;
    }

    /** Whether elements of a row may overflow, so that its sum tells nothing. */
    public boolean mayOverflow(double norms) {
        return !(norms <= largest);
    }
}
