package dev.santoku.result.file;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.io.JsonEOFException;
import com.fasterxml.jackson.databind.JsonMappingException;
import dev.santoku.diagnosis.FileErrors;
import dev.santoku.files.RegularFile;
import dev.santoku.result.CellResult;
import dev.santoku.result.Json;
import dev.santoku.result.RunResult;
import dev.santoku.result.Speedup;
import dev.santoku.untrusted.UntrustedText;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Reads result files, strangers' too. Keys that this version does not know are skipped; another major schema is refused, and
 * so is what is damaged: whoever gets a result need not look for nulls where the schema has none.
 */
public final class ResultReader {
    /** A run of thousands of cells has a few megabytes; who hands over more means something else. */
    private static final int MOST_BYTES = 16 << 20;

    private static final Pattern SCHEMA = Pattern.compile("santoku/result/(\\d{1,9})(\\..*)?");
    private static final int MAJOR = 1;

    private ResultReader() {}

    /**
     * A result that was read.
     *
     * @param changed whether its checksum is of another content: somebody changed it since it was written, or a disk did
     */
    public record Read(RunResult result, boolean changed) {}

    /**
     * Reads a file.
     *
     * @throws RefusedFileException when it is none, or no result of this schema
     */
    public static Read read(Path file) throws RefusedFileException {
        return of(bytes(file));
    }

    /**
     * Reads a file of a run that compared.
     *
     * @throws RefusedFileException when it is none, no result of this schema, or a burn-in's
     */
    public static Read readComparison(Path file) throws RefusedFileException {
        Read read = read(file);
        if (read.result().soak() != null) {
            throw new RefusedFileException("it is a burn-in (--soak), which has no times to compare");
        }
        return read;
    }

    /**
     * Reads a document.
     *
     * @throws RefusedFileException when it is no result of this schema
     */
    public static RunResult of(String text) throws RefusedFileException {
        return of(text.getBytes(StandardCharsets.UTF_8)).result();
    }

    private static byte[] bytes(Path file) throws RefusedFileException {
        try {
            return RegularFile.read(file, MOST_BYTES);
        } catch (RegularFile.RefusedException e) {
            throw new RefusedFileException(e.getMessage(), e);
        } catch (NoSuchFileException e) {
            throw new RefusedFileException("there is no such file", e);
        } catch (AccessDeniedException e) {
            throw new RefusedFileException("it may not be read", e);
        } catch (IOException e) {
            throw new RefusedFileException("it cannot be read: " + FileErrors.inWords(e), e);
        }
    }

    /** No tree is made of a document on the way: keys that nobody knows take no memory. */
    private static Read of(byte[] document) throws RefusedFileException {
        ContentDigest digest = digest(document);
        checkSchema(digest.schema());
        try {
            RunResult result = Json.mapper().readValue(document, RunResult.class);
            ResultCheck.check(result);
            return new Read(withThreads(result), digest.changed());
        } catch (JsonProcessingException e) {
            throw new RefusedFileException("it is damaged: " + what(e), e);
        } catch (IOException e) {
            throw new IllegalStateException("bytes in memory that cannot be read", e);
        }
    }

    private static ContentDigest digest(byte[] document) throws RefusedFileException {
        try {
            return ContentDigest.of(document);
        } catch (JsonProcessingException e) {
            throw noJson(e);
        } catch (IOException e) { // letters of another encoding than the first ones
            throw new RefusedFileException("it is no JSON", e);
        }
    }

    private static RefusedFileException noJson(JsonProcessingException e) {
        if (e instanceof JsonEOFException || e.getOriginalMessage().startsWith("Unexpected end-of-input")) {
            return new RefusedFileException("it is cut off" + place(e), e);
        }
        if (e instanceof StreamConstraintsException) {
            return new RefusedFileException("it is no result: longer or deeper than any", e);
        }
        return new RefusedFileException("it is no JSON" + place(e), e);
    }

    private static String place(JsonProcessingException e) {
        return e.getLocation() == null
                ? ""
                : " (line %d, column %d)"
                        .formatted(e.getLocation().getLineNr(), e.getLocation().getColumnNr());
    }

    private static void checkSchema(Optional<String> told) throws RefusedFileException {
        if (told.isEmpty()) {
            throw new RefusedFileException("it is no result of Santoku: it names no schema");
        }
        String schema = UntrustedText.quote(told.get());
        Matcher matcher = SCHEMA.matcher(told.get());
        if (!matcher.matches()) {
            throw new RefusedFileException("it is no result of Santoku: its schema is '%s'".formatted(schema));
        }
        if (Integer.parseInt(matcher.group(1)) != MAJOR) {
            throw new RefusedFileException("its schema is %s, and this version reads %s: %s"
                    .formatted(
                            schema,
                            RunResult.SCHEMA,
                            Integer.parseInt(matcher.group(1)) > MAJOR ? "update Santoku" : "measure again"));
        }
    }

    /** The key and the trouble, without the parser's talk of classes. */
    public static String what(JsonProcessingException e) {
        String path = e instanceof JsonMappingException mapping
                ? mapping.getPath().stream()
                        .map(step ->
                                step.getFieldName() == null ? Integer.toString(step.getIndex()) : step.getFieldName())
                        .collect(Collectors.joining("/"))
                : "";
        String trouble =
                e.getCause() instanceof IllegalArgumentException && e.getCause().getMessage() != null
                        ? UntrustedText.quote(e.getCause().getMessage())
                        : "not what belongs there";
        return path.isEmpty() ? trouble : "%s: %s".formatted(UntrustedText.quote(path), trouble);
    }

    /** Speedups of the first versions do not tell threads; where a cell has one number of them only, that is it. */
    private static RunResult withThreads(RunResult result) {
        Map<List<Object>, Set<Integer>> known = result.results().stream()
                .filter(cell -> cell.threads() != null)
                .collect(Collectors.groupingBy(
                        cell -> List.of(cell.contender(), cell.precision(), cell.shape()),
                        Collectors.mapping(CellResult::threads, Collectors.toSet())));
        List<Speedup> speedups = result.speedups().stream()
                .map(speedup -> new Speedup(
                        speedup.contender(),
                        threads(known, speedup, speedup.contender(), speedup.threads()),
                        speedup.baseline(),
                        threads(known, speedup, speedup.baseline(), speedup.baselineThreads()),
                        speedup.precision(),
                        speedup.shape(),
                        speedup.time(),
                        speedup.ratio(),
                        speedup.low(),
                        speedup.high(),
                        speedup.verdict()))
                .toList();
        return new RunResult(
                result.schema(),
                result.run(),
                result.host(),
                result.devices(),
                result.backends(),
                result.ceilings(),
                result.results(),
                speedups,
                result.ladders(),
                result.scaling(),
                result.parameters(),
                result.gpus(),
                result.soak(),
                result.routes());
    }

    private static Integer threads(
            Map<List<Object>, Set<Integer>> known, Speedup speedup, String contender, Integer told) {
        Set<Integer> ofCells = known.getOrDefault(List.of(contender, speedup.precision(), speedup.shape()), Set.of());
        return told == null && ofCells.size() == 1 ? ofCells.iterator().next() : told;
    }
}
