package dev.santoku.matrix;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/** Decides whether a matrix C is the product of given inputs. */
public final class ProductCheck {
    /** Multiplications up to which every element is compared with a reference product: a second or less. */
    public static final long REFERENCE_LIMIT = 1L << 28;

    private static final int SAMPLED_LINES = 8;

    private ProductCheck() {}

    /**
     * What the error-bound check found.
     *
     * @param error the largest |C − A·B|ᵢⱼ / (|A|·|B|)ᵢⱼ of the compared elements; NaN where C holds NaN
     * @param bound γ_k, the largest error that rounding alone can cause
     * @param method {@code reference}: all elements were compared; {@code sampled}: whole rows and columns were, and
     *     Freivalds' check covered the rest
     * @param complaint what is wrong, in words, or empty when C is right
     */
    public record Bounded(double error, double bound, String method, Optional<String> complaint) {
        private Bounded of(Inputs inputs, int product) {
            return new Bounded(error, bound, method, complaint.map(named(inputs, product)));
        }
    }

    /**
     * Checks a product of {@link Inputs#integers} or {@link Inputs#fullWidth}, which must be right to the bit.
     *
     * @param seed draws the vector of Freivalds' check
     * @return what is wrong, in words, or empty when C is right
     */
    public static Optional<String> exact(Inputs integers, Matrix c, long seed) {
        for (int product = 0; product < integers.batch(); product++) {
            Optional<String> complaint = exactOne(integers.slice(product), integers.slice(c, product), seed);
            if (complaint.isPresent()) {
                return complaint.map(named(integers, product));
            }
        }
        return Optional.empty();
    }

    /** Adds to a complaint of one product of a batch which one it is. */
    static UnaryOperator<String> named(Inputs inputs, int product) {
        return complaint -> inputs.batch() == 1
                ? complaint
                : "product %d of %d: %s".formatted(product + 1, inputs.batch(), complaint);
    }

    private static Optional<String> exactOne(Inputs integers, Matrix c, long seed) {
        int row = Freivalds.firstWrongRow(integers, c, seed);
        if (row < 0) {
            return Optional.empty();
        }
        Reference reference = new Reference(integers);
        reference.computeRow(row);
        for (int column = 0; column < c.columns(); column++) {
            if (c.at(row, column) != reference.product(column)) {
                return Optional.of("element (%d, %d) of an integer product is %s and must be %s"
                        .formatted(row, column, c.at(row, column), reference.product(column)));
            }
        }
        throw new AssertionError("Freivalds' check accuses row " + row + ", the reference does not");
    }

    /**
     * Checks a product of any finite inputs against the error bound of its precision.
     *
     * @param seed draws the rows and columns that are compared where the product is too large to compare them all
     */
    public static Bounded bounded(Inputs inputs, Matrix c, long seed) {
        return inputs.shape().flops() / 2 <= REFERENCE_LIMIT
                ? worstOfBatch(inputs, c, ProductCheck::againstReference)
                : spotCheck(inputs, c, seed);
    }

    /** What the worst product of a batch shows, the first wrong one where there is any. */
    private static Bounded worstOfBatch(Inputs inputs, Matrix c, BiFunction<Inputs, Matrix, Bounded> check) {
        Bounded worst = check.apply(inputs.slice(0), inputs.slice(c, 0)).of(inputs, 0);
        for (int product = 1; product < inputs.batch() && worst.complaint().isEmpty(); product++) {
            Bounded next =
                    check.apply(inputs.slice(product), inputs.slice(c, product)).of(inputs, product);
            worst = next.complaint().isPresent() || next.error() > worst.error() ? next : worst;
        }
        return worst;
    }

    private static Bounded againstReference(Inputs inputs, Matrix c) {
        Worst worst = IntStream.range(0, c.rows())
                .parallel()
                .collect(
                        () -> new Comparison(inputs, c),
                        Comparison::compareRow,
                        (one, other) -> one.worst = one.worst.max(other.worst))
                .worst;
        return worst.judge(ErrorBound.gamma(inputs.a().columns(), inputs.precision()), "reference");
    }

    /** Like {@link #bounded}, comparing whole rows and columns alone: cheap at any size. */
    public static Bounded spotCheck(Inputs inputs, Matrix c, long seed) {
        return worstOfBatch(inputs, c, (factors, product) -> spotCheckOne(factors, product, seed));
    }

