package dev.santoku.yardstick;

import com.sun.jna.NativeLibrary;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

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
     * @return how many it says that it uses; 0 where nobody told it
     */
    int use(int count);

    /** So many, and how that is known. */
    String inWords(int count);

    /** Those of a loaded library. FlexiBLAS first, which passes the number on; OpenMP last, which may be below any of them. */
    static CblasThreads of(NativeLibrary library) {
        return Stream.of(
                        new Calls(library, "flexiblas_set_num_threads", "flexiblas_get_num_threads", false),
                        new Calls(library, "openblas_set_num_threads", "openblas_get_num_threads", false),
                        new Calls(library, "MKL_Set_Num_Threads", "MKL_Get_Max_Threads", false),
                        new Calls(library, "bli_thread_set_num_threads", "bli_thread_get_num_threads", true),
                        new Calls(library, "nvpl_blas_set_num_threads", "nvpl_blas_get_max_threads", false),
                        new Calls(library, "omp_set_num_threads", "omp_get_max_threads", false))
                .filter(calls -> CblasNames.has(library, calls.set) && CblasNames.has(library, calls.get))
                .map(CblasThreads.class::cast)
                .findFirst()
                .orElseGet(() -> new Variable(Optional.ofNullable(System.getenv(VARIABLES.get(0)))));
    }

    /**
     * Two functions of a library.
     *
     * @param wide whether they count in BLIS's {@code dim_t} of 64 bits, instead of {@code int}
     */
    record Calls(NativeLibrary library, String set, String get, boolean wide) implements CblasThreads {
        @Override
        public int use(int count) {
            Object argument = wide ? (Object) Long.valueOf(count) : (Object) Integer.valueOf(count);
            library.getFunction(set).invokeVoid(new Object[] {argument});
            return wide
                    ? Math.toIntExact(library.getFunction(get).invokeLong(new Object[0]))
                    : library.getFunction(get).invokeInt(new Object[0]);
        }

        @Override
        public String inWords(int count) {
            return "%d thread%s".formatted(count, count == 1 ? "" : "s");
        }
    }

    /** What a library without a call was told before it was loaded; whether it obeys is not known. */
    record Variable(Optional<String> value) implements CblasThreads {
        @Override
        public int use(int count) {
            return value.filter(text -> text.matches("[1-9][0-9]{0,5}"))
                    .map(Integer::valueOf)
                    .orElse(0);
        }

        @Override
        public String inWords(int count) {
            return VARIABLES.get(0) + "=" + count;
        }
    }
}
