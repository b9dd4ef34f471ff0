package dev.santoku.matrix;

import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * Holds one product after the other of the same inputs to the error bound, at the cost of three matrix-vector products
 * each: Freivalds' check and some elements, drawn anew each time. For products that are not the same to the bit each time.
 */
public final class BoundCheck {
    private static final int SAMPLED_ELEMENTS = 16;

    /** Of them, so many are of the first row, as many of the last, and so for columns: edges are what kernels get wrong alone. */
    private static final int OF_EACH_EDGE = 2;

    private final double gamma;
    private final List<double[]> norms;

    /** For products of these inputs, and of the same with other signs. */
    public BoundCheck(Inputs inputs) {
        gamma = ErrorBound.gamma(inputs.a().columns(), inputs.precision());
        norms = IntStream.range(0, inputs.batch())
                .mapToObj(product -> Freivalds.norms(inputs.slice(product)))
                .toList();
    }

    /**
     * Checks one product.
     *
     * @param inputs as they were when it was computed
     * @param c not modified
     * @param seed draws the vector and the elements
     * @return what is wrong, in words, or empty where no error is seen
     */
    public Optional<String> complaint(Inputs inputs, Matrix c, long seed) {
        for (int product = 0; product < inputs.batch(); product++) {
            Optional<String> complaint =
                    complaint(inputs.slice(product), inputs.slice(c, product), norms.get(product), seed);
            if (complaint.isPresent()) {
                return complaint.map(ProductCheck.named(inputs, product));
            }
        }
        return Optional.empty();
    }

    private Optional<String> complaint(Inputs inputs, Matrix c, double[] ofRows, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = 0; i < SAMPLED_ELEMENTS; i++) {
            int edge = i / OF_EACH_EDGE;
            int row = edge == 0 ? 0 : edge == 1 ? c.rows() - 1 : random.nextInt(c.rows());
            int column = edge == 2 ? 0 : edge == 3 ? c.columns() - 1 : random.nextInt(c.columns());
            Optional<String> complaint = elementComplaint(inputs, c, row, column);
            if (complaint.isPresent()) {
                return complaint;
            }
        }
        int row = Freivalds.firstRowOutOfBound(inputs, c, ofRows, seed);
        return row < 0 ? Optional.empty() : Optional.of(ProductCheck.inRow(inputs, c, row, gamma));
    }

    private Optional<String> elementComplaint(Inputs inputs, Matrix c, int row, int column) {
        double sum = 0;
        double magnitude = 0;
        for (int p = 0; p < inputs.a().columns(); p++) {
            double product = inputs.a().at(row, p) * inputs.b().at(p, column);
            sum += product;
            magnitude += Math.abs(product);
        }
        double own = ErrorBound.gamma(inputs.a().columns() + 1, Precision.F64); // this sum is itself rounded
        double underflow = ErrorBound.underflow(inputs.a().columns(), inputs.precision());
        double was = c.at(row, column);
        return Math.abs(was - sum) <= (gamma + own) * magnitude + underflow
                ? Optional.empty()
                : Optional.of("element (%d, %d) is %s and must be %s".formatted(row, column, was, sum));
    }
}
