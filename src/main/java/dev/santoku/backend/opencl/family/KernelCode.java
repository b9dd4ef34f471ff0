package dev.santoku.backend.opencl.family;

import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What is compiled: steps with equal sources and macros share one program.
 *
 * @param source the name of a file in {@code kernels/}, without its ending
 * @param macros given to the compiler
 */
public record KernelCode(String source, SortedMap<String, Integer> macros) {
    public KernelCode {
        macros = Collections.unmodifiableSortedMap(new TreeMap<>(macros));
    }

    /** The code of a file with macros in any order. */
    public static KernelCode of(String source, Map<String, Integer> macros) {
        return new KernelCode(source, new TreeMap<>(macros));
    }

    /** The same with one more macro. */
    KernelCode with(String macro, int value) {
        SortedMap<String, Integer> more = new TreeMap<>(macros);
        more.put(macro, value);
        return new KernelCode(source, more);
    }

    /** The options given to the compiler. */
    public String options() {
        return macros.entrySet().stream()
                .map(macro -> "-D" + macro.getKey() + "=" + macro.getValue())
                .collect(Collectors.joining(" "));
    }

    @Override
    public String toString() {
        return source + ".cl " + options();
    }
}
