package dev.santoku.backend.opencl.family;

import dev.santoku.backend.Device;
import dev.santoku.backend.Estimate;
import dev.santoku.backend.opencl.handle.DeviceLimits;
import dev.santoku.matrix.Precision;
import dev.santoku.matrix.Shape;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * {@code panel.cl}: B packed into panels, register tiles of native vectors, no barrier: the form of the fastest products
 * on CPUs. Where k is small enough, each work-group packs its own panel ({@link OwnPanels}), elsewhere all of B is packed
 * first. Where packing costs more than it saves, {@code direct.cl} takes its place.
 */
public final class PanelFamily implements KernelFamily {
    static final String PACKED_B = "packedB";

    /** Rows of B that a work-item packs. */
    static final int ROWS = 4;

    /** Groups per compute unit below which work-items are given fewer register tiles: drivers deal groups out in lots. */
    private static final int GROUPS_PER_UNIT = 512;

    /** Register tiles of a work-item that a panel of B should serve at least: to get there, half as many groups will do. */
    private static final int FEW_TILES = 4;

    /** Register tiles of a band of groups along m: they share a panel of B, and their rows of A come from the last cache. */
    private static final int TILES_OF_BAND = 32;

    /** Of cached vectors in the time of one. */
    private static final double READS_PER_MULTIPLY_ADD = 2;

    private final DirectFamily direct = new DirectFamily();

    @Override
    public String id() {
        return "panel";
    }

    @Override
    public String description() {
        return "B packed into panels, blocks of C in native vectors without barriers, as CPUs want it";
    }

    @Override
    public boolean multiplies(DeviceLimits limits, Precision precision) {
        return !precision.isReduced() || limits.lanes().reduced().contains(precision);
    }

    @Override
    public List<Dimension> space(DeviceLimits limits, Precision precision) {
        if (precision.isReduced()) {
            return WordPanels.space(limits, precision);
        }
        int lanes = limits.lanes(precision);
        return List.of(
                lanes > 1 ? Dimension.of("LANES", lanes / 2, lanes) : Dimension.of("LANES", 1),
                Dimension.of("VECTORS", 1, 2, 3, 4),
                Dimension.of("TILE_M", 4, 6, 8, 10, 12, 14),
                Dimension.of("DEPTH", 128, 192, 256, 384, 512, 1024),
                Dimension.of("DOWN", 1, 2, 4, 8, 16, 32),
                Dimension.of("ACROSS", 1, 2, 4, 8),
                mayOwn(limits) == 1 ? Dimension.of("OWN", 0, 1) : Dimension.of("OWN", 0));
    }

    @Override
    public Optional<String> objection(DeviceLimits limits, Precision precision, Parameters parameters) {
        Optional<String> reduced =
                precision.isReduced() ? WordPanels.objection(precision, parameters) : Optional.empty();
        return ParameterChecks.objection(this, space(limits, precision), parameters)
                .or(() -> reduced)
                .or(() -> ParameterChecks.noVector(parameters, "LANES"))
                .or(() -> ParameterChecks.outside(parameters, "VECTORS", 1, 8))
                .or(() -> ParameterChecks.outside(parameters, "TILE_M", 1, 64 / parameters.get("VECTORS")))
                .or(() -> ParameterChecks.outside(parameters, "DEPTH", 1, 1 << 14))
                .or(() -> ParameterChecks.outside(parameters, "DOWN", 1, 1 << 10))
                .or(() -> ParameterChecks.outside(parameters, "ACROSS", 1, 1 << 10))
                .or(() -> precision.isReduced()
                        ? Optional.empty()
                        : ParameterChecks.outside(parameters, "OWN", 0, mayOwn(limits)));
    }

    @Override
    public Estimate outlook(DeviceLimits limits, Precision precision, Parameters parameters) {
        return precision.isReduced()
                ? WordPanels.outlook(limits, precision, parameters)
                : outlookOfVectors(limits, precision, parameters);
    }

    /** By registers, which hold the sums, and reads. */
    static Estimate outlookOfVectors(DeviceLimits limits, Precision precision, Parameters parameters) {
        int tileM = parameters.get("TILE_M");
        int vectors = parameters.get("VECTORS");
        double sums = tileM * vectors;
        double filled = Math.min(1.0, parameters.get("LANES") / (double) limits.lanes(precision));
        double share = sums / (sums + (tileM + vectors) / READS_PER_MULTIPLY_ADD);
        return VectorRegisters.of(limits, precision).estimate(tileM, vectors, filled * share);
    }

    @Override
    public List<List<String>> together() {
        return List.of(
                List.of("TILE_M", "VECTORS"),
                List.of("LANES", "VECTORS"),
                List.of("DOWN", "ACROSS"),
                List.of("TILE_M", "VECTORS", "DOWN"),
                List.of("DEPTH", "OWN"));
    }

    /** As many sums as there are registers: 6×4 of the 32 that come with 512 bits, 6×2 of 16 otherwise. */
    @Override
    public Parameters shipped(DeviceLimits limits, Precision precision) {
        if (precision.isReduced()) {
            return WordPanels.shipped(limits, precision);
        }
        int lanes = limits.lanes(precision);
        boolean wide = lanes * precision.bytes() >= 64;
        return Parameters.of(
                id(),
                Map.of(
                        "LANES", lanes,
                        "VECTORS", wide ? 4 : 2,
                        "TILE_M", 6,
                        "DEPTH", 1024,
                        "DOWN", 16,
                        "ACROSS", 1,
                        "OWN", mayOwn(limits)));
    }

