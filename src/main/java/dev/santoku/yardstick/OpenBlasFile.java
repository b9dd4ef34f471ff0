package dev.santoku.yardstick;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.openblas.global.openblas_nolapack;

/** The file of the OpenBLAS that is the yardstick, for others that load a BLAS by its path. */
public final class OpenBlasFile {
    private OpenBlasFile() {}

    /** Where it was unpacked; empty where it was not fetched, or does not load. */
    public static Optional<Path> find() {
        if (OpenBlas.load().library().isEmpty()) {
            return Optional.empty();
        }
        String name = System.mapLibraryName("openblas_nolapack");
        Path bindings = Path.of(Loader.load(openblas_nolapack.class));
        try (Stream<Path> files = Files.list(bindings.getParent())) {
            return files.filter(file -> file.getFileName().toString().startsWith(name))
                    .findFirst();
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
