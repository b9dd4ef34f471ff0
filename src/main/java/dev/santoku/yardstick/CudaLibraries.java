package dev.santoku.yardstick;

import com.sun.jna.Library;
import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import dev.santoku.backend.Availability;
import java.lang.System.Logger;
import java.lang.reflect.Method;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Finds CUDA's libraries by their names; nothing of CUDA is needed to build. */
final class CudaLibraries {
    private static final Logger LOG = System.getLogger(CudaLibraries.class.getName());

    /** Releases whose functions are those that we call, the newest first. */
    private static final List<Integer> RELEASES = List.of(13, 12);

    /** Where NVIDIA's installers put them, registered with the dynamic loader or not. */
    private static final String USUAL_FOLDER = "/usr/local/cuda/lib64";

    private CudaLibraries() {}

    /**
     * What became of loading them.
     *
     * @param cuda empty where something is missing
     * @param obstacle what is missing; empty where nothing is
     */
    record Loading(Optional<Cuda> cuda, Optional<Availability.Unavailable> obstacle) {}

    /** The newest release that is complete, or the obstacle: of a library that is there and lacks something, else of all. */
    static Loading load() {
        Optional<String> trouble = Optional.empty();
        for (int release : RELEASES) {
            try {
                return new Loading(Optional.of(load(release)), Optional.empty());
            } catch (MissingSymbolException e) {
                trouble = trouble.or(() -> Optional.of(e.getMessage()));
            } catch (LinkageError e) {
                LOG.log(Logger.Level.DEBUG, e.getMessage()); // not there: perhaps an older release is
            }
        }
        return new Loading(
                Optional.empty(),
                Optional.of(new Availability.Unavailable(
                        trouble.orElse("no cuBLAS on this machine: the dynamic loader finds no libcublas.so.13 or "
                                + "libcublas.so.12 together with its libcudart.so"),
                        "beside an NVIDIA GPU, install cuBLAS and the runtime of CUDA 12 or 13 and name their folder in "
                                + "LD_LIBRARY_PATH")));
    }

    private static Cuda load(int release) {
        String fileName = "libcublas.so." + release;
        CudaRuntime runtime = load("libcudart.so." + release, "cudart", CudaRuntime.class, List.of());
        CuBlas blas = load(fileName, "cublas", CuBlas.class, Gemm.names());
        NativeLibrary library = NativeLibrary.getInstance(fileName);
        return new Cuda(runtime, blas, (function, arguments) -> library.getFunction(function)
                .invokeInt(arguments));
    }

    /**
     * One library with all functions of an interface.
     *
     * @param others functions that it must have besides
     * @throws MissingSymbolException when one is not there: better now than in mid-run
     * @throws UnsatisfiedLinkError when the library cannot be loaded
     */
    static <L extends Library> L load(String fileName, String name, Class<L> functions, List<String> others) {
        NativeLibrary.addSearchPath(fileName, USUAL_FOLDER);
        NativeLibrary library = NativeLibrary.getInstance(fileName);
        Stream.concat(symbols(functions), others.stream())
                .filter(symbol -> !has(library, symbol))
                .findFirst()
                .ifPresent(missing -> {
                    throw new MissingSymbolException(
                            "%s has no function %s: it is no %s that we know".formatted(fileName, missing, name));
                });
        return Native.load(fileName, functions);
    }

    /** The functions that an interface asks of its library. */
    static Stream<String> symbols(Class<? extends Library> functions) {
        return Stream.of(functions.getDeclaredMethods()).map(Method::getName).sorted();
    }

    private static boolean has(NativeLibrary library, String symbol) {
        try {
            library.getFunction(symbol);
            return true;
        } catch (UnsatisfiedLinkError e) {
            return false;
        }
    }

    /** A library is there and lacks a function. */
    static final class MissingSymbolException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        MissingSymbolException(String message) {
            super(message);
        }
    }
}
