package dev.santoku.backend.opencl;

import dev.santoku.backend.BackendException;
import dev.santoku.backend.Multiplier;
import dev.santoku.backend.TuningKey;
import dev.santoku.backend.opencl.family.Algorithm;
import dev.santoku.backend.opencl.handle.DeviceLimits;
import dev.santoku.matrix.Precision;

/** One device by one driver: all that the back end needs of it, through OpenCL or CUDA alike. */
interface Route {
    /** What the fitting of kernels asks for. */
    DeviceLimits limits();

    /** What parameters are found for. */
    TuningKey key(Precision precision);

    /** What else than the driver's version a self-test holds for. */
    String build();

    /**
     * Opens the device.
     *
     * @throws BackendException when the driver refuses
     */
    Multiplier open(DeviceLimits limits, Algorithm algorithm);
}
