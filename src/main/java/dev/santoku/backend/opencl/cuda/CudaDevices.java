package dev.santoku.backend.opencl.cuda;

import com.sun.jna.ptr.IntByReference;
import dev.santoku.backend.Device;
import java.lang.System.Logger;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** The devices that CUDA's driver offers, asked once. A machine without the driver has none, and so has one that it fails on. */
public final class CudaDevices {
    private static final Logger LOG = System.getLogger(CudaDevices.class.getName());

    private final Map<Device, CudaDevice> found;

    private CudaDevices(Map<Device, CudaDevice> found) {
        this.found = Collections.unmodifiableMap(found);
    }

    /** Asks the driver. Never throws. */
    public static CudaDevices find() {
        return find(Cuda::load);
    }

    /** The same of another driver. */
    static CudaDevices find(Supplier<Optional<Cuda>> driver) {
        Map<Device, CudaDevice> found = new LinkedHashMap<>();
        try {
            driver.get().ifPresent(cuda -> collect(cuda, found));
        } catch (CudaException e) {
            LOG.log(
                    e.status() == CudaException.NO_DEVICE ? Logger.Level.DEBUG : Logger.Level.WARNING,
                    "CUDA's devices are left out: " + e.getMessage());
        }
        return new CudaDevices(found);
    }

    private static void collect(Cuda cuda, Map<Device, CudaDevice> found) {
        cuda.check(cuda.driver().cuInit(0), "cuInit");
        IntByReference count = new IntByReference();
        cuda.check(cuda.driver().cuDeviceGetCount(count), "cuDeviceGetCount");
        for (int number = 0; number < count.getValue(); number++) {
            CudaDevice device = CudaDevice.of(cuda, number);
            Optional<String> nonsense = device.nonsense();
            if (nonsense.isPresent()) {
                LOG.log(Logger.Level.WARNING, "left out: CUDA: %s %s".formatted(device.name(), nonsense.get()));
            } else {
                found.put(device.describe(), device);
            }
        }
    }

    /** By their descriptions, in the driver's order. */
    public Map<Device, CudaDevice> all() {
        return found;
    }
}
