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
import java.util.stream.Stream;

/**
 * Caches that were measured for a model of processor, and are remembered in a file. The first processes measure them, one after the
 * other, and the largest are kept: on a busy machine a cache looks smaller than it is, and never larger.
 *
 * @param file of properties: the model's name, the bytes of three levels, and how many processes have measured them
 * @param measurement empty where it fails
 */
record MeasuredCaches(Path file, CpuModel model, Supplier<Optional<Caches>> measurement) {
    private static final int MOST_BYTES = 1 << 16;

    /** Processes that measure. On a Zen 4 a single one found 1.5 to 12 MB of L3, and 5 of them 8 MB at least. */
    private static final int ENOUGH = 5;

    /** Those in the file once enough processes have measured; else measured, and remembered where the file can be written. */
    Optional<Caches> find() {
        Properties known = read();
        Optional<Remembered> before = parse(known.getProperty(model.name()));
        if (before.isPresent() && before.get().times >= ENOUGH) {
            return Optional.of(before.get().caches);
        }
        Optional<Caches> measured = measurement.get();
        Optional<Caches> largest = Stream.concat(measured.stream(), before.map(Remembered::caches).stream())
                .reduce(Caches::larger);
        int times = before.map(Remembered::times).orElse(0) + 1;
        largest.ifPresent(caches -> keep(known, new Remembered(caches, times)));
        return largest;
    }

    /**
     * What a line of the file says.
     *
     * @param times how many processes have measured
     */
    private record Remembered(Caches caches, int times) {}

    private Properties read() {
        Properties known = new Properties();
        try {
            known.load(new ByteArrayInputStream(RegularFile.read(file, MOST_BYTES)));
        } catch (IOException | IllegalArgumentException e) {
            known.clear(); // none yet, or somebody else's: measured anew
        }
        return known;
    }

    private static Optional<Remembered> parse(String text) {
        try {
            long[] numbers = Arrays.stream(text == null ? new String[0] : text.split(" ", -1))
                    .mapToLong(Long::parseLong)
                    .toArray();
            if (numbers.length < 3 || numbers.length > 4) {
                return Optional.empty();
            }
            int times = numbers.length == 3 ? 1 : (int) Math.max(1, Math.min(ENOUGH, numbers[3]));
            return CacheMeter.plausible(new Caches(numbers[0], numbers[1], numbers[2], Caches.Source.MEASURED))
                    .map(caches -> new Remembered(caches, times));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    private void keep(Properties known, Remembered found) {
        Caches caches = found.caches;
        known.setProperty(
                model.name(), "%d %d %d %d".formatted(caches.level1(), caches.level2(), caches.level3(), found.times));
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
