package dev.santoku.host;

import dev.santoku.untrusted.UntrustedText;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * Variables of the environment that change what a BLAS does, without a word in what it returns: kernels for another processor
 * ({@code OPENBLAS_CORETYPE}, {@code MKL_ENABLE_INSTRUCTIONS}, {@code BLIS_ARCH_TYPE}, {@code AOCL_ENABLE_INSTRUCTIONS}), other
 * block sizes ({@code OPENBLAS_L2_SIZE}), another number of threads or place for them ({@code OMP_}, {@code GOTO_}, {@code KMP_}
 * and {@code GOMP_} of Intel's and GNU's OpenMP, {@code VECLIB_} of Accelerate), another library behind the name ({@code
 * FLEXIBLAS}), other kernels on a GPU ({@code CLBLAST_}, {@code CUBLAS_}, {@code NVIDIA_TF32_OVERRIDE}).
 *
 * <p>They are known by how they begin, since each release adds some. What tells where a library lies ({@code MKLROOT}, {@code
 * AOCL_ROOT}) stays.
 */
public final class BlasVariables {
    private static final Pattern NAME =
            Pattern.compile("(?:OPENBLAS|GOTO|OMP|KMP|GOMP|MKL|BLIS|ARMPL|NVPL|VECLIB|CLBLAST|CUBLAS|AOCL(?!_ROOT$))_.+"
                    + "|FLEXIBLAS.*|NVIDIA_TF32_OVERRIDE");

    private BlasVariables() {}

    /** The names of those in an environment, sorted. */
    public static Set<String> in(Map<String, String> environment) {
        Set<String> names = new TreeSet<>(environment.keySet());
        names.removeIf(name -> !NAME.matcher(name).matches());
        return names;
    }

    /** In a line, that processes of yardsticks do not get these; empty where there are none. */
    public static Optional<String> told(Set<String> names) {
        return names.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        "set aside for yardsticks, since they change what a BLAS does: %s; --yardstick-env keeps them"
                                .formatted(UntrustedText.line(String.join(", ", names))));
    }
}
