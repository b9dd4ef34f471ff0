package dev.santoku.backend.hybrid;

import dev.santoku.backend.Device;
import dev.santoku.matrix.Precision;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Processors that share products, each once, in the order in which they were found.
 *
 * @param devices at least one
 */
record DeviceSet(List<Device> devices) {
    private static final String ROUTE = "hybrid";

    private static final String AND = "+";
    private static final String ALL_GPUS = "gpus";

    DeviceSet {
        devices = List.copyOf(devices);
    }

    /**
     * Those of a name: ids joined by {@code +}, or {@code gpus}.
     *
     * @return empty where one of them does not exist
     */
    static Optional<DeviceSet> of(List<Device> known, String name) {
        List<Device> single =
                known.stream().filter(device -> !device.hasParts()).toList();
        if (name.equals(ALL_GPUS)) {
            List<Device> gpus = single.stream()
                    .filter(device -> device.kind() == Device.Kind.GPU)
                    .toList();
            return gpus.isEmpty() ? Optional.empty() : Optional.of(new DeviceSet(gpus));
        }
        List<String> ids = List.of(name.split("\\" + AND));
        List<Device> named =
                single.stream().filter(device -> ids.contains(device.id())).toList();
        return named.size() == ids.size() ? Optional.of(new DeviceSet(named)) : Optional.empty();
    }

    /** Ids of the processors behind a device of this back end. */
    static List<String> ids(Device device) {
        return List.of(device.id().split("\\" + AND));
    }

    /** Whether all compute on the cores of the host: then they take from each other what they get. */
    boolean isOneHardware() {
        return devices.stream().allMatch(device -> device.kind() == Device.Kind.CPU);
    }

    /** The set as a device; a single one is itself. */
    Device asOne() {
        if (devices.size() == 1) {
            return devices.get(0);
        }
        return new Device(
                joined(AND, Device::id),
                kind(),
                joined(" and ", Device::name),
                ROUTE,
                null,
                null,
                null,
                null,
                null,
                precisions());
    }

    private String joined(String by, java.util.function.Function<Device, String> fact) {
        return devices.stream().map(fact).collect(Collectors.joining(by));
    }

    private Device.Kind kind() {
        return devices.stream()
                .map(Device::kind)
                .filter(kind -> kind != Device.Kind.CPU)
                .min(java.util.Comparator.naturalOrder())
                .orElse(Device.Kind.CPU);
    }

    private List<Precision> precisions() {
        List<Precision> common = new ArrayList<>(devices.get(0).precisions());
        devices.forEach(device -> common.retainAll(device.precisions()));
        common.removeIf(Precision::isReduced); // they are computed in f32 here
        return common;
    }
}
