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
 * @param onOneHardware whether all compute on the same cores: then they take from each other what they get
 */
record DeviceSet(List<Device> devices, boolean onOneHardware) {
    private static final String ROUTE = "hybrid";

    private static final String AND = "+";
    private static final String ALL_GPUS = "gpus";

    DeviceSet {
        devices = List.copyOf(devices);
    }

    /** Whole devices. */
    DeviceSet(List<Device> devices) {
        this(devices, isOneHardware(devices));
    }

    /**
     * Those of a name: ids, or pieces of devices, joined by {@code +}, or {@code gpus}.
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
        return Pieces.of(single, List.of(name.split("\\" + AND)))
                .map(devices -> new DeviceSet(devices, isOneHardware(devices) && !Pieces.areApart(single, devices)));
    }

    /** Ids of the processors behind a device of this back end. */
    static List<String> ids(Device device) {
        return List.of(device.id().split("\\" + AND));
    }

    private static boolean isOneHardware(List<Device> devices) {
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
