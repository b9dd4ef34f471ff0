package dev.santoku.host;

import dev.santoku.files.RegularFile;
import dev.santoku.files.WholeFile;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.Properties;
import java.util.function.Supplier;

/**
 * Caches that were measured once for a model of processor, and are remembered in a file.
 *
 * @param file of properties: the model's name, and the bytes of three levels
 * @param measurement empty where it fails
 */
record MeasuredCaches(Path file, CpuModel model, Supplier<Optional<Caches>> measurement) {
    private static final int MOST_BYTES = 1 << 16;

    /** Those in the file if they can be; else measured, and remembered where the file can be written. */
    Optional<Caches> find() {
        Properties known = read();
        Optional<Caches> remembered = parse(known.getProperty(model.name()));
        if (remembered.isPresent()) {
            return remembered;
        }
        Optional<Caches> measured = measurement.get();
        measured.ifPresent(caches -> keep(known, caches));
        return measured;
    }

    private Properties read() {
        Properties known = new Properties();
        try {
            known.load(new ByteArrayInputStream(RegularFile.read(file, MOST_BYTES)));
        } catch (IOException | IllegalArgumentException e) {
            known.clear(); // none yet, or somebody else's: measured anew
        }
        return known;
    }

    private static Optional<Caches> parse(String text) {
        try {
            long[] bytes = Arrays.stream(text == null ? new String[0] : text.split(" ", -1))
                    .mapToLong(Long::parseLong)
                    .toArray();
            return bytes.length == 3
                    ? CacheMeter.plausible(new Caches(bytes[0], bytes[1], bytes[2], Caches.Source.MEASURED))
                    : Optional.empty();
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    private void keep(Properties known, Caches caches) {
        known.setProperty(model.name(), "%d %d %d".formatted(caches.level1(), caches.level2(), caches.level3()));
        try {
            StringWriter text = new StringWriter();
            known.store(text, "bytes of the caches of a core, as santoku measured them; delete to measure anew");
            Files.createDirectories(file.getParent());
            WholeFile.write(file, text.toString());
        } catch (IOException e) {
            // not kept: the next process measures again
        }
    }
}
