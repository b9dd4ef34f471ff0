package dev.santoku.backend.opencl.tuned;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.santoku.backend.Candidate;
import dev.santoku.backend.TuningKey;
import dev.santoku.backend.tuned.TunedCache;
import dev.santoku.files.WholeFile;
import java.io.IOException;
import java.lang.System.Logger;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What self-tests said on this machine: in a file among the user's caches, and in this process where that cannot be written.
 * A file that cannot be read is as good as none, since tests can be repeated.
 */
public final class SelfTestCache {
    private static final Logger LOG = System.getLogger(SelfTestCache.class.getName());

    private static final String SCHEMA = "santoku/selftest/1";

    /** The oldest go first: drivers and kernels come and go. */
    private static final int MOST_ENTRIES = 1000;

    private static final long MOST_BYTES = 2 << 20;

    private static final JsonMapper MAPPER = JsonMapper.builder()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private final Path file;
    private final List<SelfTestResult> found = new ArrayList<>();

    /** Reads nothing yet. */
    SelfTestCache(Path file) {
        this.file = file;
    }

    /** The user's, beside what was tuned. */
    public static SelfTestCache ofUser() {
        return new SelfTestCache(TunedCache.ofUser().sibling("selftest.json"));
    }

    /** What was said of these parameters, in this process or before. */
    synchronized Optional<SelfTestResult> of(TuningKey key, String build, String kernels, Candidate candidate) {
        SelfTestResult asked = new SelfTestResult(key, build, kernels, candidate, null);
        if (found.isEmpty()) {
            found.addAll(read());
        }
        return found.stream().filter(asked::isOfTheSame).findFirst();
    }

    /** Keeps it, in place of what was said before. */
    synchronized void add(SelfTestResult verdict) {
        replace(found, verdict);
        try {
            Files.createDirectories(file.getParent());
            try (FileChannel channel = FileChannel.open(
                            file.resolveSibling(file.getFileName() + ".lock"),
                            StandardOpenOption.CREATE,
                            StandardOpenOption.WRITE);
                    FileLock held = channel.lock()) {
                List<SelfTestResult> entries = new ArrayList<>(held.isValid() ? read() : List.of());
                replace(entries, verdict);
                List<SelfTestResult> newest =
                        entries.subList(Math.max(0, entries.size() - MOST_ENTRIES), entries.size());
                WholeFile.write(file, MAPPER.writeValueAsString(new Document(SCHEMA, newest)) + "\n");
            }
        } catch (IOException e) {
            LOG.log(Logger.Level.DEBUG, "what a self-test said is not kept, so that it will be repeated", e);
        }
    }

    private static void replace(List<SelfTestResult> verdicts, SelfTestResult verdict) {
        verdicts.removeIf(verdict::isOfTheSame);
        verdicts.add(verdict);
    }

    private List<SelfTestResult> read() {
        try {
            if (!Files.exists(file) || Files.size(file) > MOST_BYTES) {
                return List.of();
            }
            Document document = MAPPER.readValue(Files.readString(file), Document.class);
            return document != null && SCHEMA.equals(document.schema()) && document.entries() != null
                    ? document.entries()
                    : List.of();
        } catch (IOException | RuntimeException e) {
            return List.of();
        }
    }

    private record Document(String schema, List<SelfTestResult> entries) {}
}
