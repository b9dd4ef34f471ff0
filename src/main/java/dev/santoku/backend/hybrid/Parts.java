package dev.santoku.backend.hybrid;

import dev.santoku.backend.Availability;
import dev.santoku.backend.Backend;
import dev.santoku.backend.BackendException;
import dev.santoku.backend.Device;
import dev.santoku.backend.Located;
import dev.santoku.backend.Piece;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The processors of this machine, each once, and the back ends that reach them. */
final class Parts {
    private final Map<Device, Backend> backends;
    private final Availability availability;

    private Parts(Map<Device, Backend> backends, Availability availability) {
        this.backends = backends;
        this.availability = availability;
    }

    /** Asks back ends for their devices. Never throws. */
    static Parts find(List<Backend> sources) {
        Map<Device, Backend> backends = new LinkedHashMap<>();
        List<Availability.Unavailable> missing = new ArrayList<>();
        Map<String, String> addresses = new HashMap<>();
        for (Backend source : sources) {
            Availability found = source.probe();
            if (found instanceof Availability.Unavailable unavailable) {
                missing.add(unavailable);
            }
            if (source instanceof Located located && !found.devices().isEmpty()) {
                addresses.putAll(located.pciAddresses());
            }
            found.devices().stream()
                    .filter(device -> backends.keySet().stream().noneMatch(known -> isSame(known, device, addresses)))
                    .forEach(device -> backends.put(device, source));
        }
        return new Parts(backends, availability(List.copyOf(backends.keySet()), missing));
    }

    /** One GPU on two routes counts once: by its place on the PCI bus, or by its name where a driver does not tell that. */
    private static boolean isSame(Device known, Device device, Map<String, String> addresses) {
        if (known.kind() == Device.Kind.CPU || device.kind() == Device.Kind.CPU) {
            return false;
        }
        String one = addresses.get(known.id());
        String other = addresses.get(device.id());
        if (one != null && other != null) {
            return one.equals(other);
        }
        return !known.route().equals(device.route()) && known.name().equals(device.name());
    }

    private static Availability availability(List<Device> single, List<Availability.Unavailable> missing) {
        if (single.size() < 2) {
            return missing.stream()
                    .findFirst()
                    .map(first -> new Availability.Unavailable(
                            "nothing to share a product between: " + first.reason(), first.cure(), first.broken()))
                    .orElseGet(() -> new Availability.Unavailable(
                            "nothing to share a product between", "install a driver of OpenCL"));
        }
        DeviceSet all = all(single);
        List<Device> devices = new ArrayList<>(List.of(all.asOne()));
        devices.addAll(single);
        Map<String, String> notes = all.onOneHardware()
                ? Map.of(
                        all.asOne().id(),
                        "%s: all of it is one processor, nothing can be gained by sharing a product"
                                .formatted(all.asOne().id()))
                : Map.of();
        return new Availability.Available(devices, Map.of(), Map.of(), notes);
    }

    /** The threads of the CPU and all other hardware; a driver that computes on the CPU only where there is nothing else. */
    private static DeviceSet all(List<Device> single) {
        Device first = single.get(0);
        List<Device> apart = single.stream()
                .filter(device -> device.equals(first) || device.kind() != Device.Kind.CPU)
                .toList();
        return new DeviceSet(apart.size() > 1 ? apart : single.subList(0, 2));
    }

    Availability availability() {
        return availability;
    }

    /**
     * The back end of a processor.
     *
     * @throws BackendException when there is none
     */
    Backend backendOf(Device device) {
        String whole = Piece.of(device.id()).map(Piece::device).orElse(device.id());
        return backends.entrySet().stream()
                .filter(entry -> entry.getKey().id().equals(whole))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElseThrow(() -> new BackendException("hybrid has no device '%s'".formatted(device.id())));
    }
}
