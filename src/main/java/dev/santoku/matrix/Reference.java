package dev.santoku.matrix;

import java.util.Arrays;

/**
 * Rows of the trusted product, in more than the inputs' precision: f32 inputs are summed in f64, where each product is
 * exact; f64 inputs by the compensated dot product Dot2, as if summed in twice the precision.
 *
 * <p>Source of Dot2: T. Ogita, S. M. Rump, S. Oishi, Accurate Sum and Dot Product, SIAM J. Sci. Comput. 26 (2005).
 */
final class Reference {
    private final Matrix a;
    private final Matrix b;
    private final double[] sums;
    private final double[] corrections;
    private final double[] magnitudes;

    Reference(Inputs inputs) {
        a = inputs.a();
        b = inputs.b();
        sums = new double[b.columns()];
        corrections = new double[b.columns()];
        magnitudes = new double[b.columns()];
    }

    /** Computes row {@code row} of A·B and of |A|·|B|; the last row computed is gone. */
    void computeRow(int row) {
        Arrays.fill(sums, 0);
        Arrays.fill(corrections, 0);
        Arrays.fill(magnitudes, 0);
        Line ofA = Line.of(a, row);
        for (int p = 0; p < a.columns(); p++) {
            Line ofB = Line.of(b, p);
            int from = ofB.row() * b.columns();
            if (ofB.matrix() instanceof FloatMatrix floats) {
                addExactProducts(ofA.at(p), floats.elements(), from);
            } else {
                addCompensated(ofA.at(p), ((DoubleMatrix) ofB.matrix()).elements(), from);
            }
        }
    }

    /** (A·B) at the computed row. */
    double product(int column) {
        return sums[column] + corrections[column];
    }

    /** (|A|·|B|) at the computed row. */
    double magnitude(int column) {
        return magnitudes[column];
    }

    private void addExactProducts(double factor, float[] elements, int from) {
        for (int j = 0; j < sums.length; j++) {
            double product = factor * elements[from + j];
            sums[j] += product;
            magnitudes[j] += Math.abs(product);
        }
    }

    private void addCompensated(double factor, double[] elements, int from) {
        for (int j = 0; j < sums.length; j++) {
            double product = factor * elements[from + j];
            double productError = Math.fma(factor, elements[from + j], -product);
            double before = sums[j];
            double sum = before + product;
            double shifted = sum - before;
            double sumError = (before - (sum - shifted)) + (product - shifted);
            sums[j] = sum;
            corrections[j] += productError + sumError;
            magnitudes[j] += Math.abs(product);
        }
    }
}
