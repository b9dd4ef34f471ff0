package dev.santoku.backend.cpu.vector;

/**
 * What a {@link TileKernel} multiplies, and how it lies in its arrays. One object serves a
 * thread, or a product, for many calls.
 *
 * <p>The arrays are {@code float[]} or {@code double[]}. A {@code ld} is the distance of two rows, in elements; a {@code step} is what the
 * start of a matrix grows by from one tile to the next.
 */
final class TileOperands {
    Object a;

    /** A once more, see {@link HotSpotQuirks}. */
    Object aAgain;

    int lda;
    int aStep;

    Object b;
    int ldb;
    int bStep;

    /** What the sums begin with; may be C. */
    Object from;

    int ldFrom;
    int fromStep;

    Object c;
    int ldc;
    int cStep;

    /** Depth, at least 1. */
    int kc;

    /** Where the last vector of a tile begins, for a kernel that was made for any: it may overlap the one before. */
    int last;

    /** The fields for a tile's depth and width. */
    TileOperands(int kc, int last) {
        this.kc = kc;
        this.last = last;
    }

    /** Sets A. Arrays that are there already are not stored: garbage collectors make a program pay for that. */
    TileOperands a(Object array, int ld, int step) {
        if (a != array) {
            a = array;
            aAgain = array;
        }
        lda = ld;
        aStep = step;
        return this;
    }

    /** Sets B. */
    TileOperands b(Object array, int ld, int step) {
        if (b != array) {
            b = array;
        }
        ldb = ld;
        bStep = step;
        return this;
    }

    /** Sets what the sums begin with; a kernel whose sums begin with zero does not read it. */
    TileOperands from(Object array, int ld, int step) {
        if (from != array) {
            from = array;
        }
        ldFrom = ld;
        fromStep = step;
        return this;
    }

    /** Sets C. */
    TileOperands c(Object array, int ld, int step) {
        if (c != array) {
            c = array;
        }
        ldc = ld;
        cStep = step;
        return this;
    }
}
