package dev.santoku.backend.opencl;

import dev.santoku.matrix.Precision;
import dev.santoku.matrix.Shape;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * How a product that the device cannot hold is cut. A panel of B, {@code depth}×{@code columns}, stays on the device while all
 * blocks of rows of A pass by. So B travels once, A once for each panel of columns, and C once for each slab of K. The sums of
 * slabs are added on the host, slab by slab in their order.
 *
 * @param rows of a block of A and C
 * @param columns of a panel of B and C
 * @param depth of a slab of K
 */
record Tiles(Shape shape, int rows, int columns, int depth) {
    private static final int[] PARTS = {1, 2, 3, 4, 5, 6, 8, 10, 12, 16, 20, 24, 32, 48, 64, 96, 128, 192, 256};

    /** Tiles are multiples of it, so that kernels have no ragged edge but the last. */
    private static final int GRAIN = 64;

    /** Kernels are about as fast from so many columns and so deep on as on larger tiles. */
    private static final int FAST = 512;

    /** The same for rows: they share what is made of B. */
    private static final int FAST_ROWS = 256;

    /**
     * The tiles that fit and move the fewest bytes.
     *
     * @param fits whether the device can hold what is computed at once
     * @return empty where not even the smallest fit
     */
    static Optional<Tiles> choose(Shape shape, Predicate<Tiles> fits) {
        Tiles best = null;
        for (int slabs : PARTS) {
            for (int panels : PARTS) {
                Tiles widest = new Tiles(shape, GRAIN, part(shape.n(), panels), part(shape.k(), slabs));
                if (best == null || widest.cost() < best.cost()) {
                    best = widest.highest(fits).filter(Tiles::isFast).orElse(best);
                }
            }
        }
        return Optional.ofNullable(best).or(() -> smallest(shape, fits));
    }

    /** Where nothing fast fits: the most rows of the largest cube that does. */
    private static Optional<Tiles> smallest(Shape shape, Predicate<Tiles> fits) {
        for (int edge = FAST / 2; edge >= GRAIN; edge /= 2) {
            Tiles cube = new Tiles(shape, GRAIN, Math.min(shape.n(), edge), Math.min(shape.k(), edge));
            Optional<Tiles> found = cube.highest(fits);
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }

    private Optional<Tiles> highest(Predicate<Tiles> fits) {
        for (int parts : PARTS) {
            Tiles higher = new Tiles(shape, part(shape.m(), parts), columns, depth);
            if (fits.test(higher)) {
                return Optional.of(higher);
            }
        }
        return Optional.empty();
    }

    private static int part(int whole, int parts) {
        int even = (whole + parts - 1) / parts;
        return Math.min(whole, (even + GRAIN - 1) / GRAIN * GRAIN);
    }

    private boolean isFast() {
        return rows >= Math.min(shape.m(), FAST_ROWS)
                && columns >= Math.min(shape.n(), FAST)
                && depth >= Math.min(shape.k(), FAST);
    }

    /** All of a product at once. */
    static Tiles whole(Shape shape) {
        return new Tiles(shape, shape.rows(), shape.n(), shape.k());
    }

    boolean isWhole() {
        return blocks() * panels() * slabs() == 1;
    }

    /** What is told of a product that was computed so. */
    String inWords(Precision precision) {
        return "%s of %s was computed in tiles of %s: %d panels of B, %d slabs of K, %.1f times the least transfers"
                .formatted(shape, precision, tile(), panels(), slabs(), moved());
    }

    /** The shape of a tile. */
    Shape tile() {
        return new Shape(rows, columns, depth);
    }

    /** The shapes of blocks of rows that share a panel: that of a tile, and that of the last one. */
    Set<Shape> shapes() {
        int last = shape.m() - (blocks() - 1) * rows;
        return Set.copyOf(List.of(tile(), new Shape(last, columns, depth)));
    }

    /** Blocks of rows. */
    int blocks() {
        return (shape.m() + rows - 1) / rows;
    }

    int slabs() {
        return (shape.k() + depth - 1) / depth;
    }

    int panels() {
        return (shape.n() + columns - 1) / columns;
    }

    /** Elements that travel, over those of A, B and C: 1 is the least. */
    double moved() {
        return (a() * panels() + b() + c() * slabs()) / (a() + b() + c());
    }

    /** Elements that travel; a further slab of C is also read and written by the host. */
    private double cost() {
        return a() * panels() + b() + c() * (1 + 3 * (slabs() - 1));
    }

    private double a() {
        return (double) shape.m() * shape.k();
    }

    private double b() {
        return (double) shape.k() * shape.n();
    }

    private double c() {
        return (double) shape.m() * shape.n();
    }
}
