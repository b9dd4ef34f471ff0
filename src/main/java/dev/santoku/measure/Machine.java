package dev.santoku.measure;

import dev.santoku.backend.Availability;
import dev.santoku.backend.Device;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What the probes found: the host, and for every back end its devices or the reason why it has none.
 *
 * @param host facts of the computer
 * @param availability by back end, in the order of {@link dev.santoku.backend.Backends#all()}
 */
public record Machine(HostFacts host, Map<String, Availability> availability) {
    public Machine {
        availability = Collections.unmodifiableMap(new LinkedHashMap<>(availability));
    }

    /** Every device once, the first back end's description of it. */
    public List<Device> devices() {
        Map<String, Device> devices = new LinkedHashMap<>();
        availability.values().stream()
                .flatMap(availability -> availability.devices().stream())
                .forEach(device -> devices.putIfAbsent(device.id(), device));
        return List.copyOf(devices.values());
    }

    /** A line per back end, as the result file holds it. */
    public List<BackendFact> backends() {
        return availability.entrySet().stream()
                .map(entry -> new BackendFact(
                        entry.getKey(), entry.getValue() instanceof Availability.Available, reason(entry.getValue())))
                .toList();
    }

    private static String reason(Availability availability) {
        return availability instanceof Availability.Unavailable unavailable
                ? unavailable.reason() + "; " + unavailable.cure()
                : null;
    }
}
