package dev.santoku.backend.opencl.family;

import dev.santoku.backend.opencl.handle.GpuArchitecture;
import dev.santoku.matrix.Precision;
import dev.santoku.matrix.Shape;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Parameters of {@code tiled.cl} for one shape, in elements; the kernel's file shows what each one is.
 *
 * @param vectorM read of A from local memory, divides the tile's itemM
 * @param vectorN read of B from local memory, divides the tile's itemN
 * @param loadA read of A from global memory, divides the tile's tileK and must divide k
 * @param loadB read of B from global memory, divides the tile's columns and must divide n
 * @param pad gap between the rows of A's tile, a multiple of vectorM
 */
record Tiling(Precision precision, Tile tile, int vectorM, int vectorN, int loadA, int loadB, int pad) {
    Tiling {
        if (tile.itemM() % vectorM != 0
                || tile.itemN() % vectorN != 0
                || tile.tileK() % loadA != 0
                || tile.blockN() % loadB != 0
                || pad % vectorM != 0) {
            throw new IllegalArgumentException("%s in vectors of %d and %d, in reads of %d and %d, padded by %d"
                    .formatted(tile, vectorM, vectorN, loadA, loadB, pad));
        }
    }

    /** A tile with the widest reads that parameters allow and its sizes and the shape's are multiples of. */
    static Tiling of(Precision precision, Tile tile, Shape shape, Parameters parameters) {
        int wideM = parameters.get("WIDE_M");
        int wide = parameters.get("WIDE");
        return new Tiling(
                precision,
                tile,
                LaunchPlan.commonPower(wideM, tile.itemM(), tile.itemM()),
                LaunchPlan.commonPower(wide, tile.itemN(), tile.itemN()),
                LaunchPlan.commonPower(wide, tile.tileK(), shape.k()),
                LaunchPlan.commonPower(wide, tile.blockN(), shape.n()),
                parameters.get("PAD"));
    }

    /** The macros given to the compiler. */
    Map<String, Integer> macros() {
        Map<String, Integer> macros = new LinkedHashMap<>();
        macros.put("PRECISION", precision.bytes() * Byte.SIZE);
        macros.put("GROUP_M", tile.groupM());
        macros.put("GROUP_N", tile.groupN());
        macros.put("ITEM_M", tile.itemM());
        macros.put("ITEM_N", tile.itemN());
        macros.put("TILE_K", tile.tileK());
        macros.put("VECTOR_M", vectorM);
        macros.put("VECTOR_N", vectorN);
        macros.put("LOAD_A", loadA);
        macros.put("LOAD_B", loadB);
        macros.put("PAD", pad);
        return macros;
    }

    /** Local memory of a group. */
    long localBytes() {
        long tileA = aligned((long) tile.tileK() * (tile.blockM() + pad));
        return (tileA + aligned((long) tile.tileK() * tile.blockN())) * precision.bytes();
    }

    /** The one launch that computes a product on a GPU of that architecture. */
    LaunchPlan plan(Shape shape, GpuArchitecture architecture) {
        return LaunchPlan.of(
                precision,
                new KernelLaunch(
                        KernelCode.of("tiled", macros())
                                .on(architecture, (long) tile.itemM() * tile.itemN() * precision.bytes()),
                        "tiled",
                        tile.blocks(shape),
                        tile.groupItems(),
                        localBytes(),
                        Argument.product(shape)));
    }

    /** The kernel aligns both tiles to the widest vector, 16 elements. */
    private static long aligned(long elements) {
        return LaunchPlan.ceilingDivide(elements, 16) * 16;
    }
}
