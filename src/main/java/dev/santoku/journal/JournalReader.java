package dev.santoku.journal;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.santoku.matrix.Shape;
import dev.santoku.result.CellSamples;
import dev.santoku.result.Json;
import dev.santoku.result.RunResult;
import dev.santoku.result.file.PlausibleNumbers;
import dev.santoku.result.file.RefusedFileException;
import dev.santoku.result.file.ResultCheck;
import dev.santoku.result.file.ResultReader;
import dev.santoku.untrusted.UntrustedText;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Reads journals. Of the last line nothing need be whole, since a power cut may have torn it: it is left out then. All
 * lines before it must be as they were written, and must make sense, as those of a result file must.
 */
public final class JournalReader {
    private static final String FAMILY = "santoku/journal/";

    /** No budget is as long: 30 years. */
    private static final double MOST_SECONDS = 1e9;

    private JournalReader() {}

    /**
     * Reads a journal.
     *
     * @param bytes all of it
     * @throws RefusedFileException when it is none of this schema, or damaged
     */
    public static JournalContent of(byte[] bytes) throws RefusedFileException {
        List<String> texts = new ArrayList<>();
        int sound = 0;
        for (int start = 0, end = endOfLine(bytes, 0); end >= 0; start = end + 1, end = endOfLine(bytes, start)) {
            // A line of JSON in UTF-8 comes back from here as the very bytes, else its checksum is not right.
            String line = new String(bytes, start, end - start, StandardCharsets.UTF_8);
            Optional<String> text = JournalLine.textOf(line);
            if (text.isPresent()) {
                texts.add(text.get());
                sound = end + 1;
            } else if (endOfLine(bytes, end + 1) >= 0) {
                throw new RefusedFileException(
                        texts.isEmpty()
                                ? "it is no journal of Santoku"
                                : "it is damaged: line %d is not as it was written".formatted(texts.size() + 1));
            }
        }
        if (texts.isEmpty()) {
            throw new RefusedFileException(
                    bytes.length == 0 ? "it is empty" : "it is no journal of Santoku, or was cut off at once");
        }
        return content(texts, sound);
    }

    private static int endOfLine(byte[] bytes, int from) {
        for (int i = from; i < bytes.length; i++) {
            if (bytes[i] == '\n') {
                return i;
            }
        }
        return -1;
    }

    private static JournalContent content(List<String> texts, long soundBytes) throws RefusedFileException {
        checkSchema(texts.get(0));
        List<JournalEntry> entries = new ArrayList<>();
        for (int i = 0; i < texts.size(); i++) {
            entries.add(entry(texts.get(i), i + 1));
        }
        if (!(entries.get(0) instanceof JournalEntry.Head head)) {
            throw new RefusedFileException("it is damaged: it does not begin with the run");
        }
        check(head);
        List<JournalEntry> rest = entries.subList(1, entries.size());
        ResultCheck.require(
                rest.stream()
                        .noneMatch(entry ->
                                entry instanceof JournalEntry.Resumption resumption && resumption.at() == null),
                "a resumption lacks its time");
        for (JournalEntry entry : rest) {
            OptionalDouble left = JournalContent.left(entry);
            ResultCheck.require(left.isEmpty() || Math.abs(left.getAsDouble()) < MOST_SECONDS, "the time left is none");
        }
        JournalContent content = JournalContent.of(head, rest, soundBytes);
        check(content, rest);
        return content;
    }

    /** Before anything else is read: of another schema nothing else is known. */
    private static void checkSchema(String head) throws RefusedFileException {
        JsonNode schema;
        try {
            schema = Json.mapper().readTree(head).path("schema");
        } catch (JsonProcessingException e) {
            throw new RefusedFileException("it is damaged: line 1 is no JSON", e);
        }
        if (!schema.isTextual() || !schema.textValue().startsWith(FAMILY)) {
            throw new RefusedFileException("it is no journal of Santoku: it names no schema of one");
        }
        if (!schema.textValue().equals(Journal.SCHEMA)) {
            throw new RefusedFileException("its schema is %s, and this version reads %s"
                    .formatted(UntrustedText.quote(schema.textValue()), Journal.SCHEMA));
        }
    }

