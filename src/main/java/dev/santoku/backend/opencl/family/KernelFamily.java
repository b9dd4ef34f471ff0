package dev.santoku.backend.opencl.family;

import dev.santoku.backend.Estimate;
import dev.santoku.backend.UnsupportedProductException;
import dev.santoku.backend.opencl.handle.DeviceLimits;
import dev.santoku.backend.opencl.handle.KernelSource;
import dev.santoku.matrix.Precision;
import dev.santoku.matrix.Shape;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Kernels of one form, whose speed on a device depends on parameters: the seam between kernels and tuner. All methods
 * are pure functions, so that no device is needed to explore a space.
 */
public interface KernelFamily extends Algorithm {
    /** Its name, and that of its variant: {@code tiled}, {@code panel} … */
    String id();

    /** One line that tells a user what its kernels do. */
    String description();

    /** What can be varied on such a device, and the values worth trying. Not every combination is allowed. */
    List<Dimension> space(DeviceLimits limits, Precision precision);

    /**
     * Why a large product cannot be computed with these parameters on such a device; empty when it can. A name that is
     * missing or unknown, and a value that never makes sense, is an objection too, so that what was read from a file
     * can be asked for.
     */
    Optional<String> objection(DeviceLimits limits, Precision precision, Parameters parameters);

    /**
     * What is to be expected of parameters on such a device before they are compiled: those with an objection, or whose sums
     * are sure to be kept in memory, are hopeless.
     */
    default Estimate estimate(DeviceLimits limits, Precision precision, Parameters parameters) {
        return objection(limits, precision, parameters)
                .map(Estimate::hopeless)
                .orElseGet(() -> outlook(limits, precision, parameters));
    }

    /** The same, with what tells apart how products of some sizes are computed: many parameters make no difference to some. */
    default Estimate estimate(DeviceLimits limits, Precision precision, List<Shape> sizes, Parameters parameters) {
        Estimate estimate = estimate(limits, precision, parameters);
        if (!estimate.worthTrying()) {
            return estimate;
        }
        try {
            return estimate.with(sizes.stream()
                    .map(size -> plan(limits, precision, size, parameters).toString())
                    .map(plan -> Integer.toHexString(plan.hashCode()))
                    .collect(Collectors.joining(" ")));
        } catch (UnsupportedProductException e) {
            return Estimate.hopeless(e.getMessage());
        }
    }

    /** The same of parameters without objection. */
    default Estimate outlook(DeviceLimits limits, Precision precision, Parameters parameters) {
        return Estimate.UNKNOWN;
    }

    /** Names of dimensions that a search should change at once, too. */
    default List<List<String>> together() {
        return List.of();
    }

    /** The parameters for a device of which nothing is known but its limits; allowed wherever any are. */
    Parameters shipped(DeviceLimits limits, Precision precision);

    /** Whether {@link #shipped} was chosen by what its vendor's compiler makes of the kernels, though never measured. */
    default boolean isAnalysed(DeviceLimits limits) {
        return false;
    }

    /**
     * The launches that compute one product, whatever its shape: where it is too small, too thin or too odd for the
     * parameters, they are adapted or another kernel takes their place.
     *
     * @param parameters without objection
     * @throws UnsupportedProductException when the limits allow no plan at all
     */
    LaunchPlan plan(DeviceLimits limits, Precision precision, Shape shape, Parameters parameters);

    /** Whether such a device can compute with its parameters at all. */
    default boolean canRun(DeviceLimits limits, Precision precision) {
        if (!limits.compiles() && !isKeptAhead()) {
            return false;
        }
        try {
            return objection(limits, precision, shipped(limits, precision)).isEmpty();
        } catch (UnsupportedProductException e) {
            return false;
        }
    }

    /**
     * Whether its kernels are kept as compiled ahead, with the parameters of {@link #shipped} and {@link #alternatives}, for
     * devices without a compiler. What a plan for such a device asks for is listed in {@code kernels/ptx/index.csv}.
     */
    default boolean isKeptAhead() {
        return false;
    }

    /** The family that computes products of a precision in this one's name: another where this one leaves them to it. */
    default KernelFamily serving(DeviceLimits limits, Precision precision) {
        return this;
    }

    /** What takes the place of {@link #shipped} where that computes wrong products, the first one first. */
    default Stream<Parameters> alternatives(DeviceLimits limits, Precision precision) {
        return Stream.empty();
    }

    /**
     * Small shapes at which products show whether a compiler is right about these parameters: thin ones, odd ones, and one
     * with whole tiles and edges of all kinds; from small to large.
     */
    default List<Shape> testShapes(DeviceLimits limits, Precision precision, Parameters parameters) {
        return List.of(new Shape(1, 67, 33), new Shape(35, 67, 19), new Shape(259, 261, 37));
    }

    /** Whether a tuner should spend time on it; the simplest is there to be compared with. */
    default boolean worthTuning() {
        return true;
    }

    /** The names of the files in {@code kernels/} that a plan of this family may compile, without their ending. */
    List<String> sources();

    /** SHA-256 over the files that a plan may compile, in hexadecimal: tuned parameters hold for these files alone. */
    default String sourceDigest() {
        return KernelSource.digest(sources());
    }

    @Override
    default LaunchPlan fit(DeviceLimits limits, Precision precision, Shape shape) {
        return plan(limits, precision, shape, shipped(limits, precision));
    }

    /** An algorithm that uses these parameters in every product of their precision. */
    default Algorithm with(Parameters parameters) {
        return new Algorithm() {
            @Override
            public LaunchPlan fit(DeviceLimits limits, Precision precision, Shape shape) {
                return plan(limits, precision, shape, parameters);
            }

            @Override
            public boolean multiplies(DeviceLimits limits, Precision precision) {
                return KernelFamily.this.multiplies(limits, precision);
            }
        };
    }
}
