package dev.santoku.backend.opencl.family;

import dev.santoku.backend.Estimate;
import dev.santoku.backend.opencl.handle.DeviceLimits;
import dev.santoku.matrix.Precision;
import dev.santoku.matrix.Shape;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** A form of {@code panel.cl}, for some precisions; each method is as {@link KernelFamily} has it. */
interface PanelForm {
    List<Dimension> space(DeviceLimits limits, Precision precision);

    /** Why not, if not, beyond what every family and every form objects to. */
    Optional<String> objection(DeviceLimits limits, Precision precision, Parameters parameters);

    Estimate outlook(DeviceLimits limits, Precision precision, Parameters parameters);

    Parameters shipped(DeviceLimits limits, Precision precision);

    LaunchPlan plan(DeviceLimits limits, Precision precision, Shape shape, Parameters parameters);

    Stream<Parameters> alternatives(DeviceLimits limits, Precision precision);

    List<Shape> testShapes(DeviceLimits limits, Precision precision, Parameters parameters);
}
