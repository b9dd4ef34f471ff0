package dev.santoku.backend.opencl.family;

import dev.santoku.backend.Candidate;
import java.util.Arrays;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * A point in a kernel family's parameter space: what a tuner finds and a file keeps.
 *
 * @param family the family's id
 * @param values one for each dimension of the family's space, by name
 */
public record Parameters(String family, SortedMap<String, Integer> values) {
    public Parameters {
        values = Collections.unmodifiableSortedMap(new TreeMap<>(values));
    }

    /** The values in any order. */
    public static Parameters of(String family, Map<String, Integer> values) {
        return new Parameters(family, new TreeMap<>(values));
    }

    /** Such as {@code warp BAND=8 BLOCK_K=16 …}: a family and its values in any order, as {@link #toString} writes them. */
    static Parameters parse(String text) {
        String[] words = text.split(" ");
        SortedMap<String, Integer> values = new TreeMap<>();
        for (String word : Arrays.asList(words).subList(1, words.length)) {
            String[] value = word.split("=", 2);
            values.put(value[0], Integer.valueOf(value[1]));
        }
        return new Parameters(words[0], values);
    }

    /** What a tuner tried out. */
    public static Parameters of(Candidate candidate) {
        return new Parameters(candidate.family(), candidate.parameters());
    }

    /** As a tuner tries them out. */
    public Candidate candidate() {
        return new Candidate(family, values);
    }

    /**
     * The value of a name.
     *
     * @throws IllegalArgumentException when there is none
     */
    int get(String name) {
        Integer value = values.get(name);
        if (value == null) {
            throw new IllegalArgumentException("%s lacks %s".formatted(this, name));
        }
        return value;
    }

    /** The same but for one value. */
    public Parameters with(String name, int value) {
        SortedMap<String, Integer> changed = new TreeMap<>(values);
        changed.put(name, value);
        return new Parameters(family, changed);
    }

    @Override
    public String toString() {
        return family
                + values.entrySet().stream()
                        .map(value -> " " + value.getKey() + "=" + value.getValue())
                        .collect(Collectors.joining());
    }
}
