package dev.santoku.backend.opencl.family;

import dev.santoku.matrix.Precision;
import dev.santoku.matrix.Shape;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Parameters of {@code tiled.cl}, in elements unless said; the kernel's file shows what each one is.
 *
 * @param groupM work-items of a group along m
 * @param groupN work-items of a group along n
 * @param itemM rows of C per work-item
 * @param itemN columns of C per work-item
 * @param tileK depth of the tiles in local memory
 * @param vectorM read of A from local memory, divides itemM
 * @param vectorN read of B from local memory, divides itemN
 * @param loadA read of A from global memory, divides tileK and must divide k
 * @param loadB read of B from global memory, divides groupN·itemN and must divide n
 * @param pad gap between the rows of A's tile, a multiple of vectorM
 */
record Tiling(
        Precision precision,
        int groupM,
        int groupN,
        int itemM,
        int itemN,
        int tileK,
        int vectorM,
        int vectorN,
        int loadA,
        int loadB,
        int pad) {

    Tiling {
        if (itemM % vectorM != 0
                || itemN % vectorN != 0
                || tileK % loadA != 0
                || groupN * itemN % loadB != 0
                || pad % vectorM != 0) {
            throw new IllegalArgumentException(
                    "items %d×%d in vectors of %d and %d, tile %d×%d deep %d in reads of %d and %d, padded by %d"
                            .formatted(
                                    itemM,
                                    itemN,
                                    vectorM,
                                    vectorN,
                                    groupM * itemM,
                                    groupN * itemN,
                                    tileK,
                                    loadA,
                                    loadB,
                                    pad));
        }
    }

    /** The macros given to the compiler. */
    Map<String, Integer> macros() {
        Map<String, Integer> macros = new LinkedHashMap<>();
        macros.put("PRECISION", precision.bytes() * Byte.SIZE);
        macros.put("GROUP_M", groupM);
        macros.put("GROUP_N", groupN);
        macros.put("ITEM_M", itemM);
        macros.put("ITEM_N", itemN);
        macros.put("TILE_K", tileK);
        macros.put("VECTOR_M", vectorM);
        macros.put("VECTOR_N", vectorN);
        macros.put("LOAD_A", loadA);
        macros.put("LOAD_B", loadB);
        macros.put("PAD", pad);
        return macros;
    }

    int groupItems() {
        return groupM * groupN;
    }

    /** Rows of C per group. */
    int blockM() {
        return groupM * itemM;
    }

    /** Columns of C per group. */
    int blockN() {
        return groupN * itemN;
    }

    /** Local memory of a group. */
    long localBytes() {
        return (aligned((long) tileK * (blockM() + pad)) + aligned((long) tileK * blockN())) * precision.bytes();
    }

    /** The one launch that computes a product. */
    LaunchPlan plan(Shape shape) {
        return LaunchPlan.of(
                precision,
                new KernelLaunch(
                        KernelCode.of("tiled", macros()),
                        "tiled",
                        LaunchPlan.blocks(shape, blockM(), blockN()),
                        groupItems(),
                        localBytes(),
                        Argument.product(shape)));
    }

    /** The kernel aligns both tiles to the widest vector, 16 elements. */
    private static long aligned(long elements) {
        return (elements + 15) / 16 * 16;
    }
}
