package dev.santoku.backend.opencl.family;

import dev.santoku.backend.Estimate;
import dev.santoku.backend.opencl.handle.DeviceLimits;
import dev.santoku.backend.opencl.handle.WordInstructions;
import dev.santoku.matrix.Precision;
import dev.santoku.matrix.Shape;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Products of a reduced format, each in three launches of {@code panel.cl}: A and B are packed into words, which an
 * instruction of x86 multiplies. It takes every shape: what is thin wastes lanes, but is computed in the same arithmetic. Sums of
 * i8 are i32 within a block of DEPTH words only, at most 2³⁰, and those of blocks are added in f32: none overflows.
 */
final class WordPanels implements PanelForm {
    private static final int WORD_BYTES = 4;
    private static final String PACKED_A = "packedA";

    /** A value of NATIVE: the instruction for tiles, 2, or what it means, 3. */
    private static final int TILES = 2;

    /** Of a tile: rows, words and sums of a row. A register tile has two by two. */
    private static final int SIDE = 16;

    /** With AVX-512 there are 32 registers: 24 sums, and four for a row of B. */
    private static final Parameters OF_VECTORS = Parameters.of(
            "panel",
            Map.of("LANES", 16, "VECTORS", 4, "TILE_M", 6, "DEPTH", 1024, "DOWN", 16, "ACROSS", 1, "NATIVE", 1));

    /** A panel's block of B takes 64 KB, and a register tile's rows of A as much: both stay in the second-level cache. */
    private static final Parameters OF_TILES = Parameters.of(
            "panel",
            Map.of("LANES", 16, "VECTORS", 2, "TILE_M", 32, "DEPTH", 512, "DOWN", 8, "ACROSS", 1, "NATIVE", TILES));

    private static boolean hasTiles(DeviceLimits limits, Precision precision) {
        return limits.lanes().tiles().contains(precision);
    }

    private static boolean isOfTiles(Parameters parameters) {
        return parameters.get("NATIVE") >= TILES;
    }

    /** What can be varied on a device with such instructions. */
    @Override
    public List<Dimension> space(DeviceLimits limits, Precision precision) {
        boolean tiles = hasTiles(limits, precision);
        return List.of(
                Dimension.of("LANES", 16),
                Dimension.of("VECTORS", 1, 2, 3, 4),
                tiles ? Dimension.of("TILE_M", 4, 6, 8, 10, 12, 14, 32) : Dimension.of("TILE_M", 4, 6, 8, 10, 12, 14),
                Dimension.of("DEPTH", 128, 256, 512, 1024),
                Dimension.of("DOWN", 1, 2, 4, 8, 16, 32),
                Dimension.of("ACROSS", 1, 2, 4, 8),
                tiles ? Dimension.of("NATIVE", 1, TILES) : Dimension.of("NATIVE", 1));
    }

    /** By tiles where there are such instructions. */
    @Override
    public Parameters shipped(DeviceLimits limits, Precision precision) {
        return hasTiles(limits, precision) ? OF_TILES : OF_VECTORS;
    }

    /** By vectors, where a driver's compiler does not know tiles. */
    @Override
    public Stream<Parameters> alternatives(DeviceLimits limits, Precision precision) {
        return hasTiles(limits, precision) ? Stream.of(OF_VECTORS) : Stream.empty();
    }

    /** Why not, if not: the instruction takes 16 lanes; what stands for it takes others, too. */
    @Override
    public Optional<String> objection(DeviceLimits limits, Precision precision, Parameters parameters) {
        if (precision != Precision.BF16 && precision != Precision.I8) {
            return Optional.of("panel has no words of " + precision);
        }
        Optional<String> unknown = ParameterChecks.outside(parameters, "NATIVE", 0, 3);
        if (unknown.isPresent() || !isOfTiles(parameters)) {
            return unknown.or(
                    () -> ParameterChecks.outside(parameters, "LANES", parameters.get("NATIVE") == 1 ? SIDE : 2, SIDE));
        }
        return ParameterChecks.outside(parameters, "LANES", SIDE, SIDE)
                .or(() -> ParameterChecks.outside(parameters, "VECTORS", 2, 2))
                .or(() -> ParameterChecks.outside(parameters, "TILE_M", 2 * SIDE, 2 * SIDE))
                .or(() -> parameters.get("DEPTH") % SIDE == 0
                        ? Optional.empty()
                        : Optional.of("%s: DEPTH must be a multiple of %d".formatted(parameters, SIDE)));
    }

