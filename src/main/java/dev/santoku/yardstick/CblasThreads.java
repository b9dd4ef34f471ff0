package dev.santoku.yardstick;

import com.sun.jna.NativeLibrary;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How a library is told its number of threads: by a call of its own, or of the OpenMP that it runs on, else by the environment
 * that it was loaded in.
 */
interface CblasThreads {
    /** What libraries without a call read as they are loaded: those on OpenMP, and Accelerate. */
    List<String> VARIABLES = List.of("OMP_NUM_THREADS", "VECLIB_MAXIMUM_THREADS");

    /**
     * Has products that this thread calls for run on so many.
     *
     * @return how many it says that it uses
     */
    int use(int count);

    /** Those of a loaded library. FlexiBLAS first, which passes the number on; OpenMP last, which may be below any of them. */
    static CblasThreads of(NativeLibrary library) {
        return List.of(
                        new Calls("flexiblas_set_num_threads", "flexiblas_get_num_threads", false),
                        new Calls("openblas_set_num_threads", "openblas_get_num_threads", false),
                        new Calls("MKL_Set_Num_Threads", "MKL_Get_Max_Threads", false),
                        new Calls("bli_thread_set_num_threads", "bli_thread_get_num_threads", true),
                        new Calls("nvpl_blas_set_num_threads", "nvpl_blas_get_max_threads", false),
                        new Calls("omp_set_num_threads", "omp_get_max_threads", false))
                .stream()
                .filter(calls -> CblasNames.has(library, calls.set) && CblasNames.has(library, calls.get))
                .findFirst()
                .<CblasThreads>map(calls -> count -> calls.use(library, count))
                .orElseGet(() -> count -> ofEnvironment(System.getenv()));
    }

    /** What a library reads there; 0 where that is nothing. */
    private static int ofEnvironment(Map<String, String> environment) {
        return VARIABLES.stream()
                .flatMap(name -> Optional.ofNullable(environment.get(name)).stream())
                .filter(value -> value.matches("[1-9][0-9]{0,5}"))
                .mapToInt(Integer::parseInt)
                .findFirst()
                .orElse(0);
    }

    /**
     * Two functions of a library.
     *
     * @param wide whether they count in BLIS's {@code dim_t} of 64 bits, instead of {@code int}
     */
    record Calls(String set, String get, boolean wide) {
        private int use(NativeLibrary library, int count) {
            Object argument = wide ? (Object) Long.valueOf(count) : (Object) Integer.valueOf(count);
            library.getFunction(set).invokeVoid(new Object[] {argument});
            return wide
                    ? Math.toIntExact(library.getFunction(get).invokeLong(new Object[0]))
                    : library.getFunction(get).invokeInt(new Object[0]);
        }
    }
}
