package dev.santoku.backend.opencl.cuda;

import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Pointer;
import com.sun.jna.ptr.PointerByReference;
import java.lang.System.Logger;
import java.lang.reflect.Method;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * CUDA's driver, with every status looked at.
 *
 * @param driver its functions
 */
record Cuda(CudaDriver driver) {
    private static final Logger LOG = System.getLogger(Cuda.class.getName());

    private static final String LIBRARY = "libcuda.so.1";

    /** Where it lies besides the dynamic loader's folders: WSL2's, and those of containers and of Jetson. */
    private static final List<String> FOLDERS = List.of(
            "/usr/lib/wsl/lib",
            "/usr/local/nvidia/lib64",
            "/usr/lib/aarch64-linux-gnu/tegra",
            "/usr/lib/aarch64-linux-gnu/nvidia");

    /** Empty where there is none, or one that lacks a function. */
    static Optional<Cuda> load() {
        return Stream.concat(Stream.of(LIBRARY), FOLDERS.stream().map(folder -> folder + "/" + LIBRARY))
                .flatMap(name -> load(name).stream())
                .findFirst();
    }

    /** The same of a library of that name or path. */
    static Optional<Cuda> load(String name) {
        try {
            NativeLibrary library = NativeLibrary.getInstance(name);
            for (Method function : CudaDriver.class.getDeclaredMethods()) {
                library.getFunction(function.getName()); // better now than in mid-run
            }
            return Optional.of(new Cuda(Native.load(name, CudaDriver.class)));
        } catch (LinkageError e) {
            LOG.log(Logger.Level.DEBUG, e.getMessage());
            return Optional.empty();
        }
    }

    /**
     * Looks at a status.
     *
     * @throws CudaException for anything but success
     */
    void check(int status, String call) {
        if (status != 0) {
            throw new CudaException(status, "%s failed with %s".formatted(call, describe(status)));
        }
    }

    /** {@code CUDA_ERROR_OUT_OF_MEMORY (2), out of memory}. */
    private String describe(int status) {
        PointerByReference name = new PointerByReference();
        PointerByReference text = new PointerByReference();
        if (driver.cuGetErrorName(status, name) != 0 || driver.cuGetErrorString(status, text) != 0) {
            return "status " + status;
        }
        return "%s (%d), %s".formatted(string(name), status, string(text));
    }

    private static String string(PointerByReference text) {
        Pointer bytes = text.getValue();
        return bytes == null ? "unknown" : bytes.getString(0, "UTF-8");
    }
}
