package dev.santoku.faults;

import com.sun.jna.Function;
import com.sun.jna.NativeLibrary;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * CUDA's driver without a GPU, which computes and goes wrong on demand as {@code src/test/cuda/fakecuda.c} describes. Built with
 * gcc once, into {@code target/cuda}.
 */
public final class FakeCudaDriver {
    private static final Path SOURCE = Path.of("src/test/cuda/fakecuda.c");
    private static final Path LIBRARY = Path.of("target/cuda/libcuda.so.1").toAbsolutePath();

    /** Builds the driver where it is not built yet. */
    public FakeCudaDriver() throws IOException, InterruptedException {
        SharedLibrary.build(SOURCE, LIBRARY, List.of("-std=gnu11", "-O2", "-Wl,-soname,libcuda.so.1"));
    }

    /** Its path. */
    public String library() {
        return LIBRARY.toString();
    }

    /** In this process; empty for none. */
    public void fault(String name) {
        function("fake_fault").invokeInt(new Object[] {name});
    }

    /** The compute capability of its devices from now on, in this process, such as 80; 0 for that of the beginning. */
    public void capability(int number) {
        function("fake_capability").invokeVoid(new Object[] {number});
    }

    /** Memory, modules, streams, events and contexts of this process that were not given back. */
    public int held() {
        return function("fake_held").invokeInt(new Object[0]);
    }

    private Function function(String name) {
        return NativeLibrary.getInstance(library()).getFunction(name);
    }

    /**
     * The environment of a process that finds it.
     *
     * @param settings {@code NAME=VALUE}, without {@code SANTOKU_CUDA_}
     */
    public Map<String, String> environment(String... settings) {
        Map<String, String> environment = new TreeMap<>();
        environment.put("LD_LIBRARY_PATH", LIBRARY.getParent().toString());
        for (String setting : settings) {
            String[] parts = setting.split("=", 2);
            environment.put("SANTOKU_CUDA_" + parts[0], parts[1]);
        }
        return environment;
    }
}
