package dev.santoku.backend.opencl.family;

import java.util.List;

/**
 * One parameter of a kernel family and the values worth trying.
 *
 * @param name as in {@link Parameters}; most are macros of the kernel's file, which tells what they are
 * @param values at least one, in ascending order
 */
public record Dimension(String name, List<Integer> values) {
    public Dimension {
        if (values.isEmpty()) {
            throw new IllegalArgumentException(name + " has no value to try");
        }
        values = List.copyOf(values);
    }

    static Dimension of(String name, Integer... values) {
        return new Dimension(name, List.of(values));
    }
}
