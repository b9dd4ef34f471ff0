package dev.santoku.backend.opencl;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** The OpenCL C that the build packs from {@code kernels/} into the jar. */
final class KernelSource {
    private KernelSource() {}

    /** The text of {@code kernels/<name>.cl}. */
    static String read(String name) {
        String resource = "/dev/santoku/kernels/" + name + ".cl";
        try (InputStream stream = KernelSource.class.getResourceAsStream(resource)) {
            if (stream == null) {
                throw new IllegalStateException("the jar lacks " + resource + ": build it again");
            }
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + resource + " out of the jar", e);
        }
    }
}
