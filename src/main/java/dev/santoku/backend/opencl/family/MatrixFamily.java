package dev.santoku.backend.opencl.family;

import dev.santoku.backend.Estimate;
import dev.santoku.backend.UnsupportedProductException;
import dev.santoku.backend.opencl.handle.DeviceLimits;
import dev.santoku.matrix.Precision;
import dev.santoku.matrix.Shape;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * {@code matrix.cl} in f64 and {@code packed.cl} in reduced formats: tiles in local memory, multiplied by a GPU's matrix
 * instruction. In precisions for which a GPU with such instructions has none, {@link WarpFamily} serves. Thin products in f64 go
 * to {@code direct.cl}; those of a reduced format do not, which would compute them in other arithmetic.
 */
public final class MatrixFamily implements KernelFamily {
    /** Rows or columns of C below which most of an instruction would be wasted. */
    private static final int THIN = 8;

    private static final int MOST_REGISTERS_OF_SUMS = 128;

    private final DirectFamily direct = new DirectFamily();
    private final WarpFamily warp = new WarpFamily();

    @Override
    public String id() {
        return "matrix";
    }

    @Override
    public String description() {
        return "tiles in local memory, multiplied by a GPU's matrix instructions where it has some for the precision";
    }

    /** Whether a device has an instruction for any precision. */
    public static boolean serves(DeviceLimits limits) {
        return Arrays.stream(Precision.values())
                .anyMatch(precision ->
                        !MatrixInstruction.of(limits.architecture(), precision).isEmpty());
    }

    /**
     * What multiplies which precision on a device that has an instruction for any, to follow its name.
     *
     * @param full those without a reduced format that it computes in
     */
    public static Optional<String> inWords(DeviceLimits limits, List<Precision> full) {
        Map<Boolean, List<Precision>> byInstruction = Arrays.stream(Precision.values())
                .filter(precision -> precision.isReduced() || full.contains(precision))
                .collect(Collectors.partitioningBy(precision ->
                        !MatrixInstruction.of(limits.architecture(), precision).isEmpty()));
        List<Precision> others = byInstruction.get(false);
        return byInstruction.get(true).isEmpty()
                ? Optional.empty()
                : Optional.of(" multiplies %s by matrix instructions; %s by warp%s"
                        .formatted(
                                labels(byInstruction.get(true)),
                                labels(others),
                                others.stream().anyMatch(Precision::isReduced)
                                        ? " (reduced formats: rounded inputs, f32 arithmetic)"
                                        : ""));
    }

    private static String labels(List<Precision> precisions) {
        return precisions.stream().map(Precision::label).collect(Collectors.joining(", "));
    }

    @Override
    public KernelFamily serving(DeviceLimits limits, Precision precision) {
        return serves(limits) && !multiplies(limits, precision) ? warp : this;
    }

    @Override
    public boolean multiplies(DeviceLimits limits, Precision precision) {
        return !MatrixInstruction.of(limits.architecture(), precision).isEmpty();
    }

    @Override
    public List<Dimension> space(DeviceLimits limits, Precision precision) {
        return MatrixDefaults.space(instructions(limits, precision));
    }

    private static List<MatrixInstruction> instructions(DeviceLimits limits, Precision precision) {
        List<MatrixInstruction> instructions = MatrixInstruction.of(limits.architecture(), precision);
        if (instructions.isEmpty()) {
            throw new UnsupportedProductException("no matrix instruction for %s is known of this device%s: choose warp"
                    .formatted(
                            precision,
                            limits.architecture().name().isEmpty()
                                    ? ""
                                    : ", " + limits.architecture().name()));
        }
        return instructions;
    }

