package dev.santoku.yardstick;

import com.sun.jna.Memory;
import com.sun.jna.NativeLibrary;
import com.sun.jna.ptr.IntByReference;
import com.sun.jna.ptr.PointerByReference;
import dev.santoku.untrusted.UntrustedText;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * What a library says of itself: name, version, and the processor that its kernels are for, as far as it has a call that tells
 * them.
 */
record CblasNames(NativeLibrary library) {
    private static final int TEXT_BYTES = 256;
    private static final int LP64 = 0;
    private static final int WIDE_BITS = 64;

    /** MKL's {@code MKL_CBWR_…}: the newest instructions that it has kernels with for this processor. */
    private static final Map<Integer, String> BRANCHES = Map.of(
            2,
            "AUTO",
            3,
            "compatible",
            4,
            "SSE2",
            6,
            "SSSE3",
            7,
            "SSE4.1",
            8,
            "SSE4.2",
            9,
            "AVX",
            10,
            "AVX2",
            12,
            "AVX512",
            14,
            "AVX512_E1");

    /** Whether it takes integers of 64 bits under the names of the others. MKL, which has both, is told to take 32. */
    boolean isWide() {
        if (has("MKL_Set_Interface_Layer")) {
            integer("MKL_Set_Interface_Layer", LP64);
        }
        return (has("openblas_get_config") && text("openblas_get_config").contains("USE64BITINT"))
                || (has("bli_info_get_blas_int_type_size")
                        && library.getFunction("bli_info_get_blas_int_type_size")
                                        .invokeLong(new Object[0])
                                == WIDE_BITS);
    }

    /** In words; a library that has no call for it by its file's name, which has its version as a rule. */
    String describe(CblasFile file) {
        return Stream.<Supplier<Optional<String>>>of(
                        this::flexiBlas, this::mkl, this::blis, this::openBlas, this::armPl, this::nvpl)
                .flatMap(ask -> ask.get().stream())
                .findFirst()
                .map(UntrustedText::name)
                .orElseGet(file::fileName);
    }

    private Optional<String> flexiBlas() {
        if (!has("flexiblas_get_version") || !has("flexiblas_current_backend")) {
            return Optional.empty();
        }
        try (Memory backend = new Memory(TEXT_BYTES)) {
            backend.clear();
            integer("flexiblas_current_backend", backend, TEXT_BYTES);
            return Optional.of("FlexiBLAS %s (%s)".formatted(numbers("flexiblas_get_version"), backend.getString(0)));
        }
    }

    /** The version without what it is for. */
    private Optional<String> mkl() {
        if (!has("MKL_Get_Version_String")) {
            return Optional.empty();
        }
        try (Memory text = new Memory(TEXT_BYTES)) {
            text.clear();
            library.getFunction("MKL_Get_Version_String").invokeVoid(new Object[] {text, TEXT_BYTES - 1});
            String version = text.getString(0).replaceFirst(".*Version ([0-9.]+).*", "$1");
            String branch = has("MKL_CBWR_Get_Auto_Branch")
                    ? BRANCHES.getOrDefault(integer("MKL_CBWR_Get_Auto_Branch"), "another branch")
                    : "unknown kernels";
            return Optional.of("MKL %s (%s)".formatted(version, branch));
        }
    }

    private Optional<String> blis() {
        if (!has("bli_info_get_version_str")) {
            return Optional.empty();
        }
        String kernels = has("bli_arch_query_id") && has("bli_arch_string")
                ? library.getFunction("bli_arch_string")
                        .invokeString(new Object[] {integer("bli_arch_query_id")}, false)
                : "unknown kernels";
        String version = text("bli_info_get_version_str");
        return Optional.of("%s (%s)".formatted(version.startsWith("AOCL") ? version : "BLIS " + version, kernels));
    }

    private Optional<String> openBlas() {
        if (!has("openblas_get_config")) {
            return Optional.empty();
        }
        String[] words = text("openblas_get_config").split(" ", 3);
        return Optional.of("%s %s (%s)".formatted(words[0], words[1], text("openblas_get_corename")));
    }

    private Optional<String> armPl() {
        if (!has("armplversion")) {
            return Optional.empty();
        }
        IntByReference[] parts = {new IntByReference(), new IntByReference(), new IntByReference()};
        library.getFunction("armplversion")
                .invokeVoid(new Object[] {parts[0], parts[1], parts[2], new PointerByReference()});
        return Optional.of("Arm Performance Libraries " + joined(parts));
    }

    private Optional<String> nvpl() {
        return has("nvpl_blas_get_version")
                ? Optional.of("NVPL BLAS " + integer("nvpl_blas_get_version"))
                : Optional.empty();
    }

    private String numbers(String function) {
        IntByReference[] parts = {new IntByReference(), new IntByReference(), new IntByReference()};
        library.getFunction(function).invokeVoid((Object[]) parts);
        return joined(parts);
    }

    private static String joined(IntByReference... parts) {
        return String.join(
                ".",
                Stream.of(parts)
                        .map(IntByReference::getValue)
                        .map(Object::toString)
                        .toList());
    }

    private String text(String function) {
        return library.getFunction(function).invokeString(new Object[0], false);
    }

    private int integer(String function, Object... arguments) {
        return library.getFunction(function).invokeInt(arguments);
    }

    private boolean has(String function) {
        return has(library, function);
    }

    /** Whether a library, or one that it stands on, has a function. */
    static boolean has(NativeLibrary library, String function) {
        try {
            library.getFunction(function);
            return true;
        } catch (UnsatisfiedLinkError e) {
            return false;
        }
    }
}
