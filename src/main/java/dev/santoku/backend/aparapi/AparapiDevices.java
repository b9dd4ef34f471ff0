package dev.santoku.backend.aparapi;

import com.aparapi.device.OpenCLDevice;
import com.aparapi.internal.opencl.OpenCLPlatform;
import com.aparapi.internal.util.OpenCLUtil;
import dev.santoku.backend.Availability;
import dev.santoku.backend.Backends;
import dev.santoku.backend.Device;
import dev.santoku.backend.Identified;
import dev.santoku.diagnosis.BrokenDrivers;
import dev.santoku.diagnosis.Postmortem;
import dev.santoku.matrix.Precision;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The OpenCL devices that Aparapi finds.
 *
 * <p>They are called as {@code jocl} calls them: the driver's handle, which both see in this process, tells which is which.
 * Those that {@code jocl} leaves out come after its own.
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
                        NativeLibrary.isSupported() ? cure(obstacle) : "use the jocl back end, or another machine");
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

    private static String cure(String obstacle) {
        return obstacle.contains("libOpenCL")
                ? LOADER_CURE
                : Postmortem.ofMessage("Aparapi", obstacle).cure().orElse(LOADER_CURE);
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
                                BrokenDrivers.noDevice(platform.getName().strip()).stream())
                        .findFirst();
        return known.map(trouble -> new AparapiDevices(trouble, Map.of()))
                .orElseGet(() -> none("the OpenCL loader knows no platform with a device", LOADER_CURE));
    }

    private static Map<Device, OpenCLDevice> enumerate() {
        Map<Long, OpenCLDevice> found = new LinkedHashMap<>();
        Map<Long, OpenCLPlatform> platforms = new HashMap<>();
        for (OpenCLPlatform platform : OpenCLUtil.getOpenCLPlatforms()) {
            for (OpenCLDevice handle : platform.getOpenCLDevices()) {
                // Otherwise OpenCL works on the Java arrays in place: slow over a bus, and wrong once the collector
                // moved them.
                handle.setSharedMemory(false);
                if (Device.nonsense(handle.getMaxComputeUnits(), handle.getGlobalMemSize(), handle.getMaxMemAllocSize())
                        .isEmpty()) { // jocl leaves these out, too, and says so
                    found.put(handle.getDeviceId(), handle);
                    platforms.put(handle.getDeviceId(), platform);
                }
            }
        }
        Map<Device, OpenCLDevice> handles = new LinkedHashMap<>();
        numbers(found.keySet(), knownToJocl())
                .forEach((number, id) ->
                        handles.put(describe("cl" + number, platforms.get(id), found.get(id)), found.get(id)));
        return handles;
    }

    private static Map<Long, Device> knownToJocl() {
        return Backends.byId("jocl")
                .filter(Identified.class::isInstance)
                .map(jocl -> ((Identified) jocl).byHandle())
                .orElse(Map.of());
    }

    /**
     * Handles by the number of their device, in ascending order.
     *
     * @param handles as Aparapi finds them
     * @param known devices with a name of their own, {@code cl0} and so on
     */
    static SortedMap<Integer, Long> numbers(Collection<Long> handles, Map<Long, Device> known) {
        SortedMap<Integer, Long> numbers = new TreeMap<>();
        int next = known.size();
        for (long handle : handles) {
            Device device = known.get(handle);
            numbers.put(device == null ? next++ : Integer.parseInt(device.id().substring(2)), handle);
        }
        return numbers;
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
                DoubleProbe.isSupportedBy(handle) ? Precision.full() : List.of(Precision.F32));
    }

    private static Device.Kind kind(OpenCLDevice handle) {
        return switch (handle.getType()) {
            case CPU -> Device.Kind.CPU;
            case GPU -> Device.Kind.GPU;
            default -> Device.Kind.ACCELERATOR;
        };
    }
}
