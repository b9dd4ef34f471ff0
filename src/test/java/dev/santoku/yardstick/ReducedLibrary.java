package dev.santoku.yardstick;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;

/** A library with the CBLAS interface and a product of bf16, in three loops, for none that setup.sh installs has one. */
final class ReducedLibrary {
    private ReducedLibrary() {}

    /** @param function the product's name */
    static Path build(Path folder, String function) throws Exception {
        Path library = folder.resolve("libreduced.so");
        List<String> gcc = List.of(
                "gcc",
                "-shared",
                "-fPIC",
                "-DGOES_WRONG=",
                "-DTHREADS",
                "-DREDUCED=" + function,
                "-o",
                library.toString(),
                "src/test/icd/cblas.c");
        assertThat(new ProcessBuilder(gcc).inheritIO().start().waitFor())
                .as("gcc, which scripts/setup.sh --tests installs")
                .isZero();
        return library;
    }
}