    private static Bounded spotCheckOne(Inputs inputs, Matrix c, long seed) {
        double gamma = ErrorBound.gamma(inputs.a().columns(), inputs.precision());
        Worst worst = worstOfRows(inputs, c, sample(c.rows(), seed))
                .max(worstOfColumns(inputs, c, sample(c.columns(), ~seed)));
        Bounded bounded = worst.judge(gamma, "sampled");
        if (bounded.complaint().isPresent()) {
            return bounded;
        }
        int row = Freivalds.firstRowOutOfBound(inputs, c, Freivalds.norms(inputs), seed);
        return row < 0
                ? bounded
                : new Bounded(bounded.error(), gamma, "sampled", Optional.of(inRow(inputs, c, row, gamma)));
    }

    /** What is wrong in a row that Freivalds' check found: its worst element, where one alone is out of bound. */
    static String inRow(Inputs inputs, Matrix c, int row, double gamma) {
        return worstOfRows(inputs, c, List.of(row))
                .judge(gamma, "sampled")
                .complaint()
                .orElse("row %d fails Freivalds' check for the error bound".formatted(row));
    }

    private static Worst worstOfRows(Inputs inputs, Matrix c, List<Integer> rows) {
        Comparison comparison = new Comparison(inputs, c);
        rows.forEach(comparison::compareRow);
        return comparison.worst;
    }

    /** Columns are rows of the transposed product; only those sampled are gathered. */
    private static Worst worstOfColumns(Inputs inputs, Matrix c, List<Integer> columns) {
        Matrix chosen = gather(inputs.b(), columns);
        Matrix chosenC = gather(c, columns);
        Comparison comparison = new Comparison(new Inputs(inputs.a(), chosen), chosenC);
        for (int row = 0; row < c.rows(); row++) {
            comparison.compareRow(row);
        }
        Worst worst = comparison.worst;
        return new Worst(worst.error, worst.row, worst.row < 0 ? -1 : columns.get(worst.column), worst.was, worst.must);
    }

    private static Matrix gather(Matrix matrix, List<Integer> columns) {
        Matrix gathered = Matrix.zeros(matrix.precision(), matrix.rows(), columns.size());
        for (int row = 0; row < matrix.rows(); row++) {
            for (int j = 0; j < columns.size(); j++) {
                gathered.set(row, j, matrix.at(row, columns.get(j)));
            }
        }
        return gathered;
    }

    /** The first and the last, where edges go wrong, and a few drawn between. */
    private static List<Integer> sample(int length, long seed) {
        TreeSet<Integer> lines = new TreeSet<>(List.of(0, length - 1));
        new SplittableRandom(seed).ints(SAMPLED_LINES, 0, length).forEach(lines::add);
        return new ArrayList<>(lines);
    }

    /** Compares rows of C with rows of the reference and keeps the worst element. */
    private static final class Comparison {
        private final Reference reference;
        private final Matrix c;
        private final double underflow;
        private Worst worst = Worst.NONE;

        Comparison(Inputs inputs, Matrix c) {
            this.reference = new Reference(inputs);
            this.c = c;
            this.underflow = ErrorBound.underflow(inputs.a().columns(), inputs.precision());
        }

        void compareRow(int row) {
            reference.computeRow(row);
            Line line = Line.of(c, row);
            for (int column = 0; column < c.columns(); column++) {
                double was = line.at(column);
                double must = reference.product(column);
                double off = Math.max(0, Math.abs(was - must) - underflow);
                double error = off == 0 ? 0 : off / reference.magnitude(column);
                if (!(error <= worst.error)) {
                    worst = worst.max(new Worst(error, row, column, was, must));
                }
            }
        }
    }

    /** The element with the largest relative error so far; NaN is larger than any. */
    private record Worst(double error, int row, int column, double was, double must) {
        static final Worst NONE = new Worst(0, -1, -1, 0, 0);

        Worst max(Worst other) {
            return Double.compare(other.error, error) > 0 ? other : this;
        }

        Bounded judge(double gamma, String method) {
            Optional<String> complaint = error <= gamma
                    ? Optional.empty()
                    : Optional.of(("element (%d, %d) is %s and must be %s: off by %.2e of |A|·|B|, "
                                    + "where rounding explains %.2e")
                            .formatted(row, column, was, must, error, gamma));
            return new Bounded(error, gamma, method, complaint);
        }
    }
}