    /** How fast it may be. */
    @Override
    public Estimate outlook(DeviceLimits limits, Precision precision, Parameters parameters) {
        return isOfTiles(parameters) ? Estimate.of(1) : VectorPanels.outlookOfVectors(limits, precision, parameters);
    }

    /** Thin ones, edges of tiles and words, and a depth of two blocks. */
    @Override
    public List<Shape> testShapes(DeviceLimits limits, Precision precision, Parameters parameters) {
        int rows = 2 * parameters.get("TILE_M") + 1;
        int columns = 2 * parameters.get("LANES") * parameters.get("VECTORS") + 3;
        return List.of(
                new Shape(1, 67, 33),
                new Shape(3, 5, 33),
                new Shape(rows, columns, 19),
                new Shape(rows, columns, parameters.get("DEPTH") * WordInstructions.perWord(precision) + 7));
    }

    /** Panels are no wider than B, so that a thin one is not packed many times over. */
    @Override
    public LaunchPlan plan(DeviceLimits limits, Precision precision, Shape shape, Parameters parameters) {
        if (isOfTiles(parameters)) {
            return planAsWide(limits, precision, shape, parameters);
        }
        int vectors =
                (int) Math.min(parameters.get("VECTORS"), LaunchPlan.ceilingDivide(shape.n(), parameters.get("LANES")));
        return planAsWide(limits, precision, shape, parameters.with("VECTORS", vectors));
    }

    private static LaunchPlan planAsWide(DeviceLimits limits, Precision precision, Shape shape, Parameters parameters) {
        Map<String, Integer> macros = PanelFamily.macros(shape, parameters, limits.computeUnits());
        macros.put("OWN", 0);
        macros.put("PRECISION", WORD_BYTES * Byte.SIZE);
        macros.put("INPUT", WORD_BYTES * Byte.SIZE / WordInstructions.perWord(precision));
        KernelCode code = KernelCode.of("panel", macros);
        int tileN = parameters.get("LANES") * parameters.get("VECTORS");
        int rows = isOfTiles(parameters) ? parameters.get("TILE_M") : 1;
        int words = isOfTiles(parameters) ? SIDE : 1;
        long high = LaunchPlan.ceilingDivide(shape.m(), rows) * rows;
        long deep = LaunchPlan.ceilingDivide(shape.k(), (long) WordInstructions.perWord(precision) * words) * words;
        Argument m = Argument.of(shape.m());
        Argument n = Argument.of(shape.n());
        Argument k = Argument.of(shape.k());
        Argument packedA = Argument.of(PACKED_A);
        Argument packedB = Argument.of(PanelFamily.PACKED_B);
        Argument depth = Argument.of(Math.toIntExact(deep));
        long groups =
                LaunchPlan.blocks(shape, macros.get("DOWN") * parameters.get("TILE_M"), macros.get("ACROSS") * tileN);
        return new LaunchPlan(
                precision,
                List.of(
                        new Scratch(PACKED_A, high * deep * WORD_BYTES),
                        new Scratch(
                                PanelFamily.PACKED_B,
                                LaunchPlan.ceilingDivide(shape.n(), tileN) * tileN * deep * WORD_BYTES)),
                List.of(
                        launch(code, "pack_a", high, List.of(m, k, Argument.of(LaunchPlan.A), packedA)),
                        launch(
                                code,
                                "pack_b",
                                LaunchPlan.ceilingDivide(deep, PanelFamily.ROWS),
                                List.of(n, k, Argument.of(LaunchPlan.B), packedB)),
                        launch(
                                code,
                                "panel",
                                groups,
                                List.of(m, n, depth, packedA, packedB, Argument.of(LaunchPlan.C)))));
    }

    private static KernelLaunch launch(KernelCode code, String kernel, long groups, List<Argument> arguments) {
        return new KernelLaunch(code, kernel, groups, 1, 0, arguments);
    }
}
