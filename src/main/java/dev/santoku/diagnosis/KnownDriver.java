package dev.santoku.diagnosis;

import dev.santoku.backend.Availability;
import dev.santoku.untrusted.UntrustedText;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** OpenCL drivers by their libraries and their platforms, and why one of them may have no device though it loads. */
enum KnownDriver {
    POCL("libpocl", PoclCache.PLATFORM) {
        @Override
        Optional<Availability.Unavailable> obstacle(DriverEnvironment here) {
            return PoclCache.of(here.environment()).obstacle().or(() -> here.variable("POCL_DEVICES")
                    .map(chosen -> new Availability.Unavailable(
                            "POCL_DEVICES=%s names no device that PoCL has".formatted(UntrustedText.quote(chosen)),
                            "unset POCL_DEVICES")));
        }
    },
    INTEL("libigdrcl", "Intel(R) OpenCL") {
        @Override
        Optional<Availability.Unavailable> obstacle(DriverEnvironment here) {
            return Optional.of(renderNodes(here, "Intel", "0x8086", List.of("/dev/dri")));
        }
    },
    AMD("libamdocl", "AMD Accelerated Parallel Processing") {
        @Override
        Optional<Availability.Unavailable> obstacle(DriverEnvironment here) {
            return Optional.of(renderNodes(here, "AMD", "0x1002", List.of("/dev/kfd", "/dev/dri")));
        }
    },
    NVIDIA("libnvidia-opencl", "NVIDIA CUDA") {
        @Override
        Optional<Availability.Unavailable> obstacle(DriverEnvironment here) {
            return here.names("/dev", "nvidia[0-9]*").isEmpty()
                    ? Optional.of(new Availability.Unavailable(
                            "NVIDIA's driver has no device: there is no /dev/nvidia0, so no GPU of NVIDIA is visible here",
                            "start a container with --gpus all; else see whether nvidia-smi lists it"))
                    : Optional.empty();
        }
    },
    RUSTICL("libRusticlOpenCL", "rusticl") {
        @Override
        Optional<Availability.Unavailable> obstacle(DriverEnvironment here) {
            return Optional.of(
                    here.variable("RUSTICL_ENABLE").isEmpty()
                            ? new Availability.Unavailable(
                                    "Mesa's rusticl has no device: it offers those alone that RUSTICL_ENABLE names",
                                    "export RUSTICL_ENABLE=radeonsi for AMD, iris for Intel, llvmpipe for the CPU")
                            : new Availability.Unavailable(
                                    "RUSTICL_ENABLE=%s names no device that rusticl has here"
                                            .formatted(UntrustedText.quote(
                                                    here.environment().get("RUSTICL_ENABLE"))),
                                    "name another, as radeonsi for AMD, iris for Intel or llvmpipe for the CPU"));
        }
    };

    private static final String GROUPS =
            "sudo usermod -aG render,video $USER, then log in again; start a container with --group-add for their numbers";

    private final String library;
    private final String platform;

    /**
     * A driver.
     *
     * @param library how its library's name begins
     * @param platform how its platform's name begins
     */
    KnownDriver(String library, String platform) {
        this.library = library;
        this.platform = platform;
    }

    /** Why it may have no device; empty where nobody knows. */
    abstract Optional<Availability.Unavailable> obstacle(DriverEnvironment here);

    /** The one whose library it is. */
    static Optional<KnownDriver> ofLibrary(String path) {
        String name = path.substring(path.lastIndexOf('/') + 1);
        return Stream.of(values())
                .filter(driver -> name.startsWith(driver.library))
                .findFirst();
    }

    /** The one whose platform is so called. */
    static Optional<KnownDriver> ofPlatform(String name) {
        return Stream.of(values()).filter(driver -> driver.offers(name)).findFirst();
    }

    /** Whether a platform of this name is its own. */
    boolean offers(String platformName) {
        return platformName.startsWith(platform);
    }

    /**
     * What a driver sees that reaches GPUs by render nodes.
     *
     * @param vendor in words
     * @param number of the vendor on the PCI bus, as the kernel writes it
     * @param devices what it opens, for a container to pass
     */
    private static Availability.Unavailable renderNodes(
            DriverEnvironment here, String vendor, String number, List<String> devices) {
        String passed = "start a container with --device " + String.join(" --device ", devices);
        List<String> nodes = here.names("/dev/dri", "renderD*");
        if (nodes.isEmpty()) {
            return new Availability.Unavailable(
                    "%s's driver has no device: there is no /dev/dri/renderD128, so no GPU is visible here"
                            .formatted(vendor),
                    passed + "; else the kernel's driver of the GPU is not loaded (see lspci -k)");
        }
        List<String> closed = Stream.concat(
                        nodes.stream().map("/dev/dri/"::concat),
                        devices.stream().filter(device -> !device.equals("/dev/dri")))
                .filter(device -> !here.opens().test(here.real(device)))
                .toList();
        if (!closed.isEmpty()) {
            return new Availability.Unavailable(
                    "%s's driver has no device: you may not open %s".formatted(vendor, String.join(", ", closed)),
                    GROUPS);
        }
        List<String> vendors = nodes.stream()
                .map(node -> here.word("/sys/class/drm/" + node + "/device/vendor"))
                .filter(known -> !known.isEmpty())
                .toList();
        return vendors.isEmpty() || vendors.contains(number)
                ? new Availability.Unavailable(
                        "%s's driver has no device, though a GPU can be opened".formatted(vendor),
                        "install another release of the driver: this one may be too old or too new for the GPU")
                : new Availability.Unavailable(
                        "%s's driver has no device: no GPU here is of %s".formatted(vendor, vendor),
                        "none where there is no such GPU; else " + passed);
    }
}
