package dev.santoku;

import java.io.IOException;
import java.lang.module.ModuleDescriptor.Version;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/**
 * A row of {@code src/supply/advisories.csv}.
 *
 * @param library {@code group:artifact}
 * @param from the first version affected
 * @param fixed the first later one that is not
 * @param accepted why it does not reach us; empty where it would
 */
record Advisory(String library, Version from, Version fixed, String id, String summary, String accepted) {
    static List<Advisory> list() throws IOException {
        CSVFormat format = CSVFormat.DEFAULT
                .builder()
                .setCommentMarker('#')
                .setHeader()
                .setSkipHeaderRecord(true)
                .get();
        try (CSVParser rows = format.parse(Files.newBufferedReader(Path.of("src/supply/advisories.csv")))) {
            return rows.stream().map(Advisory::of).toList();
        }
    }

    private static Advisory of(CSVRecord row) {
        return new Advisory(
                row.get("package"),
                Version.parse(row.get("from")),
                Version.parse(row.get("fixed")),
                row.get("id"),
                row.get("summary"),
                row.get("accepted"));
    }

    boolean affects(Library other) {
        return other.is(library)
                && from.compareTo(other.version()) <= 0
                && other.version().compareTo(fixed) < 0;
    }

    /** What a library of ours has, and what mends it. */
    String of(Library affected) {
        return "%s %s has %s (%s): take %s or newer".formatted(library, affected.version(), id, summary, fixed);
    }
}
