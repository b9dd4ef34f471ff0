package dev.santoku.backend.cpu.vector;

import java.util.List;

/**
 * What a kernel is made for.
 *
 * @param rows of the tile
 * @param vectors width of the tile
 * @param stride elements from one row of A to the next, {@link #SLICED} or {@link #ANY}
 * @param fromZero whether the sums begin with zero, whatever {@code from} is
 * @param lastBits of the last vector of a tile, which then begins where an argument says; 0 if it is like the others
 */
record TileKind(int rows, int vectors, int stride, boolean fromZero, int lastBits) {
    /** A stride: that of an argument. */
    static final int ANY = 0;

    /** A stride: A is packed in slices. */
    static final int SLICED = -1;

    boolean overlaps() {
        return lastBits > 0;
    }

    /** Widths of the vectors, of which most have so many bits. */
    List<Integer> widths(int bits) {
        return overlaps() && lastBits != bits ? List.of(bits, lastBits) : List.of(bits);
    }

    @Override
    public String toString() {
        String strideName = stride == SLICED ? "Sliced" : stride == ANY ? "AnyStride" : "Stride" + stride;
        return "Tile%dx%d%s%s%s"
                .formatted(rows, vectors, strideName, fromZero ? "FromZero" : "", overlaps() ? "Last" + lastBits : "");
    }
}
