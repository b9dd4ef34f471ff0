package dev.santoku.yardstick;

import com.sun.jna.FunctionMapper;
import com.sun.jna.Library;
import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import dev.santoku.backend.BackendException;
import dev.santoku.matrix.Precision;
import java.io.IOException;
import java.io.InputStream;
import java.lang.invoke.MethodHandles;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/**
 * A library with the CBLAS interface, loaded once for the process, as its number of threads is the process's. One product at a
 * time: some libraries keep that number by thread, others for all, and OpenBLAS may deadlock if it changes within a product.
 */
final class Cblas {
    /** {@code RTLD_NOW} without {@code RTLD_GLOBAL}: else a second library would be bound to functions of the first. */
    private static final Map<String, Object> ALONE = Map.of(Library.OPTION_OPEN_FLAGS, 2);

    /**
     * Products of A and B in a reduced format with sums and C in f32, all with the arguments of {@code cblas_sgemm}. Source: {@code
     * cblas.h} of OpenBLAS, which has the first where it was built with {@code BUILD_BFLOAT16=1}; oneMKL's reference, {@code
     * cblas_gemm_bf16bf16f32} and {@code cblas_gemm_f16f16f32}.
     */
    private static final Map<String, Precision> REDUCED = Map.of(
            "cblas_sbgemm", Precision.BF16,
            "cblas_gemm_bf16bf16f32", Precision.BF16,
            "cblas_gemm_f16f16f32", Precision.F16);

    private static final Map<Path, Cblas> LOADED = new ConcurrentHashMap<>();

    /** By the format of A and B. */
    private final Map<Precision, CblasGemm> gemms;

    private final CblasThreads threads;
    private final String name;
    private Setting last = new Setting(Thread.currentThread(), 0, 0);

    private Cblas(Map<Precision, CblasGemm> gemms, CblasThreads threads, String name) {
        this.gemms = gemms;
        this.threads = threads;
        this.name = name;
    }

    /**
     * The number of threads as it was set last.
     *
     * @param caller the thread that set it
     * @param asked what the library was told
     * @param granted what it says that it uses
     */
    private record Setting(Thread caller, int asked, int granted) {}

    /**
     * The library in a file.
     *
     * @throws BackendException when it does not load, or is none with 32-bit integers; no message holds its folder
     */
    static Cblas of(CblasFile file) {
        return LOADED.computeIfAbsent(file.path(), path -> load(file));
    }

    private static Cblas load(CblasFile file) {
        try {
            NativeLibrary library = NativeLibrary.getInstance(file.path().toString(), ALONE);
            CblasNames names = new CblasNames(library);
            if (names.isWide()) {
                throw new BackendException(CblasFile.wide(file.path()));
            }
            return new Cblas(bindAll(library, file.path()), CblasThreads.of(library), names.describe(file));
        } catch (LinkageError e) {
            throw new BackendException(
                    "%s does not load: %s".formatted(file.path().getFileName(), reason(e, file)), e);
        }
    }

    /** JNA's words on its last line, without where the library lies. */
    private static String reason(LinkageError e, CblasFile file) {
        List<String> lines = String.valueOf(e.getMessage())
                .lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty())
                .toList();
        String folder = String.valueOf(file.path().getParent());
        return lines.get(Math.min(1, lines.size() - 1)).replace(folder + "/", "");
    }

    private static Map<Precision, CblasGemm> bindAll(NativeLibrary library, Path path) {
        Map<Precision, CblasGemm> bound = new EnumMap<>(Precision.class);
        CblasGemm full = bind(library);
        Precision.full().forEach(precision -> bound.put(precision, full));
        REDUCED.forEach((symbol, precision) -> {
            if (CblasNames.has(library, symbol)) {
                bound.putIfAbsent(precision, bind(NativeLibrary.getInstance(path.toString(), renaming(symbol))));
            }
        });
        return bound;
    }

    /** The same library, whose {@code cblas_sgemm} is another function of the same arguments. */
    private static Map<String, Object> renaming(String symbol) {
        FunctionMapper mapper = (library, method) -> method.getName().equals("cblas_sgemm") ? symbol : method.getName();
        Map<String, Object> options = new HashMap<>(ALONE);
        options.put(Library.OPTION_FUNCTION_MAPPER, mapper);
        return options;
    }

    private static CblasGemm bind(NativeLibrary library) {
        try (InputStream code = Cblas.class.getResourceAsStream(CblasFunctions.class.getSimpleName() + ".class")) {
            Class<?> functions = MethodHandles.lookup()
                    .defineHiddenClass(code.readAllBytes(), true)
                    .lookupClass();
            Native.register(functions, library);
            return (CblasGemm) functions.getDeclaredConstructor().newInstance();
        } catch (IOException | ReflectiveOperationException e) {
            throw new IllegalStateException("the class of CBLAS's functions cannot be copied", e);
        }
    }

    /** Whether it has a product of A and B in this format. */
    boolean multiplies(Precision format) {
        return gemms.containsKey(format);
    }

    /** Its name, its version and what its kernels are for. */
    String name() {
        return name;
    }

    /** The name of a processor on which this library runs so many threads. */
    String on(String processor, int count) {
        return "%s, %s, %s".formatted(processor, name, threads.inWords(count));
    }

    /**
     * Has this thread's next product run on so many threads.
     *
     * @return how many the library says that it uses
     */
    synchronized int useThreads(int count) {
        if (last.asked != count || last.caller != Thread.currentThread()) {
            last = new Setting(Thread.currentThread(), count, threads.use(count));
        }
        return last.granted;
    }

    /**
     * Computes on so many threads.
     *
     * @param format of A and B, one that it {@linkplain #multiplies multiplies}
     * @return how many it really used, as far as it says
     */
    synchronized int compute(int count, Precision format, Consumer<CblasGemm> product) {
        int used = useThreads(count);
        product.accept(gemms.get(format));
        return used;
    }
}
