package dev.santoku.backend.opencl;

import dev.santoku.backend.Device;
import dev.santoku.backend.Multiplier;
import dev.santoku.backend.TuningKey;
import dev.santoku.backend.opencl.family.Algorithm;
import dev.santoku.backend.opencl.handle.DeviceLimits;
import dev.santoku.backend.opencl.handle.OpenClDevice;
import dev.santoku.matrix.Precision;

/** A device by its OpenCL driver, which compiles kernels. */
record OpenClRoute(Device device, OpenClDevice openClDevice) implements Route {
    @Override
    public DeviceLimits limits() {
        return openClDevice.limits();
    }

    @Override
    public TuningKey key(Precision precision) {
        return openClDevice.key(device, precision);
    }

    /** {@inheritDoc} PoCL's compiler, for one, is no part of its driver's version. */
    @Override
    public String build() {
        return openClDevice.platformVersion();
    }

    @Override
    public Multiplier open(DeviceLimits limits, Algorithm algorithm) {
        return new JoclMultiplier(device, openClDevice, limits, algorithm);
    }
}