    @Override
    public Optional<String> objection(DeviceLimits limits, Precision precision, Parameters parameters) {
        if (!multiplies(limits, precision)) {
            return Optional.of("matrix has no instruction for %s there".formatted(precision));
        }
        return ParameterChecks.objection(this, space(limits, precision), parameters)
                .or(() -> objectionTo(
                        parameters,
                        MatrixInstruction.of(limits.architecture(), precision).stream()
                                .filter(each -> each.number() == parameters.get("INSTRUCTION"))
                                .findFirst()))
                .or(() -> tile(parameters).unfit(limits, precision))
                .or(() -> ParameterChecks.notKept(this, limits, precision, parameters));
    }

    private static Optional<String> objectionTo(Parameters parameters, Optional<MatrixInstruction> known) {
        if (known.isEmpty()) {
            return Optional.of("%s: that device has no such instruction".formatted(parameters));
        }
        MatrixInstruction instruction = known.get();
        return ParameterChecks.outside(parameters, "NATIVE", 0, 1)
                .or(() -> ParameterChecks.outside(parameters, "WARPS_M", 1, 32))
                .or(() -> ParameterChecks.outside(parameters, "WARPS_N", 1, 32))
                .or(() -> multipleWithin(parameters, "WARP_M", instruction.m(), 128))
                .or(() -> multipleWithin(parameters, "WARP_N", instruction.n(), 128))
                .or(() -> tooManySums(parameters, instruction))
                .or(() -> ParameterChecks.outside(parameters, "BAND", 1, 1 << 10))
                .or(() -> instruction.isPacked()
                        ? objectionToPacked(parameters, instruction)
                        : objectionToPlain(parameters, instruction));
    }

    private static Optional<String> objectionToPlain(Parameters parameters, MatrixInstruction instruction) {
        return multipleWithin(parameters, "BLOCK_K", instruction.k(), 128)
                .or(() -> ParameterChecks.noVector(parameters, "LOAD"))
                .or(() -> ParameterChecks.outside(parameters, "LOAD", 1, 4))
                .or(() -> ParameterChecks.outside(parameters, "PAD_A", 0, 64))
                .or(() -> ParameterChecks.outside(parameters, "PAD_B", 0, 64))
                .or(() -> ParameterChecks.noMultiple(parameters, "PAD_A", "LOAD"))
                .or(() -> ParameterChecks.noMultiple(parameters, "PAD_B", "LOAD"));
    }

    private static Optional<String> objectionToPacked(Parameters parameters, MatrixInstruction instruction) {
        return multipleWithin(parameters, "UNITS", instruction.k() / instruction.unit(), 32)
                .or(() -> ParameterChecks.outside(parameters, "STAGES", 2, instruction.isCopiedTo() ? 4 : 2));
    }

    private static Optional<String> multipleWithin(Parameters parameters, String name, int of, int most) {
        return ParameterChecks.outside(parameters, name, of, most)
                .or(() -> parameters.get(name) % of == 0
                        ? Optional.empty()
                        : Optional.of("%s: %s must be a multiple of %d".formatted(parameters, name, of)));
    }

    private static Optional<String> tooManySums(Parameters parameters, MatrixInstruction instruction) {
        int registers = parameters.get("WARP_M")
                * parameters.get("WARP_N")
                / instruction.warp()
                * (instruction.precision().bytes() / Float.BYTES);
        return registers > MOST_REGISTERS_OF_SUMS
                ? Optional.of("%s: %d registers of sums, more than %d"
                        .formatted(parameters, registers, MOST_REGISTERS_OF_SUMS))
                : Optional.empty();
    }

    @Override
    public Estimate outlook(DeviceLimits limits, Precision precision, Parameters parameters) {
        return tile(parameters).footprint(precision).estimate(limits);
    }

    @Override
    public List<List<String>> together() {
        return List.of(
                List.of("INSTRUCTION", "WARP_M", "WARP_N"),
                List.of("WARP_M", "WARPS_M"),
                List.of("WARP_N", "WARPS_N"),
                List.of("WARP_M", "WARP_N"),
                List.of("WARPS_M", "WARPS_N"),
                List.of("BLOCK_K", "WARP_M", "WARPS_M"),
                List.of("PAD_A", "PAD_B"),
                List.of("STAGES", "UNITS"));
    }

