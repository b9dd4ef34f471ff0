package dev.santoku.backend.opencl.family;

import dev.santoku.backend.opencl.handle.DeviceLimits;
import dev.santoku.matrix.Precision;
import dev.santoku.matrix.Shape;

/** Fits a kernel's parameters to a device and a shape: what tells one variant from another. */
public interface Algorithm {
    /**
     * Parameters that respect the limits.
     *
     * @throws dev.santoku.backend.UnsupportedProductException when none do
     */
    LaunchPlan fit(DeviceLimits limits, Precision precision, Shape shape);

    /** Whether it multiplies elements of that format as they are; those of a reduced format may have to be computed in f32. */
    default boolean multiplies(DeviceLimits limits, Precision precision) {
        return !precision.isReduced();
    }

    /** The launches for a batch, or for one product: those of a product on its share of the device, each for all of them. */
    default LaunchPlan fitBatch(DeviceLimits limits, Precision precision, Shape shape) {
        return fit(limits.sharedBy(shape.batch()), precision, shape.single()).inBatch(shape.batch());
    }
}
