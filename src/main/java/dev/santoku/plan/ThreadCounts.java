package dev.santoku.plan;

import dev.santoku.backend.Backend;
import dev.santoku.backend.Device;
import dev.santoku.backend.OpenOptions;
import dev.santoku.backend.Variant;
import dev.santoku.result.Contender;
import dev.santoku.result.Machine;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;

/** Turns each contender into as many as there are numbers of threads that make a difference to it. */
public final class ThreadCounts {
    private ThreadCounts() {}

    /**
     * The contenders with their threads: what runs on as many as it is given, once for each count; all else once.
     *
     * @param contenders without threads, each of a back end, a variant and a device that exist
     * @param backends by id
     * @param counts in the order of the report, at least one
     */
    public static List<Contender> spread(
            List<Contender> contenders, Map<String, Backend> backends, Machine machine, List<Integer> counts) {
        List<Contender> spread = new ArrayList<>();
        for (Contender contender : contenders) {
            Backend backend = backends.get(contender.backend());
            Device device = backend.device(machine.availability().get(contender.backend()), contender.device())
                    .orElseThrow();
            Variant variant = backend.variants().stream()
                    .filter(candidate -> candidate.id().equals(contender.variant()))
                    .findFirst()
                    .orElseThrow();
            Set<Integer> distinct = new LinkedHashSet<>();
            for (int count : counts) {
                OptionalInt threads = backend.threads(device, variant, new OpenOptions(count));
                distinct.add(threads.isPresent() ? threads.getAsInt() : null);
            }
            distinct.forEach(threads -> spread.add(contender.on(threads)));
        }
        return spread;
    }
}