    private static MatrixTile tile(Parameters parameters) {
        return new MatrixTile(
                MatrixInstruction.find(parameters.get("INSTRUCTION")).orElseThrow(), parameters);
    }

    /** By what compilers make of the kernel; shrunk until the device allows it. */
    @Override
    public Parameters shipped(DeviceLimits limits, Precision precision) {
        return shipped(limits, precision, instructions(limits, precision).get(0));
    }

    private static Parameters shipped(DeviceLimits limits, Precision precision, MatrixInstruction instruction) {
        Parameters wanted = MatrixDefaults.of(instruction);
        return tile(wanted)
                .within(limits, precision)
                .map(MatrixTile::parameters)
                .orElse(wanted);
    }

    /**
     * {@inheritDoc} An older instruction, which an old driver may know; and where tiles are copied while others are multiplied, one
     * tile more on its way, in local memory beyond what each kernel may have.
     */
    @Override
    public Stream<Parameters> alternatives(DeviceLimits limits, Precision precision) {
        List<MatrixInstruction> known = instructions(limits, precision);
        Stream<Parameters> deeper = Stream.of(known.get(0))
                .filter(MatrixInstruction::isCopiedTo)
                .map(instruction -> MatrixDefaults.of(instruction).with("STAGES", 4))
                .filter(parameters -> tile(parameters).localBytes(precision)
                        <= limits.memory().localBytes());
        return Stream.concat(
                known.stream().skip(1).map(instruction -> shipped(limits, precision, instruction)), deeper);
    }

    @Override
    public boolean isKeptAhead() {
        return true;
    }

    @Override
    public boolean isAnalysed(DeviceLimits limits) {
        return true;
    }

    /** One more, so deep that all stages of its tiles are in use. */
    @Override
    public List<Shape> testShapes(DeviceLimits limits, Precision precision, Parameters parameters) {
        Shape deep = new Shape(67, 69, 5 * tile(parameters).blockK() + 3);
        List<Shape> shapes = limits.compiles()
                ? KernelFamily.super.testShapes(limits, precision, parameters)
                : tile(parameters).shapesAhead(limits.computeUnits());
        return Stream.concat(shapes.stream(), Stream.of(deep)).toList();
    }

    @Override
    public LaunchPlan plan(DeviceLimits limits, Precision precision, Shape shape, Parameters parameters) {
        if (!limits.compiles()) {
            MatrixTile kept = tile(parameters).keptAhead(shape, limits.computeUnits());
            return plan(limits, precision, shape, parameters, kept);
        }
        boolean isThin = Math.min(shape.m(), shape.n()) < THIN;
        Optional<MatrixTile> fitting = tile(parameters).within(limits, precision);
        if (!precision.isReduced() && (isThin || fitting.isEmpty())) {
            return direct.fit(limits, precision, shape);
        }
        MatrixTile tile = fitting.orElseThrow(
                        () -> new UnsupportedProductException("%s has no room on this device".formatted(parameters)))
                .noLargerThan(shape)
                .enoughFor(shape, limits.computeUnits());
        return plan(limits, precision, shape, parameters, tile);
    }

    private LaunchPlan plan(
            DeviceLimits limits, Precision precision, Shape shape, Parameters parameters, MatrixTile tile) {
        if (tile.instruction().isPacked()) {
            return new PackedMatrix(limits, precision, shape, tile(parameters), tile).plan();
        }
        SplitK slices = SplitK.of(limits, precision, shape, tile.blocks(shape), tile.blockK());
        KernelLaunch multiply = new KernelLaunch(
                KernelCode.of(id(), tile.macros(precision, shape)),
                id(),
                tile.blocks(shape) * slices.count(),
                tile.groupItems(),
                tile.localBytes(precision),
                slices.arguments(shape));
        return slices.plan(precision, shape, multiply, tile.instruction().warp());
    }

    @Override
    public List<String> sources() {
        return List.of(id(), PackedMatrix.FILE, direct.id());
    }
}
