package dev.santoku.backend;

import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * A family of kernels with a value for each of its parameters: what a tuner tries out.
 *
 * @param family the family's name
 * @param parameters values by name
 */
public record Candidate(String family, SortedMap<String, Integer> parameters) {
    public Candidate {
        parameters = Collections.unmodifiableSortedMap(new TreeMap<>(parameters));
    }

    /** With the parameters in any order. */
    public static Candidate of(String family, Map<String, Integer> parameters) {
        return new Candidate(family, new TreeMap<>(parameters));
    }

    /** The same but for one parameter. */
    public Candidate with(String parameter, int value) {
        SortedMap<String, Integer> changed = new TreeMap<>(parameters);
        changed.put(parameter, value);
        return new Candidate(family, changed);
    }

    /** {@code tiled GROUP_M=16 GROUP_N=16}. */
    @Override
    public String toString() {
        return family
                + parameters.entrySet().stream()
                        .map(parameter -> " " + parameter.getKey() + "=" + parameter.getValue())
                        .collect(Collectors.joining());
    }
}
