package dev.santoku.backend.opencl;

import dev.santoku.backend.Availability;
import dev.santoku.backend.BackendException;
import dev.santoku.backend.Device;
import dev.santoku.backend.opencl.cuda.CudaDevices;
import dev.santoku.backend.opencl.family.KernelFamilies;
import dev.santoku.backend.opencl.family.KernelFamily;
import dev.santoku.backend.opencl.family.MatrixFamily;
import dev.santoku.backend.opencl.handle.OpenClDevice;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** All devices of the back end: those of OpenCL, then those of CUDA, where the same GPU may come once more. */
final class Routes {
    private static final String ONLY_COMPILED =
            "CUDA's route has warp and matrix alone, whose kernels are compiled ahead";

    private final Discovery openCl;
    private final CudaDevices cuda;
    private final Availability availability;

    private Routes(Discovery openCl, CudaDevices cuda) {
        this.openCl = openCl;
        this.cuda = cuda;
        this.availability = availability(openCl.availabilityOfFamilies());
    }

    /** Asks all drivers. Never throws. */
    static Routes find() {
        return new Routes(Discovery.run(), CudaDevices.find());
    }

    private Availability availability(Availability first) {
        if (cuda.all().isEmpty()) {
            return first;
        }
        List<Device> devices = new ArrayList<>(first.devices());
        Map<String, Availability.Unavailable> obstacles = new LinkedHashMap<>();
        Map<String, String> variants = new LinkedHashMap<>();
        Map<String, String> notes = new LinkedHashMap<>();
        if (first instanceof Availability.Available known) {
            obstacles.putAll(known.obstacles());
            variants.putAll(known.variants());
            notes.putAll(known.notes());
        } else {
            KernelFamilies.all().stream()
                    .filter(family -> !family.isKeptAhead())
                    .forEach(family -> obstacles.put(
                            family.id(),
                            new Availability.Unavailable(
                                    ONLY_COMPILED, "install NVIDIA's OpenCL driver, or choose jocl:warp")));
        }
        cuda.all().forEach((device, handle) -> {
            devices.add(device);
            KernelFamily fastest = KernelFamilies.fastest(handle.limits());
            variants.put(device.id(), fastest.id());
            if (fastest.id().equals("matrix")) {
                obstacles.remove("matrix");
            }
            MatrixFamily.inWords(handle.limits(), device.precisions())
                    .ifPresent(words -> notes.put(device.id(), device.id() + words));
        });
        return new Availability.Available(devices, obstacles, variants, notes);
    }

    Availability availability() {
        return availability;
    }

    /**
     * The way to a device.
     *
     * @throws BackendException when there is none
     */
    Route get(Device device) {
        return cuda.all().containsKey(device)
                ? new CudaRoute(device, cuda.all().get(device))
                : new OpenClRoute(device, openCl(device));
    }

    /**
     * OpenCL's device behind a description.
     *
     * @throws BackendException when there is none
     */
    OpenClDevice openCl(Device device) {
        return openCl.get(device);
    }

    /** Where the devices sit on the PCI bus, by id. */
    Map<String, String> pciAddresses() {
        Map<String, String> addresses = new LinkedHashMap<>(openCl.pciAddresses());
        cuda.all().forEach((device, handle) -> handle.pciAddress()
                .ifPresent(address -> addresses.put(device.id(), address)));
        return addresses;
    }

    /** OpenCL's devices by the driver's handles. */
    Map<Long, Device> byHandle() {
        return openCl.byHandle();
    }
}
