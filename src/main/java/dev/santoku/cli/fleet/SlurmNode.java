package dev.santoku.cli.fleet;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What {@link SlurmScript} left of a node in the folder of its job: {@code nodes/NODE} holds {@code task 3}, and
 * {@code task 3 exit 0} once that ended; results are {@code NODE-ID.json}.
 *
 * @param name of the node
 * @param reason why there is no result
 */
public record SlurmNode(String name, String reason) {
    private static final Pattern MARK = Pattern.compile("(task \\d{1,9})(?: exit (\\d{1,3}))?\\R?");
    private static final int LONGEST = 64;

    /** The nodes without a result in a folder, or in folders below it. */
    public static List<SlurmNode> withoutResult(Path folder) throws IOException {
        try (Stream<Path> walk = Files.walk(folder)) {
            return walk.filter(
                            file -> file.getParent() != null && file.getParent().endsWith("nodes"))
                    .filter(Files::isRegularFile)
                    .sorted()
                    .flatMap(file -> of(file).stream())
                    .toList();
        }
    }

    private static Optional<SlurmNode> of(Path file) {
        try {
            Matcher mark = MARK.matcher(beginning(file));
            String name = String.valueOf(file.getFileName());
            if (!mark.matches() || hasResult(file.resolveSibling("..").normalize(), name)) {
                return Optional.empty();
            }
            return Optional.of(new SlurmNode(
                    name,
                    mark.group(2) == null
                            ? "no result: %s has not ended, or was killed".formatted(mark.group(1))
                            : "no result: %s ended with exit code %s; its log tells why"
                                    .formatted(mark.group(1), mark.group(2))));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static String beginning(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return new String(in.readNBytes(LONGEST), StandardCharsets.ISO_8859_1);
        }
    }

    private static boolean hasResult(Path job, String node) throws IOException {
        Pattern result = Pattern.compile(Pattern.quote(node) + "-\\d{8}T\\d{6}Z-\\p{XDigit}+\\.json");
        try (Stream<Path> files = Files.list(job)) {
            return files.anyMatch(
                    file -> result.matcher(String.valueOf(file.getFileName())).matches());
        }
    }
}
