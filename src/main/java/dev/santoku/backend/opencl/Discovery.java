package dev.santoku.backend.opencl;

import dev.santoku.backend.Availability;
import dev.santoku.backend.BackendException;
import dev.santoku.backend.Device;
import dev.santoku.backend.Piece;
import dev.santoku.backend.opencl.family.KernelFamilies;
import dev.santoku.backend.opencl.family.MatrixFamily;
import dev.santoku.backend.opencl.handle.DeviceLimits;
import dev.santoku.backend.opencl.handle.OpenClDevice;
import dev.santoku.backend.opencl.handle.OpenClErrors;
import dev.santoku.backend.opencl.handle.SubDevices;
import dev.santoku.diagnosis.BrokenDrivers;
import java.lang.System.Logger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jocl.CL;
import org.jocl.cl_device_id;
import org.jocl.cl_platform_id;

/** The devices that the OpenCL loader offers, asked once, and what answers there were instead. */
public final class Discovery {
    /** OpenCL's own number, of 32 bits: Mesa's rusticl refuses JOCL's, which is −1 and has 64. */
    static final long ALL_TYPES = 0xFFFFFFFFL;

    private static final Availability.Unavailable NO_MATRIX = new Availability.Unavailable(
            "no device here has matrix instructions that Santoku knows", "choose another variant, such as jocl:warp");

    private static final Logger LOG = System.getLogger(Discovery.class.getName());

    private final Availability availability;
    private final Availability availabilityOfFamilies;
    private final Map<Device, OpenClDevice> devices;
    private final Map<Piece, OpenClDevice> pieces = new ConcurrentHashMap<>();

    private Discovery(Map<Device, OpenClDevice> devices) {
        availability = new Availability.Available(List.copyOf(devices.keySet()));
        availabilityOfFamilies = ofFamilies(devices);
        this.devices = devices;
    }

    private Discovery(Availability.Unavailable why) {
        availability = why;
        availabilityOfFamilies = why;
        devices = Map.of();
    }

    /** Asks every platform for its devices, in the loader's order. Never throws: what goes wrong becomes the answer. */
    public static Discovery run() {
        Map<Device, OpenClDevice> found = new LinkedHashMap<>();
        List<String> troubles = new ArrayList<>();
        Optional<Availability.Unavailable> known = Optional.empty();
        try {
            CL.setExceptionsEnabled(true);
            for (cl_platform_id platform : platforms()) {
                String name = collect(platform, found, troubles);
                known = known.or(() -> BrokenDrivers.noDevice(name));
            }
        } catch (RuntimeException | LinkageError e) {
            Availability.Unavailable why =
                    OpenClErrors.of(e, System.getProperty("os.name"), System.getProperty("os.arch"));
            return new Discovery(
                    OpenClErrors.isNoPlatform(e) ? BrokenDrivers.noPlatform().orElse(why) : why);
        }
        if (found.isEmpty()) {
            return new Discovery(OpenClErrors.noDevice(troubles, known));
        }
        troubles.forEach(trouble -> LOG.log(Logger.Level.WARNING, "left out: " + trouble));
        return new Discovery(found);
    }

    private static Availability ofFamilies(Map<Device, OpenClDevice> found) {
        Map<String, String> variants = new LinkedHashMap<>();
        Map<String, String> notes = new LinkedHashMap<>();
        found.forEach((device, handle) -> limits(handle).ifPresent(limits -> {
            variants.put(device.id(), KernelFamilies.fastest(limits).id());
            MatrixFamily.inWords(limits, device.precisions())
                    .ifPresent(words -> notes.put(device.id(), device.id() + words));
        }));
        return new Availability.Available(
                List.copyOf(found.keySet()), notes.isEmpty() ? Map.of("matrix", NO_MATRIX) : Map.of(), variants, notes);
    }

    /** Empty where a driver fails to tell them, which whoever opens the device will hear. */
    private static Optional<DeviceLimits> limits(OpenClDevice device) {
        try {
            return Optional.of(device.limits());
        } catch (RuntimeException e) {
            return Optional.empty();
        }
    }

    /** The devices, or why there are none. */
    public Availability availability() {
        return availability;
    }

    /** The same, with the family that suits each device, and those that suit none. */
    Availability availabilityOfFamilies() {
        return availabilityOfFamilies;
    }

    /** The driver's device behind a description. */
    public Optional<OpenClDevice> find(Device device) {
        return Optional.ofNullable(devices.get(device));
    }

    /**
     * The same.
     *
     * @throws BackendException when there is none
     */
    OpenClDevice get(Device device) {
        return find(device)
                .or(() -> Piece.of(device.id()).flatMap(this::piece))
                .orElseThrow(() -> new BackendException("no OpenCL device %s (%s) here: choose one that doctor lists"
                        .formatted(device.id(), device.name())));
    }

    /** Kept until the process ends, as devices are: whoever asks for a piece again gets the same. */
    private Optional<OpenClDevice> piece(Piece piece) {
        return devices.entrySet().stream()
                .filter(entry -> entry.getKey().id().equals(piece.device()))
                .map(entry -> pieces.computeIfAbsent(
                        piece, missing -> SubDevices.of(entry.getValue(), missing.units(), missing.from())))
                .findFirst();
    }

    /** Where the devices sit on the PCI bus, by id; those whose driver does not tell are left out. */
    Map<String, String> pciAddresses() {
        Map<String, String> addresses = new LinkedHashMap<>();
        devices.forEach(
                (device, handle) -> handle.pciAddress().ifPresent(address -> addresses.put(device.id(), address)));
        return addresses;
    }

    /** The devices by the driver's handles. */
    Map<Long, Device> byHandle() {
        Map<Long, Device> byHandle = new LinkedHashMap<>();
        devices.forEach((device, handle) -> byHandle.put(handle.id().getNativePointer(), device));
        return byHandle;
    }

    private static cl_platform_id[] platforms() {
        int[] count = new int[1];
        CL.clGetPlatformIDs(0, null, count);
        cl_platform_id[] platforms = new cl_platform_id[count[0]];
        if (platforms.length > 0) {
            CL.clGetPlatformIDs(platforms.length, platforms, null);
        }
        return platforms;
    }

    /** Adds one platform's devices, and tells its name; a platform or a device that fails must not hide the others. */
    private static String collect(cl_platform_id platform, Map<Device, OpenClDevice> found, List<String> troubles) {
        String name = "a platform without a name";
        try {
            name = OpenClDevice.platformName(platform);
            for (cl_device_id id : deviceIds(platform)) {
                if (found.values().stream().anyMatch(before -> before.id().equals(id))) {
                    continue; // a driver that is registered twice
                }
                OpenClDevice device = new OpenClDevice(platform, id);
                Optional<String> nonsense = device.nonsense();
                if (!device.available()) {
                    troubles.add("%s: %s is not available".formatted(name, device.name()));
                } else if (nonsense.isPresent()) {
                    troubles.add("%s: %s %s".formatted(name, device.name(), nonsense.get()));
                } else {
                    found.put(device.describe(found.size()), device);
                }
            }
        } catch (RuntimeException e) {
            troubles.add(name + ": " + OpenClErrors.describe(e));
        }
        return name;
    }

    private static cl_device_id[] deviceIds(cl_platform_id platform) {
        int[] count = new int[1];
        CL.clGetDeviceIDs(platform, ALL_TYPES, 0, null, count);
        cl_device_id[] ids = new cl_device_id[count[0]];
        CL.clGetDeviceIDs(platform, ALL_TYPES, ids.length, ids, null);
        return ids;
    }
}
