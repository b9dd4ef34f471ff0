package dev.santoku.backend.opencl.family;

import dev.santoku.backend.opencl.handle.DeviceLimits;
import dev.santoku.matrix.Precision;
import dev.santoku.matrix.Shape;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * {@code warp.cl}: blocks for a work-group, a warp and a work-item, tiles in local memory that are read one step
 * ahead: the form of the fastest products on GPUs. Small products get smaller blocks, then slices of k, so that the
 * device is filled; what is smaller still, or thin, goes to {@code direct.cl}.
 */
public final class WarpFamily implements KernelFamily {
    /** The side of a block below which slices of k fill a device better than smaller blocks. */
    private static final int SMALL_BLOCK = 64;

    private final DirectFamily direct = new DirectFamily();

    @Override
    public String id() {
        return "warp";
    }

    @Override
    public String description() {
        return "blocks for work-group, warp and work-item, tiles in local memory one step ahead, as GPUs want it";
    }

    @Override
    public List<Dimension> space(DeviceLimits limits, Precision precision) {
        int wide = 16 / precision.bytes();
        return List.of(
                Dimension.of("WARPS_M", 1, 2, 4),
                Dimension.of("WARPS_N", 1, 2, 4),
                Dimension.of("LANES_M", 4, 8),
                Dimension.of("LANES_N", 4, 8),
                Dimension.of("ITEM_M", 4, 8, 16),
                Dimension.of("ITEM_N", 4, 8, 16),
                Dimension.of("BLOCK_K", 8, 16, 32),
                Dimension.of("VECTOR", wide),
                Dimension.of("LOAD", wide),
                Dimension.of("PAD", 0, wide, 2 * wide),
                Dimension.of("BAND", 1, 4, 8, 16),
                Dimension.of("UNROLL", 1, 2, 4, 8));
    }

    @Override
    public Optional<String> objection(DeviceLimits limits, Precision precision, Parameters parameters) {
        return ParameterChecks.objection(this, space(limits, precision), parameters)
                .or(() -> ParameterChecks.outside(parameters, "WARPS_M", 1, 32))
                .or(() -> ParameterChecks.outside(parameters, "WARPS_N", 1, 32))
                .or(() -> ParameterChecks.outside(parameters, "LANES_M", 1, 64))
                .or(() -> ParameterChecks.outside(parameters, "LANES_N", 1, 64))
                .or(() -> ParameterChecks.noVector(parameters, "VECTOR"))
                .or(() -> ParameterChecks.outside(parameters, "VECTOR", 1, 4))
                .or(() -> ParameterChecks.noVector(parameters, "LOAD"))
                .or(() -> ParameterChecks.outside(parameters, "LOAD", 1, 4))
                .or(() -> ParameterChecks.outside(parameters, "ITEM_M", 1, 32))
                .or(() -> ParameterChecks.outside(parameters, "ITEM_N", 1, 128 / parameters.get("ITEM_M")))
                .or(() -> ParameterChecks.noMultiple(parameters, "ITEM_M", "VECTOR"))
                .or(() -> ParameterChecks.noMultiple(parameters, "ITEM_N", "VECTOR"))
                .or(() -> ParameterChecks.noMultiple(parameters, "PAD", "VECTOR"))
                .or(() -> ParameterChecks.outside(parameters, "BLOCK_K", 1, 128))
                .or(() -> ParameterChecks.outside(parameters, "BAND", 1, 1 << 10))
                .or(() -> ParameterChecks.outside(parameters, "UNROLL", 1, parameters.get("BLOCK_K")))
                .or(() -> unfit(limits, precision, Tile.of(parameters)));
    }

    private static Optional<String> unfit(DeviceLimits limits, Precision precision, Tile tile) {
        if (tile.items() > limits.groupItems()) {
            return Optional.of(
                    "groups of %d work-items where %d are allowed".formatted(tile.items(), limits.groupItems()));
        }
        return tile.localBytes(precision) > limits.localBytes()
                ? Optional.of("%d bytes of local memory where there are %d"
                        .formatted(tile.localBytes(precision), limits.localBytes()))
                : Optional.empty();
    }

    /**
     * Blocks of 128×128 in f32, where 256 work-items take at most 128 registers each and two groups fit on a
     * multiprocessor; of 64×64, half as deep, in f64, where four groups of 128 do.
     */
    @Override
    public Parameters shipped(DeviceLimits limits, Precision precision) {
        Tile tile = precision == Precision.F32
                ? new Tile(4, 2, 4, 8, 8, 8, 16, 4, 4, 4, 8, 2)
                : new Tile(2, 2, 4, 8, 8, 4, 8, 2, 2, 2, 8, 2);
        return tile.within(limits, precision).orElse(tile).parameters(id());
    }

    @Override
    public LaunchPlan plan(DeviceLimits limits, Precision precision, Shape shape, Parameters parameters) {
        Optional<Tile> fitting = Tile.of(parameters).within(limits, precision);
        if (fitting.isEmpty() || Math.min(shape.m(), shape.n()) < 2 * fitting.get().vector) {
            return direct.fit(limits, precision, shape);
        }
        Tile tile = fitting.get().noLargerThan(shape).enoughFor(shape, limits.computeUnits());
        SplitK slices = SplitK.of(limits, precision, shape, tile.blocks(shape), tile.blockK);
        KernelCode code = KernelCode.of(id(), tile.macros(precision, shape));
        KernelLaunch multiply = new KernelLaunch(
                code,
                id(),
                tile.blocks(shape) * slices.count(),
                tile.items(),
                tile.localBytes(precision),
                List.of(
                        Argument.of(shape.m()),
                        Argument.of(shape.n()),
                        Argument.of(shape.k()),
                        Argument.of(slices.depth()),
                        Argument.of(LaunchPlan.A),
                        Argument.of(LaunchPlan.B),
                        slices.target()));
        return slices.plan(precision, shape, multiply, tile.lanesM * tile.lanesN);
    }

