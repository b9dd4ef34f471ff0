package dev.santoku.cli;

import dev.santoku.backend.Backend;
import dev.santoku.measure.ContenderRequest;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Which back ends a {@code compare} probes: a probe takes a process, and some drivers their time, so nobody is asked whose
 * answer decides nothing.
 */
final class ProbedBackends {
    private ProbedBackends() {}

    /**
     * Those that contenders are asked of, and those that tell their ceilings. All of them where the answer depends on what
     * this machine has.
     *
     * @param backends all of this program, in order
     * @param requests what is to be measured
     */
    static List<Backend> of(CompareOptions options, Collection<Backend> backends, List<ContenderRequest> requests) {
        if (options.list() || options.requireGpu() || !options.devices().isEmpty()) {
            return List.copyOf(backends);
        }
        Set<String> asked = new HashSet<>();
        requests.forEach(request -> asked.add(request.backend()));
        backends.stream()
                .filter(backend -> asked.contains(backend.id()))
                .map(Backend::ceilingsFrom)
                .toList()
                .forEach(asked::add);
        return backends.stream().filter(backend -> asked.contains(backend.id())).toList();
    }
}
