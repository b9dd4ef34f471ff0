package dev.santoku.yardstick;

import com.sun.jna.Function;
import com.sun.jna.Pointer;
import java.util.Optional;
import java.util.concurrent.locks.StampedLock;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.openblas.global.openblas_nolapack;

/**
 * The native library. It is loaded once for the process, and so is its number of threads: this class is the only one
 * that sets it.
 */
final class OpenBlas {
    private final String name;

    /** OpenBLAS may deadlock if its number of threads changes while it computes: those who compute hold it to read. */
    private final StampedLock computing = new StampedLock();

    private Threads threads = new Threads(0, 0);

    private OpenBlas(String name) {
        this.name = name;
    }

    /** The library, or the obstacle; the same answer each time. */
    static Loading load() {
        return OnceForTheProcess.LOADING;
    }

    /**
     * What became of loading it.
     *
     * @param library empty where something is missing
     * @param reason what is missing; empty where nothing is
     * @param cure what mends it
     */
    record Loading(Optional<OpenBlas> library, String reason, String cure) {}

    /**
     * The number of threads.
     *
     * @param asked what it was told
     * @param granted what it says that it uses: no more than it was built for
     */
    private record Threads(int asked, int granted) {}

    private static final class OnceForTheProcess {
        static final Loading LOADING = tryToLoad();

        private static Loading tryToLoad() {
            String platform = Loader.getPlatform();
            if (!isOnClassPath(platform)) {
                return new Loading(
                        Optional.empty(),
                        "OpenBLAS's native library for %s was not fetched".formatted(platform),
                        "scripts/setup.sh --yardsticks fetches it (24 MB)");
            }
            try {
                NativeCache.use();
                Loader.load(openblas_nolapack.class);
                return new Loading(Optional.of(new OpenBlas(describe())), "", "");
            } catch (LinkageError | RuntimeException e) { // a foreign loader: whatever it throws is the reason
                return new Loading(
                        Optional.empty(),
                        "OpenBLAS's native library does not load: " + e.getMessage(),
                        "none: leave it out of --backends");
            }
        }

        private static boolean isOnClassPath(String platform) {
            String library = System.mapLibraryName("jniopenblas_nolapack");
            return openblas_nolapack.class.getResource("/org/bytedeco/openblas/" + platform + "/" + library) != null;
        }

        /** Such as {@code OpenBLAS 0.3.31 (SkylakeX)}: its version and the kind of core that its kernels are for. */
        private static String describe() {
            String[] words = function("openblas_get_config")
                    .invokeString(new Object[0], false)
                    .split(" ", 3);
            String core = function("openblas_get_corename").invokeString(new Object[0], false);
            return "%s %s (%s)".formatted(words[0], words[1], core);
        }
    }

    /** A function that the bindings leave out. */
    private static Function function(String symbol) {
        return Function.getFunction(new Pointer(Loader.addressof(symbol).address()));
    }

    /** Its {@code cblas_sbgemm}, a product of bf16 with sums in f32, which the presets' builds for Arm have. */
    Optional<Function> bf16() {
        return Optional.ofNullable(Loader.addressof("cblas_sbgemm"))
                .map(address -> Function.getFunction(new Pointer(address.address())));
    }

    /** Its version and the kind of core that its kernels are for. */
    String name() {
        return name;
    }

    /** The name of a processor on which this library runs so many threads. */
    String on(String processor, int count) {
        return "%s, %s, %d thread%s".formatted(processor, name, count, count == 1 ? "" : "s");
    }

    /**
     * Has products run on so many threads from now on; waits until none is computed.
     *
     * @return how many it really uses
     */
    int useThreads(int count) {
        long stamp = computing.writeLock();
        try {
            if (threads.asked != count) {
                org.bytedeco.openblas.presets.openblas_nolapack.blas_set_num_threads(count);
                threads =
                        new Threads(count, function("openblas_get_num_threads").invokeInt(new Object[0]));
            }
            return threads.granted;
        } finally {
            computing.unlockWrite(stamp);
        }
    }

    /**
     * Computes on so many threads.
     *
     * @return how many it really used
     */
    int compute(int count, Runnable product) {
        while (true) {
            long stamp = computing.readLock();
            try {
                if (threads.asked == count) {
                    product.run();
                    return threads.granted;
                }
            } finally {
                computing.unlockRead(stamp);
            }
            useThreads(count); // a multiplier of another number had its turn
        }
    }
}
