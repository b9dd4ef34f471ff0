package dev.santoku.yardstick;

import dev.santoku.backend.Availability;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * A file that should be a library with the CBLAS interface. Reading it loads nothing: a library that crashes as it is loaded
 * ends its own contender alone.
 *
 * @param name of its variant
 * @param path as the user or a folder names it
 */
record CblasFile(String name, Path path) {
    /** Both are needed, with 32-bit integers. A name ends with a zero byte in all tables of symbols. */
    private static final List<String> NEEDED = List.of("cblas_sgemm\0", "cblas_dgemm\0");

    /** As OpenBLAS, and as MKL and the reference BLAS call the same with 64-bit integers. */
    private static final List<String> WIDE = List.of("cblas_sgemm64_\0", "cblas_sgemm_64\0");

    /** Of libraries whose functions with 64-bit integers bear the names of the others. */
    private static final Pattern WIDE_NAME = Pattern.compile("ilp64|(?:blas|blis)_?64_?\\.");

    private static final int CHUNK = 1 << 20;
    private static final int OVERLAP = 16;
    private static final String CURE =
            "name another library with --cblas, one with 32-bit integers (LP64), or leave it out";

    /** The name of the file that links lead to. */
    String fileName() {
        Path real;
        try {
            real = path.toRealPath();
        } catch (IOException e) {
            real = path;
        }
        return real.getFileName().toString();
    }

    /** What keeps it from being used, as far as its file tells. */
    Optional<Availability.Unavailable> obstacle() {
        if (path.endsWith(CblasFinder.ACCELERATE)) {
            return Optional.empty(); // macOS keeps its own libraries in a cache, not in files
        }
        try {
            return reason().map(reason -> new Availability.Unavailable(reason, CURE));
        } catch (IOException e) {
            return Optional.of(new Availability.Unavailable(path.getFileName() + " cannot be read", CURE));
        }
    }

    private Optional<String> reason() throws IOException {
        if (WIDE_NAME.matcher(path.getFileName().toString()).find()
                || WIDE_NAME.matcher(fileName()).find()) {
            return Optional.of(wide(path));
        }
        TreeSet<String> found = symbols();
        if (found.containsAll(NEEDED)) {
            return Optional.empty();
        } else if (WIDE.stream().anyMatch(found::contains)) {
            return Optional.of(wide(path));
        }
        return Optional.of("%s has no functions cblas_sgemm and cblas_dgemm: it is no library with the CBLAS interface"
                .formatted(path.getFileName()));
    }

    /** How a library with 64-bit integers is refused. */
    static String wide(Path path) {
        return "%s takes 64-bit integers (ILP64), and is called with 32-bit ones".formatted(path.getFileName());
    }

    private TreeSet<String> symbols() throws IOException {
        TreeSet<String> found = new TreeSet<>();
        try (InputStream file = Files.newInputStream(path)) {
            String before = "";
            for (byte[] bytes = file.readNBytes(CHUNK); bytes.length > 0; bytes = file.readNBytes(CHUNK)) {
                String text = before + new String(bytes, StandardCharsets.ISO_8859_1);
                NEEDED.stream().filter(text::contains).forEach(found::add);
                WIDE.stream().filter(text::contains).forEach(found::add);
                if (found.containsAll(NEEDED)) {
                    break;
                }
                before = text.substring(Math.max(0, text.length() - OVERLAP));
            }
        }
        return found;
    }
}
