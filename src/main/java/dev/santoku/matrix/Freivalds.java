package dev.santoku.matrix;

import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * Freivalds' check: C = A·B is believed when C·x = A·(B·x) for a random vector x, at the cost of three matrix-vector
 * products instead of one matrix product.
 *
 * <p>Source: R. Freivalds, Probabilistic machines can use less running time, IFIP Congress 1977.
 */
final class Freivalds {
    private Freivalds() {}

    /**
     * For integer inputs, computed modulo 2⁶⁴ with x of random odd words. A wrong C passes with probability at most
     * ½, and a C with one wrong element never does: an odd factor has an inverse.
     *
     * @return the first row where the two sides differ, or −1 when they agree
     */
    static int firstWrongRow(Inputs inputs, Matrix c, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        long[] x = random.longs(c.columns()).map(word -> word | 1).toArray();
        long[] abx = times(inputs.a(), times(inputs.b(), x));
        for (int i = 0; i < c.rows(); i++) {
            long sum = 0;
            Line line = Line.of(c, i);
            for (int j = 0; j < c.columns(); j++) {
                double element = line.at(j);
                if (element != Math.rint(element)
                        || Math.abs(element) > c.precision().exactLimit()) {
                    return i; // NaN, infinite, or no integer of the range
                }
                sum += ((long) element) * x[j];
            }
            if (sum != abx[i]) {
                return i;
            }
        }
        return -1;
    }

    /**
     * For any inputs, in f64 with x of random signs: row i may be off by γ · Σⱼ (|A|·|B|)ᵢⱼ. Rigorous, so it never
     * accuses a right product; coarse, so it catches gross errors alone and stands beside sampled elements.
     *
     * @param gamma the error allowed to C, relative to |A|·|B|
     * @param magnitudes of the same inputs, whatever the signs of their elements
     * @return the first row out of its bound, or −1
     */
    static int firstRowOutOfBound(Inputs inputs, Matrix c, double gamma, double[] magnitudes, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        double[] x =
                random.doubles(c.columns()).map(draw -> draw < 0.5 ? -1 : 1).toArray();
        double[] abx = times(inputs.a(), times(inputs.b(), x, false), false);
        double[] cx = times(c, x, false);
        // The vectors above are themselves rounded: a sum of n + k terms in f64.
        long terms = (long) c.columns() + inputs.a().columns();
        double own = terms * Precision.F64.unitRoundoff();
        double underflow = c.columns() * ErrorBound.underflow(inputs.a().columns(), inputs.precision());
        for (int i = 0; i < c.rows(); i++) {
            if (!(Math.abs(cx[i] - abx[i]) <= (gamma + 2 * own) * magnitudes[i] + underflow)) {
                return i;
            }
        }
        return -1;
    }

    /** Σⱼ (|A|·|B|)ᵢⱼ of each row i. */
    static double[] magnitudes(Inputs inputs) {
        double[] ones = new double[inputs.b().columns()];
        Arrays.fill(ones, 1);
        return times(inputs.a(), times(inputs.b(), ones, true), true);
    }

    private static long[] times(Matrix matrix, long[] vector) {
        long[] result = new long[matrix.rows()];
        for (int i = 0; i < matrix.rows(); i++) {
            long sum = 0;
            Line line = Line.of(matrix, i);
            for (int j = 0; j < matrix.columns(); j++) {
                sum += ((long) line.at(j)) * vector[j];
            }
            result[i] = sum;
        }
        return result;
    }

    private static double[] times(Matrix matrix, double[] vector, boolean magnitudes) {
        double[] result = new double[matrix.rows()];
        for (int i = 0; i < matrix.rows(); i++) {
            double sum = 0;
            Line line = Line.of(matrix, i);
            for (int j = 0; j < matrix.columns(); j++) {
                double element = line.at(j);
                sum += (magnitudes ? Math.abs(element) : element) * vector[j];
            }
            result[i] = sum;
        }
        return result;
    }
}
