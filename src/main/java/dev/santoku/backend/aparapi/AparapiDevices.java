package dev.santoku.backend.aparapi;

import com.aparapi.device.OpenCLDevice;
import com.aparapi.internal.opencl.OpenCLPlatform;
import com.aparapi.internal.util.OpenCLUtil;
import dev.santoku.backend.Availability;
import dev.santoku.backend.BrokenDrivers;
import dev.santoku.backend.Device;
import dev.santoku.matrix.Precision;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * The OpenCL devices that Aparapi finds.
 *
 * <p>It asks each platform, in the loader's order, for its CPUs, GPUs and accelerators, and leaves none out. That is
 * what {@code CL_DEVICE_TYPE_ALL} means, which excludes only custom devices without a compiler: counting here gives the
 * numbers that a plain enumeration gives.
 *
 * @param handles Aparapi's own objects, in the order of their numbers
 */
record AparapiDevices(Availability availability, Map<Device, OpenCLDevice> handles) {
    private static final String LOADER_CURE =
            "run scripts/setup.sh, which installs an OpenCL loader and PoCL on Debian and Ubuntu; a GPU needs its vendor's driver";

    /** Loads Aparapi's native library, and asks; never throws. */
    static AparapiDevices probe() {
        try {
            AparapiLog.quieten();
            String obstacle = NativeLibrary.obstacle();
            if (obstacle != null) {
                return none(
                        obstacle,
                        NativeLibrary.isSupported() ? LOADER_CURE : "use the jocl back end, or another machine");
            }
            Map<Device, OpenCLDevice> handles = enumerate();
            if (handles.isEmpty()) {
                return nothing();
            }
            return new AparapiDevices(new Availability.Available(List.copyOf(handles.keySet())), handles);
        } catch (RuntimeException | LinkageError | AssertionError e) {
            return none("Aparapi could not ask for devices: " + e, LOADER_CURE);
        }
    }

    private static AparapiDevices none(String reason, String cure) {
        return new AparapiDevices(new Availability.Unavailable(reason, cure), Map.of());
    }

    private static AparapiDevices nothing() {
        List<OpenCLPlatform> platforms = OpenCLUtil.getOpenCLPlatforms();
        Optional<Availability.Unavailable> known = platforms.isEmpty()
                ? BrokenDrivers.noPlatform()
                : platforms.stream()
                        .flatMap(platform ->
                                BrokenDrivers.obstacle(platform.getName().strip()).stream())
                        .findFirst();
        return known.map(trouble -> new AparapiDevices(trouble, Map.of()))
                .orElseGet(() -> none("the OpenCL loader knows no platform with a device", LOADER_CURE));
    }

    private static Map<Device, OpenCLDevice> enumerate() {
        Map<Device, OpenCLDevice> handles = new LinkedHashMap<>();
        for (OpenCLPlatform platform : OpenCLUtil.getOpenCLPlatforms()) {
            for (OpenCLDevice handle : platform.getOpenCLDevices()) {
                // Otherwise OpenCL works on the Java arrays in place: slow over a bus, and wrong once the collector
                // moved them.
                handle.setSharedMemory(false);
                if (Device.nonsense(handle.getMaxComputeUnits(), handle.getGlobalMemSize(), handle.getMaxMemAllocSize())
                        .isEmpty()) { // what jocl leaves out, and tells, would move all numbers behind it
                    handles.put(describe("cl" + handles.size(), platform, handle), handle);
                }
            }
        }
        return handles;
    }

    private static Device describe(String id, OpenCLPlatform platform, OpenCLDevice handle) {
        return new Device(
                id,
                kind(handle),
                Objects.requireNonNullElse(handle.getName(), ""),
                "opencl",
                platform.getName(),
                null, // Aparapi does not ask for the driver's version
                handle.getMaxComputeUnits(),
                handle.getGlobalMemSize(),
                handle.getMaxMemAllocSize(),
                DoubleProbe.isSupportedBy(handle) ? List.of(Precision.values()) : List.of(Precision.F32));
    }

    private static Device.Kind kind(OpenCLDevice handle) {
        return switch (handle.getType()) {
            case CPU -> Device.Kind.CPU;
            case GPU -> Device.Kind.GPU;
            default -> Device.Kind.ACCELERATOR;
        };
    }
}
