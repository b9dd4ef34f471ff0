package dev.santoku.backend.opencl;

import dev.santoku.backend.Availability;
import dev.santoku.backend.Backend;
import dev.santoku.backend.BackendException;
import dev.santoku.backend.Device;
import dev.santoku.backend.Multiplier;
import dev.santoku.backend.OpenOptions;
import dev.santoku.backend.Variant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** OpenCL through JOCL, on every device that the loader knows. */
public final class JoclBackend implements Backend {
    private static final Map<Variant, KernelFamily> FAMILIES = families();

    private Discovery discovery;

    private static Map<Variant, KernelFamily> families() {
        Map<Variant, KernelFamily> families = new LinkedHashMap<>();
        for (KernelFamily family : KernelFamilies.all()) {
            families.put(new Variant(family.id(), family.description()), family);
        }
        return families;
    }

    @Override
    public String id() {
        return "jocl";
    }

    @Override
    public List<Variant> variants() {
        return List.copyOf(FAMILIES.keySet());
    }

    @Override
    public Availability probe() {
        return discovery().availability();
    }

    @Override
    public Multiplier open(Device device, Variant variant, OpenOptions options) {
        OpenClDevice openClDevice = discovery()
                .find(device)
                .orElseThrow(() -> new BackendException("no OpenCL device %s (%s) here: choose one that doctor lists"
                        .formatted(device.id(), device.name())));
        KernelFamily family = FAMILIES.get(variant);
        if (family == null) {
            throw new BackendException("jocl has no variant '%s': choose from %s"
                    .formatted(
                            variant.id(), variants().stream().map(Variant::id).collect(Collectors.joining(", "))));
        }
        return new JoclMultiplier(device, openClDevice, openClDevice.limits(), family);
    }

    /**
     * JOCL loads a library, which newer Java announces unless it is allowed; and it unpacks that library to a fixed
     * name unless told otherwise, so that workers that start together could find it half written.
     */
    @Override
    public List<String> jvmFlags() {
        return List.of("--enable-native-access=ALL-UNNAMED", "-DuniqueLibraryNames=true");
    }

    private synchronized Discovery discovery() {
        if (discovery == null) {
            discovery = Discovery.run();
        }
        return discovery;
    }
}
