package dev.santoku.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.io.JsonEOFException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import dev.santoku.backend.OutsideText;
import dev.santoku.measure.CellResult;
import dev.santoku.measure.Json;
import dev.santoku.measure.RunResult;
import dev.santoku.measure.Speedup;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Reads result files, strangers' too. Keys that this version does not know are skipped; another major schema is refused, and
 * so is what is damaged: whoever gets a result need not look for nulls where the schema has none.
 */
public final class ResultReader {
    /**
     * A run of thousands of cells has a few megabytes; who hands over more means something else. As a tree, the worst of
     * this takes 500 MB of heap.
     */
    private static final long MOST_BYTES = 16L << 20;

    private static final Pattern SCHEMA = Pattern.compile("santoku/result/(\\d{1,9})(\\..*)?");
    private static final int MAJOR = 1;

    /** A cut-off file ends within a value; one of two documents goes on behind the first. */
    private static final ObjectReader TREES =
            Json.mapper().readerFor(JsonNode.class).with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private ResultReader() {}

    /**
     * Reads a file.
     *
     * @throws RefusedFileException when it is none, or no result of this schema
     */
    public static RunResult read(Path file) throws RefusedFileException {
        return of(tree(file));
    }

    /**
     * Reads a file of a run that compared.
     *
     * @throws RefusedFileException when it is none, no result of this schema, or a burn-in's
     */
    public static RunResult readComparison(Path file) throws RefusedFileException {
        RunResult result = read(file);
        if (result.soak() != null) {
            throw new RefusedFileException("it is a burn-in (--soak), which has no times to compare");
        }
        return result;
    }

    /**
     * Reads a document.
     *
     * @throws RefusedFileException when it is no result of this schema
     */
    public static RunResult of(String text) throws RefusedFileException {
        try {
            return of(TREES.readTree(text));
        } catch (JsonProcessingException e) {
            throw noJson(e);
        }
    }

    private static JsonNode tree(Path file) throws RefusedFileException {
        try {
            if (Files.isDirectory(file)) {
                throw new RefusedFileException("it is a folder");
            }
            long bytes = Files.size(file);
            if (bytes > MOST_BYTES) {
                throw new RefusedFileException("it has %d MB, more than a result".formatted(bytes >> 20));
            }
            return TREES.readTree(Files.readAllBytes(file));
        } catch (JsonProcessingException e) {
            throw noJson(e);
        } catch (NoSuchFileException e) {
            throw new RefusedFileException("there is no such file", e);
        } catch (AccessDeniedException e) {
            throw new RefusedFileException("it may not be read", e);
        } catch (IOException e) {
            throw new RefusedFileException("it cannot be read: " + e.getMessage(), e);
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

    private static RunResult of(JsonNode document) throws RefusedFileException {
        if (document.isMissingNode()) {
            throw new RefusedFileException("it is empty");
        }
        checkSchema(document.path("schema"));
        try {
            RunResult result = Json.mapper().treeToValue(document, RunResult.class);
            ResultCheck.check(result);
            return withThreads(result);
        } catch (JsonProcessingException e) {
            throw new RefusedFileException("it is damaged: " + what(e), e);
        }
    }

    private static void checkSchema(JsonNode schema) throws RefusedFileException {
        if (!schema.isTextual()) {
            throw new RefusedFileException("it is no result of Santoku: it names no schema");
        }
        Matcher matcher = SCHEMA.matcher(schema.textValue());
        if (!matcher.matches()) {
            throw new RefusedFileException(
                    "it is no result of Santoku: its schema is '%s'".formatted(OutsideText.quote(schema.textValue())));
        }
        if (Integer.parseInt(matcher.group(1)) != MAJOR) {
            throw new RefusedFileException("its schema is %s, and this version reads %s: %s"
                    .formatted(
                            OutsideText.quote(schema.textValue()),
                            RunResult.SCHEMA,
                            Integer.parseInt(matcher.group(1)) > MAJOR ? "update Santoku" : "measure again"));
        }
    }

    /** The key and the trouble, without the parser's talk of classes. */
    static String what(JsonProcessingException e) {
        String path = e instanceof JsonMappingException mapping
                ? mapping.getPath().stream()
                        .map(step ->
                                step.getFieldName() == null ? Integer.toString(step.getIndex()) : step.getFieldName())
                        .collect(Collectors.joining("/"))
                : "";
        String trouble =
                e.getCause() instanceof IllegalArgumentException && e.getCause().getMessage() != null
                        ? OutsideText.quote(e.getCause().getMessage())
                        : "not what belongs there";
        return path.isEmpty() ? trouble : "%s: %s".formatted(OutsideText.quote(path), trouble);
    }

    /** Speedups of the first versions do not tell threads; where a cell has one number of them only, that is it. */
    private static RunResult withThreads(RunResult result) {
        List<Speedup> speedups = result.speedups().stream()
                .map(speedup -> new Speedup(
                        speedup.contender(),
                        threads(result, speedup, speedup.contender(), speedup.threads()),
                        speedup.baseline(),
                        threads(result, speedup, speedup.baseline(), speedup.baselineThreads()),
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
                result.soak());
    }

    private static Integer threads(RunResult result, Speedup speedup, String contender, Integer told) {
        if (told != null) {
            return told;
        }
        List<Integer> known = result.results().stream()
                .filter(cell -> cell.contender().equals(contender) && cell.isOf(speedup.precision(), speedup.shape()))
                .map(CellResult::threads)
                .filter(Objects::nonNull)
                .distinct()
                .toList();
        return known.size() == 1 ? known.get(0) : null;
    }
}
