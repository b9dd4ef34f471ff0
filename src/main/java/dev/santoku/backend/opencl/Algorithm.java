package dev.santoku.backend.opencl;

import dev.santoku.matrix.Precision;
import dev.santoku.matrix.Shape;

/** Fits a kernel's parameters to a device and a shape: what tells one variant from another. */
interface Algorithm {
    /**
     * Parameters that respect the limits.
     *
     * @throws dev.santoku.backend.UnsupportedProductException when none do
     */
    Plan fit(Limits limits, Precision precision, Shape shape);
}
