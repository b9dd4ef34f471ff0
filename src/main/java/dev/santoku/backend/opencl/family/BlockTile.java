package dev.santoku.backend.opencl.family;

import dev.santoku.backend.opencl.handle.DeviceLimits;
import dev.santoku.matrix.Precision;
import dev.santoku.matrix.Shape;
import java.util.Optional;

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
