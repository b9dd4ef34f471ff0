package dev.santoku.backend.opencl.family;

import dev.santoku.backend.opencl.handle.DeviceLimits;
import dev.santoku.matrix.Precision;
import dev.santoku.matrix.Shape;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The block of C that a work-group computes out of local memory, as the parameters have it: it shrinks until it fits a device
 * and a shape.
 */
interface BlockTile<T extends BlockTile<T>> {
    /** The side of a block below which slices of k fill a device better than smaller blocks. */
    int SMALL_BLOCK = 64;

    /** The same. */
    T self();

    /** Rows of a block. */
    int blockM();

    /** Columns of a block. */
    int blockN();

    int groupItems();

    /** Local memory that a group takes. */
    long localBytes(Precision precision);

    /** Whether the tiles in local memory can be half as deep, where it is that which a device lacks. */
    boolean canFlatten();

    T shallower();

    boolean canShorten();

    /** Half as high. */
    T shorter();

    boolean canNarrow();

    /** Half as wide. */
    T narrower();

    /** The same, but elements are read one by one, which all shapes allow. */
    T withSingleReads();

    /** Whether rows of such a shape begin where its reads may begin. */
    boolean reads(Shape shape);

    /** Those whose kernels are kept as compiled ahead: large and small, with wide and with single reads. */
    default List<T> keptAhead() {
        T small = enoughFor(Shape.square(1 << 12), Integer.MAX_VALUE);
        return Stream.of(self(), withSingleReads(), small, small.withSingleReads())
                .distinct()
                .toList();
    }

    /** The one of them that suits a shape: the first that fills a device, else the smallest. */
    default T keptAhead(Shape shape, int computeUnits) {
        List<T> able = keptAhead().stream().filter(tile -> tile.reads(shape)).toList();
        T smallest = able.stream().min(Comparator.comparing(T::blockM)).orElseThrow();
        return able.stream()
                .filter(tile -> tile.blocks(shape) >= computeUnits)
                .findFirst()
                .orElse(smallest);
    }

    /** Shapes that make each of them serve, with edges: what a self-test multiplies. */
    default List<Shape> shapesAhead(int computeUnits) {
        List<Shape> shapes = new ArrayList<>();
        for (T tile : keptAhead()) {
            boolean single = tile.equals(tile.withSingleReads());
            int across = (int) Math.ceil(Math.sqrt(computeUnits));
            boolean large = tile.blockM() > SMALL_BLOCK || tile.blockN() > SMALL_BLOCK;
            int m = (large ? across : 1) * tile.blockM() + 5;
            int n = (large ? across : 1) * tile.blockN() + (single ? 5 : 8);
            shapes.add(new Shape(m, n, single ? 37 : 40));
        }
        shapes.add(new Shape(1, 67, 33));
        shapes.add(new Shape(61, 59, 1029)); // slices of k
        shapes.sort(Comparator.comparingLong(shape -> (long) shape.m() * shape.n()));
        return shapes;
    }

    /** Groups that cover C. */
    default long blocks(Shape shape) {
        return LaunchPlan.blocks(shape, blockM(), blockN());
    }

    /** Why a device cannot hold it. */
    default Optional<String> unfit(DeviceLimits limits, Precision precision) {
        return ParameterChecks.tooLarge(limits, groupItems(), localBytes(precision));
    }

    /** The largest tile not larger than this one that a device can hold; empty when it holds none. */
    default Optional<T> within(DeviceLimits limits, Precision precision) {
        T tile = self();
        while (tile.unfit(limits, precision).isPresent()) {
            if (tile.groupItems() <= limits.groupItems() && tile.canFlatten()) {
                tile = tile.shallower();
            } else if (tile.canShorten() && (tile.blockM() >= tile.blockN() || !tile.canNarrow())) {
                tile = tile.shorter();
            } else if (tile.canNarrow()) {
                tile = tile.narrower();
            } else {
                return Optional.empty();
            }
        }
        return Optional.of(tile);
    }

    /** Half of a block must not already cover C. */
    default T noLargerThan(Shape shape) {
        T tile = self();
        while (tile.blockM() / 2 >= shape.m() && tile.canShorten()) {
            tile = tile.shorter();
        }
        while (tile.blockN() / 2 >= shape.n() && tile.canNarrow()) {
            tile = tile.narrower();
        }
        return tile;
    }

    /** Smaller blocks rather than idle compute units; but where they are small, slices of k are better. */
    default T enoughFor(Shape shape, int computeUnits) {
        T tile = self();
        while (tile.blocks(shape) < computeUnits) {
            if (tile.blockM() > SMALL_BLOCK
                    && tile.canShorten()
                    && (tile.blockM() >= tile.blockN() || tile.blockN() <= SMALL_BLOCK)) {
                tile = tile.shorter();
            } else if (tile.blockN() > SMALL_BLOCK && tile.canNarrow()) {
                tile = tile.narrower();
            } else {
                break;
            }
        }
        return tile;
    }
}
