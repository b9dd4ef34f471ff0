package dev.santoku.matrix;

import java.util.List;
import java.util.stream.IntStream;

/**
 * The two factors of a product, drawn from a seed.
 *
 * <p>Element i of a matrix is a hash of the seed and of i (SplitMix64; Steele, Lea, Flood 2014), so that every process
 * draws the same matrices, in any order, without sending them.
 *
 * @param a m×k; of a batch, (batch·m)×k
 * @param b k×n; of a batch, (batch·k)×n
 * @param batch how many products, whose factors lie one behind the other
 */
public record Inputs(Matrix a, Matrix b, int batch) {
    private static final long GOLDEN_GAMMA = 0x9E3779B97F4A7C15L;
    private static final int MAX_INTEGER = 1 << 20;
    private static final int TURNING = 16;

    /** Smaller ones are subnormal in f16, and some hardware takes those for zero. */
    private static final double SMALLEST_NORMAL = 0x1p-14;

    public Inputs {
        Shape.of(a, b, batch); // refuses what does not fit together
    }

    /** The factors of one product. */
    public Inputs(Matrix a, Matrix b) {
        this(a, b, 1);
    }

    /** The shape of a·b. */
    public Shape shape() {
        return Shape.of(a, b, batch);
    }

    /**
     * The factors of one product of the batch: copies, unless it is the only one.
     *
     * @param index from 0
     */
    public Inputs slice(int index) {
        if (batch == 1) {
            return this;
        }
        Shape shape = shape();
        return new Inputs(a.slice(index * shape.m(), shape.m()), b.slice(index * shape.k(), shape.k()));
    }

    /** That product's part of C, likewise. */
    public Matrix slice(Matrix c, int index) {
        return batch == 1 ? c : c.slice(index * shape().m(), shape().m());
    }

    /** The precision of both factors. */
    public Precision precision() {
        return a.precision();
    }

    /** A copy of A after {@link #turnA()}, and the same B. */
    public Inputs turned() {
        Matrix copy = Matrix.zeros(a.precision(), a.rows(), a.columns());
        IntStream.range(0, a.rows()).parallel().forEach(row -> {
            for (int column = 0; column < a.columns(); column++) {
                copy.set(row, column, a.at(row, column));
            }
        });
        Inputs turned = new Inputs(copy, b, batch);
        turned.turnA();
        return turned;
    }

    /**
     * Turns the signs of a sixteenth of A's columns, so that every element of C changes by a good part of itself, while
     * little is written. Done twice, it changes nothing.
     */
    public void turnA() {
        a.negate(0, a.rows(), turning());
    }

    /** Turns the signs of as many rows of each B: C changes as by {@link #turnA()}, to the bit, unless both were turned. */
    public void turnB() {
        for (int product = 0; product < batch; product++) {
            b.negate(product * a.columns(), turning(), b.columns());
        }
    }

    private int turning() {
        return (a.columns() + TURNING - 1) / TURNING;
    }

    /**
     * Elements drawn evenly from [−1, 1): the inputs of the error-bound check and of every timing. In a reduced precision they are
     * rounded to the format, and none is subnormal there. In i8 they are integers, drawn as {@link #integers} are.
     */
    public static Inputs uniform(Shape shape, Precision precision, long seed) {
        if (precision == Precision.I8) {
            return integers(shape, precision, ~seed);
        }
        Element element = (hash, row, column) -> toUnit(hash, precision);
        return new Inputs(
                draw(shape.rows(), shape.k(), precision, mix(seed + 1), element),
                draw(shape.rowsOfB(), shape.n(), precision, mix(seed + 2), element),
                shape.batch());
    }

    /**
     * Integers so small that no partial sum of a row times a column, in whatever order, leaves the range of exact
     * integers (2²⁴ or 2⁵³). Every correct product is then the same to the bit. None is zero, unless k exceeds that
     * range: then only every so many terms of the sum count. In a reduced precision they are integers of the format, yet
     * sums go as far as those of f32: one that is kept in f16 loses bits, or overflows. Reduced precisions draw each its own.
     */
    public static Inputs integers(Shape shape, Precision precision, long seed) {
        long own = precision.isReduced() ? seed + mix(precision.label().hashCode()) : seed;
        long limit = precision.storage().exactLimit();
        int stride = Math.toIntExact((shape.k() + limit - 1) / limit);
        long terms = ((long) shape.k() + stride - 1) / stride;
        long largest =
                Math.min(Math.min(MAX_INTEGER, precision.exactLimit()), (long) Math.sqrt((double) limit / terms));
        return new Inputs(
                draw(
                        shape.rows(),
                        shape.k(),
                        precision,
                        mix(own + 3),
                        (hash, row, column) -> column % stride == 0 ? toInteger(hash, largest) : 0),
                draw(
                        shape.rowsOfB(),
                        shape.n(),
                        precision,
                        mix(own + 4),
                        (hash, row, column) -> row % shape.k() % stride == 0 ? toInteger(hash, largest) : 0),
                shape.batch());
    }

