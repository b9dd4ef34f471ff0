package dev.santoku.report.fleet;

import dev.santoku.backend.Device;
import dev.santoku.report.OpenClDevices;
import dev.santoku.report.Units;
import dev.santoku.result.HostFacts;
import dev.santoku.untrusted.UntrustedText;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Whether two runs were on the same hardware. What is unknown in one of them is no difference, but said.
 *
 * @param differences of the processor and the devices, after which times are not compared
 * @param notes what else changed: driver, JDK, system
 */
public record HardwareComparison(List<String> differences, List<String> notes) {
    public HardwareComparison {
        differences = List.copyOf(differences);
        notes = List.copyOf(notes);
    }

    /** Whether times may be compared. */
    public boolean same() {
        return differences.isEmpty();
    }

    /**
     * Compares two machines.
     *
     * @param devicesUsed ids of those devices whose cells are compared: others do not matter
     */
    public static HardwareComparison of(
            HostFacts base, List<Device> baseDevices, HostFacts now, List<Device> nowDevices, Set<String> devicesUsed) {
        Builder builder = new Builder();
        builder.hardware("CPU", base.cpu().model(), now.cpu().model());
        builder.hardware("cores", base.cpu().physicalCores(), now.cpu().physicalCores());
        builder.hardware(
                "logical processors", base.cpu().logicalCores(), now.cpu().logicalCores());
        builder.hardware("bits of a vector", base.cpu().vectorBits(), now.cpu().vectorBits());
        builder.hardware("architecture", base.arch(), now.arch());
        builder.note("JDK", base.jdk().version(), now.jdk().version());
        builder.note("JDK's vendor", base.jdk().vendor(), now.jdk().vendor());
        builder.note("system", base.os(), now.os());
        builder.note("governor", base.governor(), now.governor());
        builder.note("on battery", base.onBattery(), now.onBattery());
        builder.note("memory", bytes(base.memoryBytes()), bytes(now.memoryBytes()));
        Map<String, Device> before = byId(baseDevices);
        Map<String, Device> after = byId(nowDevices);
        List<Device> compared = OpenClDevices.of(List.copyOf(before.values())).stream()
                .filter(device -> devicesUsed.contains(device.id()) && after.containsKey(device.id()))
                .toList();
        if (!compared.isEmpty()) {
            builder.note("threads of OpenCL drivers bound", base.driverThreadsBound(), now.driverThreadsBound());
        }
        compared.forEach(device -> builder.devices(device, after.get(device.id())));
        return new HardwareComparison(builder.differences, builder.notes);
    }

    private static String bytes(Long bytes) {
        return bytes == null ? null : Units.bytes(bytes);
    }

    private static Map<String, Device> byId(List<Device> devices) {
        return devices.stream().collect(Collectors.toMap(Device::id, Function.identity(), (one, other) -> one));
    }

    private static final class Builder {
        private final List<String> differences = new ArrayList<>();
        private final List<String> notes = new ArrayList<>();

        /** Of a device its kind, name and units tell which it is; a GPU comes with several sizes of memory, too. */
        void devices(Device before, Device after) {
            String id = before.id();
            hardware(id, before.kind() + " " + before.name(), after.kind() + " " + after.name());
            hardware(id + "'s units", before.computeUnits(), after.computeUnits());
            if (before.kind() == Device.Kind.GPU) {
                hardware(id + "'s memory", bytes(before.memoryBytes()), bytes(after.memoryBytes()));
            }
            note(id + "'s driver", before.driver(), after.driver());
            note(id + "'s platform", before.platform(), after.platform());
        }

        void hardware(String what, Object before, Object after) {
            if (before == null || after == null) {
                if (before != after) {
                    notes.add("%s: unknown in one of them".formatted(what));
                }
            } else if (!before.equals(after)) {
                differences.add(change(what, before, after));
            }
        }

        void note(String what, Object before, Object after) {
            if (!Objects.equals(before, after)) {
                notes.add(change(what, before, after));
            }
        }

        private static String change(String what, Object before, Object after) {
            return UntrustedText.line("%s: %s → %s".formatted(what, inWords(before), inWords(after)));
        }

        private static String inWords(Object fact) {
            return fact == null ? "unknown" : fact.toString();
        }
    }
}