    @Override
    public LaunchPlan plan(DeviceLimits limits, Precision precision, Shape shape, Parameters parameters) {
        if (precision.isReduced()) {
            return new WordPanels(shape, precision, parameters).plan(limits.computeUnits());
        }
        Panels panels = new Panels(shape, precision, parameters);
        if (!worthPacking(shape, panels)) {
            return direct.fit(limits, precision, shape);
        }
        return OwnPanels.plan(limits, precision, shape, parameters)
                .orElseGet(() ->
                        panels.fit(limits) ? panels.plan(limits.computeUnits()) : direct.fit(limits, precision, shape));
    }

    /** All of B packed first, without local memory. */
    @Override
    public Stream<Parameters> alternatives(DeviceLimits limits, Precision precision) {
        if (precision.isReduced()) {
            return WordPanels.alternatives(limits, precision);
        }
        return mayOwn(limits) == 1 ? Stream.of(shipped(limits, precision).with("OWN", 0)) : Stream.empty();
    }

    /** Besides a thin product those in one launch, and in two since k is too deep for that or the parameters forbid it. */
    @Override
    public List<Shape> testShapes(DeviceLimits limits, Precision precision, Parameters parameters) {
        int tileM = parameters.get("TILE_M");
        int tileN = parameters.get("LANES") * parameters.get("VECTORS");
        if (precision.isReduced()) {
            return WordPanels.testShapes(precision, parameters);
        }
        List<Shape> shapes = new ArrayList<>(List.of(new Shape(1, 67, 33)));
        if (parameters.get("OWN") == 1) {
            shapes.add(OwnPanels.smallest(limits, tileM, tileN));
        }
        int rows = Math.max(67, 2 * tileM + 1);
        int columns = Math.max(67, 2 * tileN + 3);
        shapes.add(new Shape(rows, columns, parameters.get("OWN") == 1 ? parameters.get("DEPTH") + 7 : 19));
        return shapes;
    }

    /** The largest value of OWN: 1 on CPUs, where local memory is that of the thread which runs a group. */
    private static int mayOwn(DeviceLimits limits) {
        return limits.kind() == Device.Kind.CPU ? 1 : 0;
    }

    /** Each packed element must be used often enough, and a register tile must not be mostly empty. */
    private static boolean worthPacking(Shape shape, Panels panels) {
        return shape.m() >= panels.tileM
                && shape.n() >= panels.tileN
                && (long) shape.m() * shape.n() >= OwnPanels.LEAST_ELEMENTS;
    }

    @Override
    public List<String> sources() {
        return List.of(id(), direct.id());
    }

    /** The parameters, with as few register tiles for a work-item as give all units groups enough, and the bands of these. */
    static Map<String, Integer> macros(Shape shape, Parameters parameters, int computeUnits) {
        int tileM = parameters.get("TILE_M");
        int tileN = parameters.get("LANES") * parameters.get("VECTORS");
        int down = parameters.get("DOWN");
        int across = parameters.get("ACROSS");
        while (down * across > 1
                && LaunchPlan.blocks(shape, down * tileM, across * tileN) < groupsWanted(down * across, computeUnits)) {
            if (across >= down) {
                across /= 2;
            } else {
                down /= 2;
            }
        }
        Map<String, Integer> macros = new LinkedHashMap<>(parameters.values());
        macros.put("DOWN", down);
        macros.put("ACROSS", across);
        macros.put("BAND", down > FEW_TILES ? Math.max(1, TILES_OF_BAND / down) : 1);
        macros.put("ROWS", ROWS);
        return macros;
    }

    private static long groupsWanted(int tiles, int computeUnits) {
        return (long) computeUnits * (tiles > FEW_TILES ? GROUPS_PER_UNIT : GROUPS_PER_UNIT / 2);
    }

    /** The layout of one product in two launches. */
    private static final class Panels {
        private final Shape shape;
        private final Precision precision;
        private final Parameters parameters;
        private final int tileM;
        private final int tileN;
        private final long panelsB;

        Panels(Shape shape, Precision precision, Parameters parameters) {
            this.shape = shape;
            this.precision = precision;
            this.parameters = parameters;
            this.tileM = parameters.get("TILE_M");
            this.tileN = parameters.get("LANES") * parameters.get("VECTORS");
            this.panelsB = LaunchPlan.ceilingDivide(shape.n(), tileN);
        }

        private long bytesB() {
            return panelsB * shape.k() * tileN * precision.bytes();
        }

        boolean fit(DeviceLimits limits) {
            return bytesB() <= limits.memory().allocationBytes()
                    && shape.bytes(precision) + bytesB() <= limits.memory().totalBytes();
        }

        LaunchPlan plan(int computeUnits) {
            Map<String, Integer> macros = macros(shape, parameters, computeUnits);
            int down = macros.get("DOWN");
            int across = macros.get("ACROSS");
            macros.put("OWN", 0);
            macros.put("PRECISION", precision.bytes() * Byte.SIZE);
            KernelCode code = KernelCode.of("panel", macros);
            Argument m = Argument.of(shape.m());
            Argument n = Argument.of(shape.n());
            Argument k = Argument.of(shape.k());
            Argument packedB = Argument.of(PACKED_B);
            return new LaunchPlan(
                    precision,
                    List.of(new Scratch(PACKED_B, bytesB())),
                    List.of(
                            new KernelLaunch(
                                    code,
                                    "pack_b",
                                    LaunchPlan.ceilingDivide(shape.k(), ROWS),
                                    1,
                                    0,
                                    List.of(n, k, Argument.of(LaunchPlan.B), packedB)),
                            new KernelLaunch(
                                    code,
                                    "panel",
                                    LaunchPlan.blocks(shape, down * tileM, across * tileN),
                                    1,
                                    0,
                                    List.of(m, n, k, Argument.of(LaunchPlan.A), packedB, Argument.of(LaunchPlan.C)))));
        }
    }
}