    @Override
    public List<String> sources() {
        return List.of(id(), direct.id());
    }

    /** The parameters of the kernel, of which the blocks shrink. */
    private record Tile(
            int warpsM,
            int warpsN,
            int lanesM,
            int lanesN,
            int itemM,
            int itemN,
            int blockK,
            int vector,
            int load,
            int pad,
            int band,
            int unroll) {

        static Tile of(Parameters parameters) {
            return new Tile(
                    parameters.get("WARPS_M"),
                    parameters.get("WARPS_N"),
                    parameters.get("LANES_M"),
                    parameters.get("LANES_N"),
                    parameters.get("ITEM_M"),
                    parameters.get("ITEM_N"),
                    parameters.get("BLOCK_K"),
                    parameters.get("VECTOR"),
                    parameters.get("LOAD"),
                    parameters.get("PAD"),
                    parameters.get("BAND"),
                    parameters.get("UNROLL"));
        }

        Parameters parameters(String family) {
            return Parameters.of(
                    family,
                    Map.ofEntries(
                            Map.entry("WARPS_M", warpsM),
                            Map.entry("WARPS_N", warpsN),
                            Map.entry("LANES_M", lanesM),
                            Map.entry("LANES_N", lanesN),
                            Map.entry("ITEM_M", itemM),
                            Map.entry("ITEM_N", itemN),
                            Map.entry("BLOCK_K", blockK),
                            Map.entry("VECTOR", vector),
                            Map.entry("LOAD", load),
                            Map.entry("PAD", pad),
                            Map.entry("BAND", band),
                            Map.entry("UNROLL", unroll)));
        }

        Map<String, Integer> macros(Precision precision, Shape shape) {
            return Map.ofEntries(
                    Map.entry("PRECISION", precision.bytes() * Byte.SIZE),
                    Map.entry("WARPS_M", warpsM),
                    Map.entry("WARPS_N", warpsN),
                    Map.entry("LANES_M", lanesM),
                    Map.entry("LANES_N", lanesN),
                    Map.entry("ITEM_M", itemM),
                    Map.entry("ITEM_N", itemN),
                    Map.entry("BLOCK_K", blockK),
                    Map.entry("VECTOR", vector),
                    Map.entry("LOAD_A", commonPower(load, blockK, shape.k())),
                    Map.entry("LOAD_B", commonPower(load, blockN(), shape.n())),
                    Map.entry("PAD", pad),
                    Map.entry("BAND", band),
                    Map.entry("UNROLL", unroll));
        }

        /** The largest power of two up to {@code most} that divides both. */
        private static int commonPower(int most, int one, int other) {
            return Math.min(most, Integer.lowestOneBit(one | other));
        }

        int items() {
            return warpsM * warpsN * lanesM * lanesN;
        }

        int blockM() {
            return warpsM * lanesM * itemM;
        }

        int blockN() {
            return warpsN * lanesN * itemN;
        }

        long blocks(Shape shape) {
            return LaunchPlan.blocks(shape, blockM(), blockN());
        }

        /** Two tiles of each matrix, aligned to the widest vector, four elements. */
        long localBytes(Precision precision) {
            long tileA = LaunchPlan.ceilingDivide(2L * blockK * (blockM() + pad), 4) * 4;
            return (tileA + 2L * blockK * blockN()) * precision.bytes();
        }

        /** The largest tile not larger than this one that a device can hold; empty when it holds none. */
        Optional<Tile> within(DeviceLimits limits, Precision precision) {
            Tile tile = this;
            while (unfit(limits, precision, tile).isPresent()) {
                if (tile.items() <= limits.groupItems() && tile.blockK > 8) {
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
        Tile noLargerThan(Shape shape) {
            Tile tile = this;
            while (tile.blockM() / 2 >= shape.m() && tile.canShorten()) {
                tile = tile.shorter();
            }
            while (tile.blockN() / 2 >= shape.n() && tile.canNarrow()) {
                tile = tile.narrower();
            }
            return tile;
        }

        /** Smaller blocks rather than idle compute units; but where they are small, slices of k are better. */
        Tile enoughFor(Shape shape, int computeUnits) {
            Tile tile = this;
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

        private boolean canShorten() {
            return warpsM > 1 || itemM % (2 * vector) == 0;
        }

        private boolean canNarrow() {
            return warpsN > 1 || itemN % (2 * vector) == 0;
        }

        private Tile shorter() {
            return warpsM > 1 ? withBlock(warpsM / 2, warpsN, itemM, itemN) : withBlock(1, warpsN, itemM / 2, itemN);
        }

        private Tile narrower() {
            return warpsN > 1 ? withBlock(warpsM, warpsN / 2, itemM, itemN) : withBlock(warpsM, 1, itemM, itemN / 2);
        }

        private Tile withBlock(int warpsDown, int warpsAcross, int rows, int columns) {
            return new Tile(
                    warpsDown, warpsAcross, lanesM, lanesN, rows, columns, blockK, vector, load, pad, band, unroll);
        }

        private Tile shallower() {
            int half = blockK / 2;
            return new Tile(
                    warpsM,
                    warpsN,
                    lanesM,
                    lanesN,
                    itemM,
                    itemN,
                    half,
                    vector,
                    load,
                    pad,
                    band,
                    Math.min(unroll, half));
        }
    }
}
