package dev.santoku.plan;

import dev.santoku.backend.Backend;
import dev.santoku.backend.Device;
import dev.santoku.result.Contender;
import dev.santoku.result.Machine;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Who measures what a device can do at most where no contender on it can tell. */
public final class CeilingContenders {
    private CeilingContenders() {}

    /**
     * Contenders that are to be opened for their ceilings alone.
     *
     * @param planned the contenders that are measured anyway
     * @param backends by id
     */
    public static List<Contender> missing(List<Contender> planned, Map<String, Backend> backends, Machine machine) {
        return planned.stream()
                .map(contender -> meterOf(contender, backends, machine))
                .filter(Objects::nonNull)
                .filter(meter -> planned.stream().noneMatch(contender -> measures(contender, meter, backends)))
                .distinct()
                .toList();
    }

    /** Null where the back end that could tell has no such device here. */
    private static Contender meterOf(Contender contender, Map<String, Backend> backends, Machine machine) {
        Backend meter = backends.get(backends.get(contender.backend()).ceilingsFrom());
        if (meter == null) {
            return null;
        }
        return machine.availability().get(meter.id()).devices().stream()
                .filter(device -> device.id().equals(contender.device()))
                .findFirst()
                .map(device -> on(device, meter, contender))
                .orElse(null);
    }

    private static Contender on(Device device, Backend meter, Contender contender) {
        return new Contender(meter.id(), meter.defaultVariant(device).id(), device.id(), contender.threads());
    }

    /** Whether a contender tells the same ceilings as this meter would. */
    private static boolean measures(Contender contender, Contender meter, Map<String, Backend> backends) {
        return backends.get(contender.backend()).ceilingsFrom().equals(contender.backend())
                && Objects.equals(contender.device(), meter.device())
                && Objects.equals(contender.threads(), meter.threads());
    }
}
