package dev.santoku.worker;

import dev.santoku.matrix.BoundCheck;
import dev.santoku.matrix.DoubleMatrix;
import dev.santoku.matrix.FloatMatrix;
import dev.santoku.matrix.Inputs;
import dev.santoku.matrix.Matrix;
import dev.santoku.matrix.Precision;
import dev.santoku.matrix.ProductCheck;
import java.security.SecureRandom;
import java.util.Optional;

/** Verifies products with vectors that nobody can foresee; to the bit where all sums are exact integers. */
public final class BlockVerification {
    private final SecureRandom random = new SecureRandom();

    /** What is known of a product. */
    public enum State {
        /** It is right to the bit, or within the rounding error bound. */
        RIGHT,
        /** It is not. */
        WRONG,
        /** The factors hold NaN or infinity, or sums may overflow. */
        UNKNOWN
    }

    /**
     * A judgement.
     *
     * @param words why; empty where it is right
     */
    public record Verdict(State state, String words) {}

    /**
     * Judges a product.
     *
     * @param c what is said to be the product of the inputs; not modified
     */
    public Verdict judge(Inputs inputs, Matrix c) {
        Extent a = Extent.of(inputs.a());
        Extent b = Extent.of(inputs.b());
        double largestSum = a.largest * b.largest * inputs.a().columns();
        if (!(largestSum <= (c.precision() == Precision.F64 ? Double.MAX_VALUE : Float.MAX_VALUE))) {
            String why = Double.isFinite(a.largest) && Double.isFinite(b.largest)
                    ? "sums may overflow %s".formatted(c.precision().label())
                    : "the factors hold NaN or infinity in %s"
                            .formatted(inputs.precision().label());
            return new Verdict(
                    State.UNKNOWN,
                    why + ", so the product cannot be verified: leave out --verify, or mend the factors");
        }
        boolean exact = a.integers && b.integers && largestSum <= c.precision().exactLimit();
        // Sums of i8 beyond the exact range are rounded as those of f32 are.
        Inputs stored = new Inputs(inputs.a().stored(), inputs.b().stored());
        Inputs bounded = inputs.precision() == Precision.I8 ? stored : inputs;
        Optional<String> complaint = exact
                ? ProductCheck.exact(inputs, c, random.nextLong())
                : new BoundCheck(bounded).complaint(bounded, c, random.nextLong());
        return complaint.map(words -> new Verdict(State.WRONG, words)).orElse(new Verdict(State.RIGHT, ""));
    }

    /**
     * What a matrix holds.
     *
     * @param largest magnitude; NaN where there is one
     * @param integers whether all are
     */
    private record Extent(double largest, boolean integers) {
        static Extent of(Matrix matrix) {
            if (matrix instanceof FloatMatrix floats) {
                return of(floats.elements());
            } else if (matrix instanceof DoubleMatrix doubles) {
                return of(doubles.elements());
            }
            Extent all = new Extent(0, true);
            for (int row = 0; row < matrix.rows(); row++) {
                Extent own = of(matrix.slice(row, 1));
                all = new Extent(Math.max(all.largest, own.largest), all.integers && own.integers);
            }
            return all;
        }

        private static Extent of(float[] elements) {
            float largest = 0;
            for (float element : elements) {
                largest = Math.max(largest, Math.abs(element));
            }
            int i = 0;
            while (i < elements.length && elements[i] == Math.rint(elements[i])) {
                i++;
            }
            return new Extent(largest, i == elements.length);
        }

        private static Extent of(double[] elements) {
            double largest = 0;
            for (double element : elements) {
                largest = Math.max(largest, Math.abs(element));
            }
            int i = 0;
            while (i < elements.length && elements[i] == Math.rint(elements[i])) {
                i++;
            }
            return new Extent(largest, i == elements.length);
        }
    }
}