    private static JournalEntry entry(String text, int line) throws RefusedFileException {
        try {
            JournalEntry entry = Json.mapper().readValue(text, JournalEntry.class);
            if (entry == null) {
                throw new RefusedFileException("it is damaged: line %d is null".formatted(line));
            }
            return entry;
        } catch (JsonProcessingException e) {
            throw new RefusedFileException("it is damaged: line %d: %s".formatted(line, ResultReader.what(e)), e);
        }
    }

    private static void check(JournalEntry.Head head) throws RefusedFileException {
        ResultCheck.require(head.run() != null && head.run().startedAt() != null, "run or run/startedAt is missing");
        ResultCheck.require(
                head.contenders().stream()
                        .allMatch(contender -> contender.backend() != null
                                && contender.variant() != null
                                && contender.device() != null
                                && PlausibleNumbers.isUnknownOrProcessors(contender.threads())),
                "a contender lacks its back end, variant or device");
        ResultCheck.require(
                head.parameters().stream().allMatch(used -> used.contender() != null && used.tuning() != null),
                "parameters of kernels are incomplete");
    }

    private static void check(JournalContent content, List<JournalEntry> entries) throws RefusedFileException {
        ResultCheck.require(entries.stream().noneMatch(JournalEntry.Head.class::isInstance), "it begins twice");
        ResultCheck.require(
                entries.stream().filter(JournalEntry.Sizes.class::isInstance).count() <= 1, "it has sizes twice");
        ResultCheck.require(
                content.shapes().stream().flatMap(List::stream).allMatch(Shape::fitsArrays),
                "it has a size that is never measured");
        Set<List<Object>> places = new HashSet<>();
        for (JournalEntry.Group group : content.groups()) {
            ResultCheck.require(
                    group.precision() != null && group.shape() != null, "a group lacks its precision or shape");
            ResultCheck.require(places.add(List.of(group.precision(), group.shape())), "a group is there twice");
            ResultCheck.require(
                    group.cells().stream()
                            .allMatch(cell -> group.precision() == cell.precision()
                                    && group.shape().equals(cell.shape())),
                    "a cell stands in a group that is not its own");
            ResultCheck.require(
                    group.losses().stream()
                            .allMatch(loss -> loss.contender() != null && loss.count() > 0 && loss.last() != null),
                    "a loss is incomplete");
            ResultCheck.require(
                    group.samples().stream().allMatch(samples -> areWhole(samples, group)),
                    "samples are no times, or of another cell");
        }
        ResultCheck.require(content.groups().isEmpty() || content.shapes().isPresent(), "it has groups without sizes");
        ResultCheck.check(result(content));
    }

    private static boolean areWhole(CellSamples samples, JournalEntry.Group group) {
        return samples.contender() != null
                && samples.precision() != null
                && samples.shape() != null
                && group.cells().stream().filter(samples::areOf).count() == 1
                && samples.all().allMatch(times -> Stream.of(
                                times.upload(), times.compute(), times.download(), times.endToEnd())
                        .allMatch(PlausibleNumbers::isDuration));
    }

    /** The result file that would come of it, which has rules already. */
    private static RunResult result(JournalContent content) {
        JournalEntry.Head head = content.head();
        List<JournalEntry.Group> groups = content.groups();
        return new RunResult(
                RunResult.SCHEMA,
                head.run(),
                head.host(),
                head.devices(),
                List.of(),
                groups.stream().flatMap(group -> group.ceilings().stream()).toList(),
                groups.stream().flatMap(group -> group.cells().stream()).toList(),
                groups.stream().flatMap(group -> group.speedups().stream()).toList(),
                groups.stream().flatMap(group -> group.ladders().stream()).toList(),
                groups.stream().flatMap(group -> group.scaling().stream()).toList(),
                head.parameters(),
                content.gpus(),
                null,
                List.of());
    }
}
