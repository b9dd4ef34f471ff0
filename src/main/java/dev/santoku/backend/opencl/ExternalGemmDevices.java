package dev.santoku.backend.opencl;

import dev.santoku.backend.Availability;
import dev.santoku.backend.BackendException;
import dev.santoku.backend.Device;
import dev.santoku.backend.Multiplier;
import java.util.Map;

/**
 * Lends this package's handles to a yardstick: the same devices under the same names, the same context, queue and buffers,
 * uploads and downloads as the back end {@code jocl} has. Only the product is somebody else's.
 */
public final class ExternalGemmDevices {
    private Discovery discovery;

    /** The devices, or the reason why there are none; asked once. Never throws. */
    public Availability probe() {
        return discovery().availability();
    }

    /** Where the devices sit on the PCI bus, as {@link dev.santoku.backend.Located} tells it. */
    public Map<String, String> pciAddresses() {
        return discovery().pciAddresses();
    }

    /**
     * Opens a device for a library.
     *
     * @param device one of {@link #probe()}'s
     * @throws BackendException when the driver refuses, with the reason
     */
    public Multiplier open(Device device, ExternalGemm library) {
        return new ExternalGemmMultiplier(device, discovery().get(device), library);
    }

    private synchronized Discovery discovery() {
        if (discovery == null) {
            discovery = Discovery.run();
        }
        return discovery;
    }
}
