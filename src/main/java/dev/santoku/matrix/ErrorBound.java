package dev.santoku.matrix;

/**
 * The classical bound on the rounding error of a sum of k products, whatever the order of the additions and with or
 * without fused multiply-add: |C − A·B|ᵢⱼ ≤ γ_k · (|A|·|B|)ᵢⱼ with γ_k = k·u / (1 − k·u).
 *
 * <p>Source: N. J. Higham, Accuracy and Stability of Numerical Algorithms, 2nd ed., section 3.5.
 */
public final class ErrorBound {
    private ErrorBound() {}

    /**
     * γ_k, relative to (|A|·|B|)ᵢⱼ; products of reduced inputs are exact in f32, so that sums alone are rounded. 0 for i8.
     *
     * @return infinity where k·u ≥ 1: then the sum has no guaranteed digit
     */
    public static double gamma(int k, Precision precision) {
        double ku = k * precision.unitRoundoff();
        return ku < 1 ? ku / (1 - ku) : Double.POSITIVE_INFINITY;
    }

    /**
     * What a sum of k products may be off by because products are too small for the result's format: each at most the smallest
     * normal number, where hardware takes smaller ones for zero.
     */
    static double underflow(int k, Precision precision) {
        return k * (precision.storage() == Precision.F64 ? Double.MIN_NORMAL : Float.MIN_NORMAL);
    }
}
