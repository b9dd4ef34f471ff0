package dev.santoku.backend.opencl.family;

import dev.santoku.backend.Estimate;
import dev.santoku.backend.opencl.handle.DeviceLimits;
import dev.santoku.matrix.Precision;
import dev.santoku.matrix.Shape;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * {@code panel.cl}: B packed into panels, register tiles of native vectors, no barrier: the form of the fastest products
 * on CPUs. A reduced precision is packed into words where the processor has instructions for these.
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

    private final PanelForm vectors = new VectorPanels();
    private final PanelForm words = new WordPanels();

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

    private PanelForm form(Precision precision) {
        return precision.isReduced() ? words : vectors;
    }

    @Override
    public List<Dimension> space(DeviceLimits limits, Precision precision) {
        return form(precision).space(limits, precision);
    }

    @Override
    public Optional<String> objection(DeviceLimits limits, Precision precision, Parameters parameters) {
        return ParameterChecks.objection(this, space(limits, precision), parameters)
                .or(() -> ParameterChecks.noVector(parameters, "LANES"))
                .or(() -> ParameterChecks.outside(parameters, "VECTORS", 1, 8))
                .or(() -> ParameterChecks.outside(parameters, "TILE_M", 1, 64 / parameters.get("VECTORS")))
                .or(() -> ParameterChecks.outside(parameters, "DEPTH", 1, 1 << 14))
                .or(() -> ParameterChecks.outside(parameters, "DOWN", 1, 1 << 10))
                .or(() -> ParameterChecks.outside(parameters, "ACROSS", 1, 1 << 10))
                .or(() -> form(precision).objection(limits, precision, parameters));
    }

    @Override
    public Estimate outlook(DeviceLimits limits, Precision precision, Parameters parameters) {
        return form(precision).outlook(limits, precision, parameters);
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

    @Override
    public Parameters shipped(DeviceLimits limits, Precision precision) {
        return form(precision).shipped(limits, precision);
    }

    @Override
    public LaunchPlan plan(DeviceLimits limits, Precision precision, Shape shape, Parameters parameters) {
        return form(precision).plan(limits, precision, shape, parameters);
    }

    @Override
    public Stream<Parameters> alternatives(DeviceLimits limits, Precision precision) {
        return form(precision).alternatives(limits, precision);
    }

    @Override
    public List<Shape> testShapes(DeviceLimits limits, Precision precision, Parameters parameters) {
        return form(precision).testShapes(limits, precision, parameters);
    }

    @Override
    public List<String> sources() {
        return List.of(id(), "direct");
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
}
