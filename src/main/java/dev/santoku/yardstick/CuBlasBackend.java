package dev.santoku.yardstick;

import dev.santoku.backend.Availability;
import dev.santoku.backend.Backend;
import dev.santoku.backend.BackendException;
import dev.santoku.backend.Device;
import dev.santoku.backend.Multiplier;
import dev.santoku.backend.OpenOptions;
import dev.santoku.backend.Variant;
import dev.santoku.backend.opencl.ExternalGemmDevices;
import dev.santoku.backend.opencl.cuda.CudaDevices;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * {@code cublas}: NVIDIA's own GEMM, where the machine has it; f32 without TF32. Its devices bear the names that OpenCL gives
 * them, so that it stands beside {@code jocl} on the same one; those that OpenCL does not have, the names of {@code jocl}'s
 * second route. Their places on the PCI bus tell which is which. Where either
 * does not tell the place, the name does: of devices that are called alike the first is the first, by CUDA's numbers and by
 * OpenCL's order.
 */
public final class CuBlasBackend implements Backend {
    private static final Variant GEMM = new Variant(
            "gemm",
            "cuBLAS's GEMM, f32 without TF32, tf32, bf16, f16 and i8 by its GemmEx: the yardstick of jocl on NVIDIA's devices");

    private final Supplier<CudaLibraries.Loading> loader;
    private final Supplier<Availability> openCl;
    private final Supplier<Map<String, String>> addresses;
    private final Supplier<Map<Device, String>> second;
    private final Map<String, String> environment;
    private Found found;

    public CuBlasBackend() {
        this(
                CudaLibraries::load,
                () -> new ExternalGemmDevices().probe(),
                () -> new ExternalGemmDevices().pciAddresses(),
                CuBlasBackend::secondRoute,
                System.getenv());
    }

    private static Map<Device, String> secondRoute() {
        Map<Device, String> devices = new LinkedHashMap<>();
        CudaDevices.find()
                .all()
                .forEach((device, handle) ->
                        devices.put(device, handle.pciAddress().orElse("")));
        return devices;
    }

    /**
     * With other libraries and devices, for tests.
     *
     * @param openCl asked only where CUDA is
     * @param addresses of OpenCL's devices on the PCI bus, by id
     * @param second devices that CUDA's driver offers, and their addresses, empty where it does not tell
     * @param environment variables that cuBLAS sees
     */
    CuBlasBackend(
            Supplier<CudaLibraries.Loading> loader,
            Supplier<Availability> openCl,
            Supplier<Map<String, String>> addresses,
            Supplier<Map<Device, String>> second,
            Map<String, String> environment) {
        this.loader = loader;
        this.openCl = openCl;
        this.addresses = addresses;
        this.second = second;
        this.environment = environment;
    }

    @Override
    public String id() {
        return "cublas";
    }

    @Override
    public boolean yardstick() {
        return true;
    }

    @Override
    public List<Variant> variants() {
        return List.of(GEMM);
    }

    @Override
    public Availability probe() {
        return found().availability;
    }

    private synchronized Found found() {
        if (found == null) {
            found = find();
        }
        return found;
    }

    private Found find() {
        CudaLibraries.Loading loading = loader.get();
        if (loading.cuda().isEmpty()) {
            return Found.nothing(loading.obstacle().orElseThrow());
        }
        Cuda cuda = loading.cuda().get();
        try {
            List<String> names = cuda.deviceNames();
            Map<Device, Integer> numbers = numbers(openCl.get().devices(), names, cuda);
            return numbers.isEmpty()
                    ? Found.nothing(new Availability.Unavailable(
                            "CUDA's devices (%s) are not among OpenCL's".formatted(String.join(", ", names)),
                            "santoku doctor shows how to register NVIDIA's OpenCL driver"))
                    : new Found(new Availability.Available(List.copyOf(numbers.keySet())), cuda, numbers);
        } catch (BackendException e) {
            return Found.nothing(new Availability.Unavailable(
                    "CUDA finds no device: " + e.getMessage(), "check NVIDIA's driver with nvidia-smi"));
        }
    }

    /** CUDA's number of each OpenCL device that it knows, then of those that OpenCL does not have. */
    private Map<Device, Integer> numbers(List<Device> devices, List<String> names, Cuda cuda) {
        Map<String, Integer> byAddress = new HashMap<>();
        for (int number = 0; number < names.size(); number++) {
            int known = number;
            cuda.pciAddress(number).ifPresent(address -> byAddress.put(address, known));
        }
        Map<String, String> places = addresses.get();
        Map<Device, Integer> numbers = new LinkedHashMap<>();
        List<String> remaining = new ArrayList<>(names);
        for (Device device : devices) {
            Integer placed = byAddress.get(places.get(device.id()));
            int number = placed == null ? remaining.indexOf(device.name()) : placed;
            if (number >= 0) {
                numbers.put(device, number);
                remaining.set(number, ""); // no device is called so
            }
        }
        second.get().forEach((device, place) -> {
            Integer placed = byAddress.get(place);
            int number = placed == null ? remaining.indexOf(device.name()) : placed;
            if (number >= 0 && !numbers.containsValue(number)) {
                numbers.put(device, number);
                remaining.set(number, "");
            }
        });
        return numbers;
    }

    /**
     * {@inheritDoc}
     *
     * @throws IllegalArgumentException for a variant of another back end
     */
    @Override
    public Multiplier open(Device device, Variant variant, OpenOptions options) {
        if (!variant.equals(GEMM)) {
            throw new IllegalArgumentException("cublas has no variant '" + variant.id() + "'");
        }
        Found here = found();
        Integer number = here.numbers.get(device);
        if (number == null) {
            throw new BackendException("%s is no device of cublas: take one that probe() lists".formatted(device.id()));
        }
        return new CuBlasMultiplier(device, here.cuda, number, environment);
    }

    /** {@inheritDoc} It is the same device, and CUDA has no kernels here. */
    @Override
    public String ceilingsFrom() {
        return "jocl";
    }

    /** As for {@code clblast}: leave to load libraries, and files of one's own to unpack them to. */
    @Override
    public List<String> jvmFlags() {
        return List.of("--enable-native-access=ALL-UNNAMED", "-DuniqueLibraryNames=true");
    }

    /**
     * What probing found.
     *
     * @param cuda null where there is none
     * @param numbers CUDA's, by device
     */
    private record Found(Availability availability, Cuda cuda, Map<Device, Integer> numbers) {
        static Found nothing(Availability.Unavailable obstacle) {
            return new Found(obstacle, null, Map.of());
        }
    }
}
