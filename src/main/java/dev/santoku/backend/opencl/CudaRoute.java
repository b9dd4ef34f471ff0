package dev.santoku.backend.opencl;

import dev.santoku.backend.Device;
import dev.santoku.backend.Multiplier;
import dev.santoku.backend.TuningKey;
import dev.santoku.backend.opencl.cuda.CudaDevice;
import dev.santoku.backend.opencl.cuda.CudaMultiplier;
import dev.santoku.backend.opencl.cuda.PtxIndex;
import dev.santoku.backend.opencl.family.Algorithm;
import dev.santoku.backend.opencl.handle.DeviceLimits;
import dev.santoku.matrix.Precision;

/** A device by CUDA's driver, with kernels compiled ahead. */
record CudaRoute(Device device, CudaDevice cudaDevice) implements Route {
    @Override
    public DeviceLimits limits() {
        return cudaDevice.limits();
    }

    @Override
    public TuningKey key(Precision precision) {
        return cudaDevice.key(device, precision);
    }

    @Override
    public String build() {
        return device.driver();
    }

    @Override
    public Multiplier open(DeviceLimits limits, Algorithm algorithm) {
        return new CudaMultiplier(device, cudaDevice, limits, algorithm, PtxIndex.load());
    }
}
