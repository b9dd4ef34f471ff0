package dev.santoku.backend.hybrid;

import dev.santoku.matrix.Matrix;
import dev.santoku.matrix.Rows;
import dev.santoku.matrix.Shape;
import dev.santoku.matrix.SignBound;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Freivalds' check of tiles: C·x = A·(B·x) for a vector x of random signs, one for all tiles of a product. Of a tile, one row
 * of {@value #STEP} is checked, its first and its last. It costs reading B once and as large a part of A and C.
 *
 * <p>A row is held to {@link SignBound}. That
 * finds tiles that are not computed, or computed of something else; a single wrong element it may miss. Rows that may overflow, and those of
 * NaN and infinity, are not judged.
 *
 * <p>Source: R. Freivalds, Probabilistic machines can use less running time, IFIP Congress 1977.
 */
final class TileCheck {
    /** Of so many rows one is checked: kernels compute rows in blocks, and a block of them is found. */
    private static final int STEP = 8;

    /** Of so many rows of B one gives the norm that a right tile is within: the norm of all is more, and seldom asked for. */
    private static final int FEW = 16;

    private final Shape shape;
    private final Rows a;
    private final Rows b;
    private final Rows c;
    private final long seed;
    private final SignBound bound;
    private double[] x;
    private double[] bx;
    private double leastNormOfB;
    private double normOfB = -1;

    /**
     * Reads nothing yet.
     *
     * @param seed draws the signs
     */
    TileCheck(Shape shape, Matrix a, Matrix b, Matrix c, long seed) {
        this.shape = shape;
        this.a = Rows.of(a);
        this.b = Rows.of(b);
        this.c = Rows.of(c);
        this.seed = seed;
        bound = new SignBound(shape, a.precision());
    }

    /** What is wrong in a tile that was computed, or empty. */
    Optional<String> complaint(Tile tile) {
        prepare();
        for (int row : sample(tile)) {
            double must = a.times(row, bx);
            double is = c.times(row, x);
            double norm = a.norm(row);
            if (!bound.allows(is - must, norm * leastNormOfB) && isWrong(is - must, norm * normOfB())) {
                return Optional.of(
                        "row %d is wrong: its sum with random signs is %s and must be %s".formatted(row, is, must));
            }
        }
        return Optional.empty();
    }

    private boolean isWrong(double off, double magnitude) {
        return !bound.mayOverflow(magnitude) && !bound.allows(off, magnitude);
    }

    /** All rows of a low tile; of a higher one its first, its last, and every eighth from a random one on. */
    private int[] sample(Tile tile) {
        int last = tile.fromRow() + tile.rows() - 1;
        if (tile.rows() <= STEP) {
            return IntStream.rangeClosed(tile.fromRow(), last).toArray();
        }
        int start = tile.fromRow() + (int) Math.floorMod(seed + tile.fromRow(), (long) STEP);
        return IntStream.concat(
                        IntStream.of(tile.fromRow(), last),
                        IntStream.iterate(start, row -> row <= last, row -> row + STEP))
                .sorted()
                .toArray();
    }

    private synchronized void prepare() {
        if (x != null) {
            return;
        }
        double[] signs = SignBound.signs(shape.n(), seed);
        bx = new double[shape.k()];
        // By several threads: the other processors wait for it.
        IntStream.range(0, shape.k()).parallel().forEach(row -> bx[row] = b.times(row, signs));
        leastNormOfB = norm(FEW);
        x = signs;
    }

    private synchronized double normOfB() {
        if (normOfB < 0) {
            normOfB = norm(1);
        }
        return normOfB;
    }

    /** Of one row of B in so many. */
    private double norm(int step) {
        return Rows.norm(
                IntStream.iterate(0, row -> row < shape.k(), row -> row + step).mapToDouble(b::norm));
    }
}
