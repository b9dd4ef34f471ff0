package dev.santoku.backend.opencl.family;

import dev.santoku.backend.opencl.handle.GpuArchitecture;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What is compiled: steps with equal sources, macros and flags share one program.
 *
 * @param source the name of a file in {@code kernels/}, without its ending
 * @param macros given to the compiler
 * @param flags given to the compiler behind them, as OpenCL or its vendor spells them
 */
public record KernelCode(String source, SortedMap<String, Integer> macros, List<String> flags) {
    /** Gives an Intel thread 256 registers. */
    static final String LARGE_FILE = "-cl-intel-256-GRF-per-thread";

    public KernelCode {
        macros = Collections.unmodifiableSortedMap(new TreeMap<>(macros));
        flags = List.copyOf(flags);
    }

    /** The code of a file with macros in any order. */
    public static KernelCode of(String source, Map<String, Integer> macros) {
        return new KernelCode(source, new TreeMap<>(macros), List.of());
    }

    /** The same with one more macro. */
    KernelCode with(String macro, int value) {
        SortedMap<String, Integer> more = new TreeMap<>(macros);
        more.put(macro, value);
        return new KernelCode(source, more, flags);
    }

    /** The same for any number of products at once, one included: what is compiled ahead is compiled so. */
    public KernelCode forBatches() {
        return with("BATCH", 1);
    }

    /**
     * The same for a GPU of that architecture, with so many bytes of sums in a work-item: those of Intel would keep them in
     * memory, were a thread to have as many work-items as its compiler likes, or too few registers.
     */
    KernelCode on(GpuArchitecture architecture, long bytesOfSums) {
        KernelCode code = architecture.takesSubgroupSize() ? with("SUBGROUP", architecture.width()) : this;
        return architecture.hasLargeRegisterFile() && RegisterOptions.needsLargeFile(bytesOfSums)
                ? new KernelCode(code.source, code.macros, List.of(LARGE_FILE))
                : code;
    }

    /** The options given to the compiler. */
    public String options() {
        return Stream.concat(
                        macros.entrySet().stream().map(macro -> "-D" + macro.getKey() + "=" + macro.getValue()),
                        flags.stream())
                .collect(Collectors.joining(" "));
    }

    @Override
    public String toString() {
        return source + ".cl " + options();
    }
}
