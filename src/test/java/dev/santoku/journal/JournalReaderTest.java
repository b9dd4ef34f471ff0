package dev.santoku.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;

import dev.santoku.backend.LinkCeiling;
import dev.santoku.faults.Damage;
import dev.santoku.matrix.Precision;
import dev.santoku.matrix.Shape;
import dev.santoku.report.Results;
import dev.santoku.result.Ceiling;
import dev.santoku.result.CellResult;
import dev.santoku.result.Contender;
import dev.santoku.result.Outcome;
import dev.santoku.result.RunResult;
import dev.santoku.result.file.RefusedFileException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JournalReaderTest {
    private static final RunResult RESULT = Results.typical();

    /** A run of two sizes that went on once: head, sizes, a group, a resumption, a group, and what is known of a GPU. */
    private static final List<JournalEntry> ENTRIES = List.of(
            new JournalEntry.Head(
                    Journal.SCHEMA,
                    RESULT.run(),
                    List.of("compare", "--label", "ä \"label\"\n"),
                    RESULT.host(),
                    RESULT.devices(),
                    List.of(new Contender("single", "vector", "cpu", 1), new Contender("jocl", "tiled", "cl0")),
                    List.of(new Contender("cublas", "gemm", null)),
                    RESULT.parameters(),
                    Map.of("jocl:tiled@cl0", "abc")),
            new JournalEntry.Sizes(shapes(), 260.5),
            group(0),
            new JournalEntry.Resumption(Instant.parse("2026-03-02T00:00:00Z"), 200),
            group(1),
            new JournalEntry.Gpus(List.of(Results.gpuFacts("it was warm"))));

    private static List<Shape> shapes() {
        return RESULT.results().stream().map(CellResult::shape).distinct().toList();
    }

    private static JournalEntry.Group group(int place) {
        Shape shape = shapes().get(place);
        return new JournalEntry.Group(
                Precision.F32,
                shape,
                RESULT.results().stream()
                        .filter(cell -> cell.isOf(Precision.F32, shape))
                        .toList(),
                RESULT.speedups().stream()
                        .filter(speedup -> speedup.shape().equals(shape))
                        .toList(),
                RESULT.ladders(),
                RESULT.scaling(),
                List.of(new Ceiling("cl0", null, Precision.F32, 100, 20.0).withLink(new LinkCeiling(1, 2, 3, 4, 5))),
                List.of(new JournalEntry.Losses(new Contender("jocl", "tiled", "cl0"), 1, "gone")),
                100 - place,
                place == 0 ? List.of(Results.samples(measured(shape))) : List.of());
    }

    private static CellResult measured(Shape shape) {
        return RESULT.results().stream()
                .filter(cell -> cell.isOf(Precision.F32, shape) && cell.outcome() == Outcome.MEASURED)
                .findFirst()
                .orElseThrow();
    }

    private static byte[] bytes(List<JournalEntry> entries) {
        return entries.stream()
                .map(JournalLine::of)
                .collect(Collectors.joining())
                .getBytes(StandardCharsets.UTF_8);
    }

    /** Lines whose checksums are right, whatever they say. */
    private static byte[] journal(List<String> texts) {
        return texts.stream().map(JournalLine::of).collect(Collectors.joining()).getBytes(StandardCharsets.UTF_8);
    }

    private static List<String> texts() {
        return ENTRIES.stream()
                .map(entry -> JournalLine.textOf(JournalLine.of(entry).stripTrailing())
                        .orElseThrow())
                .collect(Collectors.toCollection(ArrayList::new));
    }

    private static void assertRefused(byte[] bytes, String words) {
        assertThatThrownBy(() -> JournalReader.of(bytes))
                .isInstanceOf(RefusedFileException.class)
                .hasMessageContaining(words);
    }

    @Test
    void whatWasWrittenComesBack() throws Exception {
        JournalContent content = JournalReader.of(bytes(ENTRIES));
        assertThat(content.head()).isEqualTo(ENTRIES.get(0));
        assertThat(content.shapes()).contains(shapes());
        assertThat(content.groups()).containsExactly(group(0), group(1));
        assertThat(content.resumptions()).containsExactly(Instant.parse("2026-03-02T00:00:00Z"));
        assertThat(content.gpus()).containsExactly(Results.gpuFacts("it was warm"));
        assertThat(content.left()).hasValue(99);
        assertThat(content.soundBytes()).isEqualTo(bytes(ENTRIES).length);
        assertThat(content.cells())
                .isEqualTo(group(0).cells().size() + group(1).cells().size())
                .isPositive();
    }

    /** As a power cut leaves it: cut off at any byte, or with any rest that is not as it was written. */
    @Test
    void aTornEndIsLeftOut() throws Exception {
        byte[] whole = bytes(ENTRIES);
        int[] ends = IntStream.rangeClosed(1, ENTRIES.size())
                .map(count -> bytes(ENTRIES.subList(0, count)).length)
                .toArray();
        int head = ends[0];
        for (int length = head; length <= whole.length; length += 1 + length % 3) {
            int cut = length;
            JournalContent content = JournalReader.of(Arrays.copyOf(whole, length));
            int lines = (int) Arrays.stream(ends).filter(end -> end <= cut).count();
            assertThat(content.soundBytes()).as("cut at %d", length).isEqualTo(ends[lines - 1]);
            assertThat(content.groups()).hasSize(lines < 3 ? 0 : lines < 5 ? 1 : 2);
        }
        byte[] zeros = Arrays.copyOf(whole, whole.length + 4096);
        assertThat(JournalReader.of(zeros).soundBytes()).isEqualTo(whole.length);
        zeros[zeros.length - 1] = '\n';
        assertThat(JournalReader.of(zeros).soundBytes()).isEqualTo(whole.length);
        assertRefused(Arrays.copyOf(whole, head - 1), "it is no journal of Santoku, or was cut off at once");
    }

    @Test
    void damageBeforeTheEndIsRefused() {
        byte[] whole = bytes(ENTRIES);
        int second = bytes(ENTRIES.subList(0, 1)).length;
        int last = bytes(ENTRIES.subList(0, 4)).length;
        for (int at = second; at < last - 1; at += 31) {
            byte[] damaged = whole.clone();
            damaged[at] ^= 1;
            assertRefused(damaged, "it is damaged: line ");
        }
        byte[] damaged = whole.clone();
        damaged[20] ^= 1;
        assertRefused(damaged, "it is no journal of Santoku");
    }

    @Test
    void saysWhyAFileIsNone() {
        assertRefused(new byte[0], "it is empty");
        assertRefused("precious\nlines\n".getBytes(StandardCharsets.UTF_8), "it is no journal of Santoku");
        assertRefused(journal(List.of("{}")), "it names no schema");
        assertRefused(
                journal(List.of("{\"schema\":\"santoku/journal/2\"}")), "its schema is santoku/journal/2, and this");
        assertRefused(journal(List.of("{\"schema\":\"santoku/result/1\"}")), "it names no schema of one");
        assertRefused(journal(List.of("{\"schema\":\"santoku/journal/1\"}")), "it is damaged: line 1: ");
        assertRefused(journal(texts().subList(1, 3)), "it names no schema");
        List<String> twice = texts();
        twice.add(twice.get(2));
        assertRefused(journal(twice), "a group is there twice");
        List<String> beginsTwice = texts();
        beginsTwice.add(beginsTwice.get(0));
        assertRefused(journal(beginsTwice), "it begins twice");
        List<String> withoutSizes = texts();
        withoutSizes.remove(1);
        assertRefused(journal(withoutSizes), "it has groups without sizes");
        List<JournalEntry> tooLarge =
                List.of(ENTRIES.get(0), new JournalEntry.Sizes(List.of(new Shape(50_000, 50_000, 1)), 1));
        assertRefused(bytes(tooLarge), "it has a size that is never measured");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "0 | \"entry\":\"head\" | \"entry\":\"tail\" | line 1: not what belongs there",
                "0 | \"startedAt\":\"2 | \"startedAt\":\"x2 | line 1: run/startedAt",
                "0 | \"variant\":\"vector\",\"device\":\"cpu\" | \"variant\":\"vector\",\"device\":null | a contender lacks",
                "1 | \"left\":260.5 | \"left\":\"Infinity\" | the time left is none",
                "2 | \"outcome\":\"measured\" | \"outcome\":null | line 3: cells/0",
                "2 | \"losses\":[{ | \"losses\":[{\"count\":0,\"a\":{ | line 3",
                "2 | \"upload\":3 | \"upload\":-3 | samples are no times",
                "2 | \"launches\":[[[{ | \"launches\":[[[null,{ | line 3",
                "2 | \"samples\":[{\"contender\":{\"backend\":\" | \"samples\":[{\"contender\":{\"backend\":\"x | of another cell",
                "3 | \"at\":\"2 | \"when\":\"2 | a resumption lacks its time"
            })
    void damageIsNamed(int line, String before, String after, String words) {
        List<String> texts = texts();
        assertThat(texts.get(line)).contains(before);
        texts.set(line, texts.get(line).replace(before, after));
        assertRefused(journal(texts), words);
    }

    /** A thousand damaged files, always the same: what is read of them is what was written, or there is a clear refusal. */
    @Test
    @Timeout(60)
    void damagedBytesAreReadAsTheyWereOrRefused() throws Exception {
        Damage damage = new Damage(21);
        byte[] whole = bytes(ENTRIES);
        int refused = 0;
        for (int i = 0; i < 1000; i++) {
            byte[] damaged = damage.ofBytes(whole);
            try {
                JournalContent content = JournalReader.of(damaged);
                assertThat(content.head()).isEqualTo(ENTRIES.get(0));
                assertThat(List.of(group(0), group(1))).containsAll(content.groups());
            } catch (RefusedFileException e) {
                assertClear(e);
                refused++;
            } catch (RuntimeException e) {
                fail("no clear refusal of " + new String(damaged, StandardCharsets.ISO_8859_1), e);
            }
        }
        assertThat(refused).isBetween(400, 990);
    }

    /** Likewise where the lines stay whole and what they say does not. */
    @Test
    @Timeout(60)
    void damagedValuesAreReadOrRefused() throws Exception {
        Damage damage = new Damage(22);
        List<String> sound = texts();
        int refused = 0;
        for (int i = 0; i < 1000; i++) {
            List<String> texts = new ArrayList<>(sound);
            int line = i % texts.size();
            texts.set(line, damage.ofValues(texts.get(line)));
            try {
                JournalContent content = JournalReader.of(journal(texts));
                for (JournalEntry.Group group : content.groups()) {
                    assertThat(JournalLine.of(group)).isNotEmpty();
                }
            } catch (RefusedFileException e) {
                assertClear(e);
                refused++;
            } catch (RuntimeException e) {
                fail("no clear refusal of " + texts.get(line), e);
            }
        }
        assertThat(refused).isGreaterThan(400);
    }

    private static void assertClear(RefusedFileException e) {
        assertThat(e.getMessage())
                .isNotBlank()
                .hasSizeLessThan(300)
                .doesNotContainPattern("[\\p{Cc}\\p{Cf}\\p{Cs}]")
                .doesNotContain("com.fasterxml", "java.");
    }
}
