package dev.santoku.backend.opencl.family;

import dev.santoku.backend.Device;
import dev.santoku.backend.Estimate;
import dev.santoku.backend.opencl.handle.DeviceLimits;
import dev.santoku.matrix.Precision;
import dev.santoku.matrix.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Products of full precisions, by vectors of their elements. Where k is small enough, each work-group packs its own panel
 * ({@link OwnPanels}), elsewhere all of B is packed first. Where packing costs more than it saves, {@code direct.cl} takes its
 * place.
 */
final class VectorPanels implements PanelForm {
    /** Of cached vectors in the time of one. */
    private static final double READS_PER_MULTIPLY_ADD = 2;

    private final DirectFamily direct = new DirectFamily();

    @Override
    public List<Dimension> space(DeviceLimits limits, Precision precision) {
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
        return ParameterChecks.outside(parameters, "OWN", 0, mayOwn(limits));
    }

    @Override
    public Estimate outlook(DeviceLimits limits, Precision precision, Parameters parameters) {
        return outlookOfVectors(limits, precision, parameters);
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

    /** As many sums as there are registers: 6×4 of the 32 that come with 512 bits, 6×2 of 16 otherwise. */
    @Override
    public Parameters shipped(DeviceLimits limits, Precision precision) {
        int lanes = limits.lanes(precision);
        boolean wide = lanes * precision.bytes() >= 64;
        return Parameters.of(
                "panel",
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
        return mayOwn(limits) == 1 ? Stream.of(shipped(limits, precision).with("OWN", 0)) : Stream.empty();
    }

    /** Besides a thin product those in one launch, and in two since k is too deep for that or the parameters forbid it. */
    @Override
    public List<Shape> testShapes(DeviceLimits limits, Precision precision, Parameters parameters) {
        int tileM = parameters.get("TILE_M");
        int tileN = parameters.get("LANES") * parameters.get("VECTORS");
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
            Map<String, Integer> macros = PanelFamily.macros(shape, parameters, computeUnits);
            int down = macros.get("DOWN");
            int across = macros.get("ACROSS");
            macros.put("OWN", 0);
            macros.put("PRECISION", precision.bytes() * Byte.SIZE);
            KernelCode code = KernelCode.of("panel", macros);
            Argument m = Argument.of(shape.m());
            Argument n = Argument.of(shape.n());
            Argument k = Argument.of(shape.k());
            Argument packedB = Argument.of(PanelFamily.PACKED_B);
            return new LaunchPlan(
                    precision,
                    List.of(new Scratch(PanelFamily.PACKED_B, bytesB())),
                    List.of(
                            new KernelLaunch(
                                    code,
                                    "pack_b",
                                    LaunchPlan.ceilingDivide(shape.k(), PanelFamily.ROWS),
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