    /**
     * Two products that show whether the inputs keep all their bits: one factor holds odd integers of the precision's
     * full width, the other a single ±1 in each of the sums, so that C holds those integers. Hardware that rounds its
     * inputs on the way, to TF32 for example, passes the error bound and {@link #integers}, and fails here.
     */
    public static List<Inputs> fullWidth(Shape shape, Precision precision, long seed) {
        long half = precision.exactLimit() / 2 - 1;
        Element wide = (hash, row, column) -> toInteger(hash, half) * 2 - 1;
        return List.of(
                new Inputs(
                        draw(shape.rows(), shape.k(), precision, mix(seed + 5), wide),
                        draw(
                                shape.rowsOfB(),
                                shape.n(),
                                precision,
                                mix(seed + 6),
                                (hash, row, column) -> isSelected(seed, row, column, shape) ? sign(hash) : 0),
                        shape.batch()),
                new Inputs(
                        draw(
                                shape.rows(),
                                shape.k(),
                                precision,
                                mix(seed + 7),
                                (hash, row, column) -> selected(seed, row, shape.k()) == column ? sign(hash) : 0),
                        draw(shape.rowsOfB(), shape.n(), precision, mix(seed + 8), wide),
                        shape.batch()));
    }

    /** Whether this row of a B is the one that counts in a column; another one in the next product's B. */
    private static boolean isSelected(long seed, int row, int column, Shape shape) {
        int product = row / shape.k();
        return selected(seed, product * shape.n() + column, shape.k()) == row % shape.k();
    }

    /** Which term of the sum counts. */
    private static int selected(long seed, int line, int k) {
        return (int) Long.remainderUnsigned(mix(seed + line * GOLDEN_GAMMA), k);
    }

    private static Matrix draw(int rows, int columns, Precision precision, long seed, Element element) {
        Matrix matrix = Matrix.zeros(precision, rows, columns);
        IntStream.range(0, rows).parallel().forEach(row -> {
            long counter = seed + (long) row * columns * GOLDEN_GAMMA;
            for (int column = 0; column < columns; column++) {
                counter += GOLDEN_GAMMA;
                matrix.set(row, column, element.from(mix(counter), row, column));
            }
        });
        return matrix;
    }

    /**
     * An element of a matrix that is drawn block by block: of {@link #uniform}'s A with its seed + 1, of its B with its seed + 2.
     * In i8 it is an integer from 1 to 127, of either sign.
     *
     * @param index row·columns + column
     */
    public static double uniformElement(Precision precision, long seed, long index) {
        long hash = mix(mix(seed) + (index + 1) * GOLDEN_GAMMA);
        return precision == Precision.I8 ? toInteger(hash, precision.exactLimit()) : toUnit(hash, precision);
    }

    /** A number in [−1, 1) with as many random bits as the precision's arrays hold. */
    private static double toUnit(long hash, Precision precision) {
        if (precision == Precision.F64) {
            return (hash >>> 11) * 0x1p-52 - 1;
        }
        double unit = (hash >>> 40) * 0x1p-23 - 1;
        return precision.isReduced() && Math.abs(unit) < SMALLEST_NORMAL ? Math.copySign(SMALLEST_NORMAL, unit) : unit;
    }

    /** An integer of magnitude 1 … largest, either sign. */
    private static double toInteger(long hash, long largest) {
        return (1 + Long.remainderUnsigned(hash >>> 1, largest)) * sign(hash);
    }

    private static double sign(long hash) {
        return (hash & 1) == 0 ? 1 : -1;
    }

    private static long mix(long value) {
        long mixed = (value ^ (value >>> 30)) * 0xBF58476D1CE4E5B9L;
        mixed = (mixed ^ (mixed >>> 27)) * 0x94D049BB133111EBL;
        return mixed ^ (mixed >>> 31);
    }

    private interface Element {
        double from(long hash, int row, int column);
    }
}
