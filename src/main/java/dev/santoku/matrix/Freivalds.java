package dev.santoku.matrix;

import java.util.SplittableRandom;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

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
     * For any finite inputs, in f64 with x of random signs: rows are held to {@link SignBound}. It catches gross errors alone and
     * stands beside sampled elements.
     *
     * @param norms of the same inputs, whatever the signs of their elements
     * @return the first row out of its bound, or −1
     */
    static int firstRowOutOfBound(Inputs inputs, Matrix c, double[] norms, long seed) {
        double[] x = SignBound.signs(c.columns(), seed);
        Rows b = Rows.of(inputs.b());
        double[] bx = IntStream.range(0, inputs.b().rows())
                .mapToDouble(row -> b.times(row, x))
                .toArray();
        Rows a = Rows.of(inputs.a());
        Rows product = Rows.of(c);
        SignBound bound = new SignBound(inputs.shape(), inputs.precision());
        for (int i = 0; i < c.rows(); i++) {
            if (!bound.allows(product.times(i, x) - a.times(i, bx), norms[i])) {
                return i;
            }
        }
        return -1;
    }

    /** ‖aᵢ‖·‖B‖ of each row i. */
    static double[] norms(Inputs inputs) {
        double ofB = Rows.norm(eachNorm(inputs.b()));
        return eachNorm(inputs.a()).map(norm -> norm * ofB).toArray();
    }

    private static DoubleStream eachNorm(Matrix matrix) {
        Rows rows = Rows.of(matrix);
        return IntStream.range(0, matrix.rows()).mapToDouble(rows::norm);
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
}
