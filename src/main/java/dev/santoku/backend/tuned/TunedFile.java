package dev.santoku.backend.tuned;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.santoku.backend.Candidate;
import dev.santoku.backend.Device;
import dev.santoku.backend.Tuned;
import dev.santoku.backend.TuningKey;
import dev.santoku.matrix.Precision;
import dev.santoku.matrix.Shape;
import dev.santoku.untrusted.UntrustedJson;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * The JSON of tuned parameters, the same in the user's cache and in {@code kernels/tuned.json}. Whatever is not as it is
 * written here is refused as a whole: parameters that are half right would be worse than none.
 */
public final class TunedFile {
    static final String SCHEMA = "santoku/tuned/1";

    private static final Pattern OTHER_VERSION = Pattern.compile("santoku/tuned/[0-9.]{1,9}");
    private static final int MOST_PARAMETERS = 64;
    private static final String SHIPPED = "/dev/santoku/kernels/tuned.json";

    private static final JsonMapper MAPPER = UntrustedJson.mapper()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private TunedFile() {}

    /** Text that is no file of tuned parameters; the message says why. */
    public static final class RefusedException extends Exception {
        private static final long serialVersionUID = 1L;

        RefusedException(String message) {
            super(message);
        }
    }

    /** What is packed into the jar. */
    public static List<Tuned> shipped() {
        try {
            return parse(shippedText());
        } catch (RefusedException e) {
            throw new IllegalStateException(
                    "the jar's tuned.json is refused, " + e.getMessage() + ": build it again", e);
        }
    }

    /** Whether some words stand in that. */
    public static boolean shippedMentions(String words) {
        return shippedText().contains(words);
    }

    private static String shippedText() {
        try (InputStream stream = TunedFile.class.getResourceAsStream(SHIPPED)) {
            if (stream == null) {
                throw new IllegalStateException("the jar lacks " + SHIPPED + ": build it again");
            }
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + SHIPPED + " out of the jar", e);
        }
    }

    /**
     * Reads all entries.
     *
     * @throws RefusedException when anything is wrong with the text
     */
    public static List<Tuned> parse(String text) throws RefusedException {
        Document document;
        try {
            document = MAPPER.readValue(text, Document.class);
        } catch (JsonProcessingException e) {
            throw new RefusedException("it is damaged or cut off");
        }
        String schema = document == null ? null : document.schema();
        if (!SCHEMA.equals(schema)) {
            throw new RefusedException(
                    schema != null && OTHER_VERSION.matcher(schema).matches()
                            ? "it is of another version, " + schema
                            : "it holds no tuned parameters");
        }
        if (document.entries() == null) {
            throw new RefusedException("it has no entries");
        }
        try {
            return document.entries().stream().map(TunedFile::tuned).toList();
        } catch (DamagedEntryException e) {
            throw new RefusedException("an entry is damaged (%s)".formatted(e.getMessage()));
        } catch (IllegalArgumentException | DateTimeParseException | NullPointerException e) {
            throw new RefusedException("an entry is damaged"); // what else it says is the file's own words
        }
    }

    /** The text of a file, indented, ending in a line feed. */
    static String toText(List<Tuned> tuned) {
        DefaultPrettyPrinter printer = new DefaultPrettyPrinter()
                .withObjectIndenter(new DefaultIndenter("  ", "\n"))
                .withArrayIndenter(new DefaultIndenter("  ", "\n"));
        try {
            return MAPPER.writer(printer)
                            .writeValueAsString(new Document(
                                    SCHEMA, tuned.stream().map(TunedFile::entry).toList()))
                    + "\n";
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("tuned parameters that JSON cannot hold", e);
        }
    }

    /** A value is missing or impossible; the message is of our own words alone. */
    private static final class DamagedEntryException extends IllegalArgumentException {
        private static final long serialVersionUID = 1L;

        DamagedEntryException(String what) {
            super(what);
        }
    }

    private static Tuned tuned(Entry entry) {
        TuningKey key = new TuningKey(
                text(entry.device(), "device"),
                text(entry.vendor(), "vendor"),
                Device.Kind.valueOf(text(entry.kind(), "kind")),
                text(entry.driver(), "driver"),
                text(entry.platform(), "platform"),
                Precision.parse(text(entry.precision(), "precision")),
                entry.architecture());
        if (!(entry.gflops() > 0 && entry.gflops() < Double.POSITIVE_INFINITY && entry.tried() > 0)) {
            throw new DamagedEntryException("no gflops or nothing tried");
        }
        return new Tuned(
                key,
                text(entry.kernels(), "kernels"),
                new Candidate(text(entry.family(), "family"), parameters(entry.parameters())),
                Instant.parse(text(entry.tunedAt(), "tunedAt")),
                entry.sizes().stream().map(Shape::parse).toList(),
                entry.gflops(),
                entry.tried());
    }

    private static SortedMap<String, Integer> parameters(SortedMap<String, Integer> parameters) {
        if (parameters == null || parameters.size() > MOST_PARAMETERS || parameters.containsValue(null)) {
            throw new DamagedEntryException("no parameters");
        }
        return new TreeMap<>(parameters);
    }

    private static String text(String value, String name) {
        if (value == null || value.isEmpty()) {
            throw new DamagedEntryException("no " + name);
        }
        return value;
    }

    private static Entry entry(Tuned tuned) {
        TuningKey key = tuned.key();
        return new Entry(
                key.device(),
                key.vendor(),
                key.kind().name(),
                key.driver(),
                key.platform(),
                key.precision().label(),
                tuned.kernels(),
                tuned.candidate().family(),
                tuned.candidate().parameters(),
                tuned.at().toString(),
                tuned.sizes().stream().map(Shape::toString).toList(),
                tuned.gflops(),
                tuned.tried(),
                key.architecture().isEmpty() ? null : key.architecture());
    }

    private record Document(String schema, List<Entry> entries) {}

    private record Entry(
            String device,
            String vendor,
            String kind,
            String driver,
            String platform,
            String precision,
            String kernels,
            String family,
            SortedMap<String, Integer> parameters,
            String tunedAt,
            List<String> sizes,
            double gflops,
            int tried,
            @JsonInclude(JsonInclude.Include.NON_NULL) String architecture) {}
}
