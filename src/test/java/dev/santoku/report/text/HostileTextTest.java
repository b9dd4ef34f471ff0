package dev.santoku.report.text;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.santoku.backend.Availability;
import dev.santoku.backend.CompilerAnswer;
import dev.santoku.backend.Device;
import dev.santoku.backend.TuningKey;
import dev.santoku.kitchen.Lesson;
import dev.santoku.kitchen.Row;
import dev.santoku.kitchen.Scene;
import dev.santoku.kitchen.SceneId;
import dev.santoku.kitchen.Settings;
import dev.santoku.matrix.Precision;
import dev.santoku.report.Results;
import dev.santoku.report.Style;
import dev.santoku.report.doctor.Diagnosis;
import dev.santoku.report.doctor.DoctorReport;
import dev.santoku.report.fleet.Diff;
import dev.santoku.report.fleet.DiffReport;
import dev.santoku.report.fleet.Merge;
import dev.santoku.report.fleet.MergePage;
import dev.santoku.report.fleet.MergeText;
import dev.santoku.report.fleet.Merger;
import dev.santoku.report.html.ECharts;
import dev.santoku.report.html.HtmlReport;
import dev.santoku.report.lesson.LessonPage;
import dev.santoku.report.lesson.LessonText;
import dev.santoku.result.BackendFact;
import dev.santoku.result.CellResult;
import dev.santoku.result.CompilerFact;
import dev.santoku.result.GpuFacts;
import dev.santoku.result.GpuState;
import dev.santoku.result.HostFacts;
import dev.santoku.result.Json;
import dev.santoku.result.Outcome;
import dev.santoku.result.RunFacts;
import dev.santoku.result.RunResult;
import dev.santoku.result.SecondRoute;
import dev.santoku.result.SelfCheckResult;
import dev.santoku.result.file.ResultFile;
import dev.santoku.result.file.ResultReader;
import dev.santoku.worker.WorkerFailure;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every writer with every kind of hostile words wherever strangers have a say. The records are put together in code, so that
 * nothing has cleaned what stands in them but they themselves: a writer must not count on it.
 */
class HostileTextTest {
    private static final String HARMLESS = "words";

    private static final List<String> HOSTILE = List.of(
            "\u001b[31mred\u001b]0;title\u0007\u009b2J\r\b\u0000\u007f",
            "\u202eesrever\u202c \u2066isolated\u2069 \u200e\u200b\u00ad\ufeff\u061c",
            "a\nforged line\u2028another\u2029third\u0085fourth\u000bfifth\ffinal",
            "</script></title></style><script>alert(1)</script><img src=x onerror='a()'><!--\" ' & {{title}} <b>",
            "=cmd|'/C calc'!A0",
            " @SUM(1)",
            "+1+1",
            "-2+3",
            "\t=1+1",
            "\uFF1D1+1",
            "[x](javascript:alert(1)) ![y](https://evil.example/p.png) @everyone #1 | `` b ` c ``` ~~d~~ **e** https://evil.example",
            "%s %n %d {0} ${x}",
            "half \ud800 and half \udc00");

    private static final Pattern UNFIT = Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Cs}\\u2028\\u2029&&[^\\n]]");
    private static final Pattern HALF = Pattern.compile("\\p{Cs}");
    private static final Pattern COLOUR = Pattern.compile("\u001b\\[[0-9]{1,2}m");
    private static final Pattern CODE = Pattern.compile("(`+)(?!`).*?(?<!`)\\1(?!`)");

    /** What is made of a result in which words stand. */
    private static final Map<String, Function<String, String>> TEXTS = Map.of(
            "table", words -> new TableReport(result(words), Style.PLAIN).toText(),
            "coloured table", words -> new TableReport(result(words), Style.COLOURED).toText(),
            "merge", words -> new MergeText(merge(words)).toText(Style.PLAIN),
            "diff", words -> new DiffReport(diff(words)).toText(Style.PLAIN),
            "doctor", words -> DoctorReport.toText(diagnosis(words), Style.PLAIN),
            "self-check", words -> new SelfCheckReport(selfCheck(words), Style.PLAIN).toText(),
            "lesson", words -> new LessonText(scene(words), Style.PLAIN, 10_000).toText(),
            "CSV", words -> CsvReport.toText(result(words)),
            "Markdown", words -> new DiffReport(diff(words)).toMarkdown());

    private static final Map<String, Function<String, String>> PAGES = Map.of(
            "run", words -> HtmlReport.of(result(words)),
            "merge", words -> new MergePage(merge(words)).toHtml("0.1.0"),
            "lesson", words -> LessonPage.toHtml(lesson(words)));

    private static final Map<String, Function<String, Object>> DOCUMENTS = Map.of(
            "result", HostileTextTest::result,
            "merge", HostileTextTest::merge,
            "diff", HostileTextTest::diff,
            "doctor", HostileTextTest::diagnosis,
            "self-check", HostileTextTest::selfCheck,
            "lesson", HostileTextTest::lesson);

    private static RunResult result(String words) {
        RunResult typical = new Results()
                .warnings(words)
                .gpus(gpu(words))
                .measured(Results.SINGLE, Precision.F32, Results.SMALL, 2e-3)
                .measured(Results.GPU, Precision.F32, Results.SMALL, 1e-3)
                .speedup(Results.GPU, Results.SINGLE, Precision.F32, Results.SMALL, 2, 1.9, 2.1)
                .notMeasured(Results.APARAPI, Precision.F32, Results.SMALL, Outcome.FAILED, words)
                .notMeasured(Results.POCL, Precision.F32, Results.SMALL, Outcome.SKIPPED, words)
                .build();
        RunFacts run = typical.run();
        return new RunResult(
                typical.schema(),
                new RunFacts(
                        words,
                        words,
                        words,
                        List.of("compare", "--label", words),
                        run.startedAt(),
                        run.finishedAt(),
                        true,
                        words,
                        42,
                        0.02,
                        List.of()),
                host(words),
                List.of(Device.cpu(), device(words), Results.pocl("cl1")),
                List.of(new BackendFact(words, false, words)),
                typical.ceilings(),
                typical.results().stream().map(cell -> named(cell, words)).toList(),
                typical.speedups(),
                typical.ladders(),
                typical.scaling(),
                typical.parameters(),
                typical.gpus(),
                null,
                List.of(new SecondRoute(words, words)));
    }

    /** A contender as no version of this program names one, in a cell with words of strangers. */
    private static CellResult named(CellResult cell, String words) {
        if (cell.outcome() != Outcome.FAILED && cell.device().equals("cpu")) {
            return cell;
        }
        ObjectNode json = Json.mapper().valueToTree(cell);
        CellResult other = Json.mapper().convertValue(json, CellResult.class);
        return new CellResult(
                words,
                words,
                words,
                other.device(),
                other.threads(),
                false,
                other.precision(),
                other.shape(),
                other.outcome(),
                cell.reason(),
                cell.seconds() == null ? null : words,
                cell.check() == null ? null : new CellResult.Check(true, words, null, null, words),
                other.verified(),
                other.seconds(),
                other.samples(),
                other.launches(),
                other.stopped(),
                other.gflops(),
                other.ofCeiling(),
                other.roofline(),
                List.of(words),
                other.noise(),
                other.energy(),
                other.audit(),
                other.arithmetic(),
                List.of(words),
                other.sharing(),
                other.cluster());
    }

    private static HostFacts host(String words) {
        return new HostFacts(
                new HostFacts.Cpu(words, 2, 2, null, 512, null, null),
                1L << 34,
                words,
                words,
                new HostFacts.Jdk(words, words),
                words,
                null,
                null,
                null,
                null,
                null,
                List.of(words));
    }

    private static Device device(String words) {
        return new Device(
                "cl0", Device.Kind.GPU, words, "opencl", words, words, 30, 1L << 33, 1L << 31, List.of(Precision.F32));
    }

    private static GpuFacts gpu(String words) {
        GpuState state = new GpuState(210, 2600, 405, 14001, 31.0, 8.25, 145.0, words, false, List.of(words), 0);
        return new GpuFacts("cl0", words, words, words, state, state, Map.of(words, 1.0), List.of(words));
    }

    private static Merge merge(String words) {
        Merger merger = new Merger();
        merger.add(words, result(words));
        merger.add(words, result(words));
        merger.refuse(words, words);
        return merger.result();
    }

    private static Diff diff(String words) {
        return Diff.of(Results.typical(), result(words));
    }

    private static Diagnosis diagnosis(String words) {
        return new Diagnosis(
                Diagnosis.SCHEMA,
                host(words),
                true,
                new Diagnosis.OpenCl(words, List.of(words), words, words),
                List.of(device(words)),
                List.of(new BackendFact("jocl", false, words)),
                List.of(gpu(words)),
                List.of(new CompilerFact("cl0", "id", "what", CompilerAnswer.Verdict.REFUSED, words)),
                List.of(new Diagnosis.Finding(Diagnosis.Level.MISSING, words, words)));
    }

    private static SelfCheckResult selfCheck(String words) {
        RunResult result = result(words);
        return new SelfCheckResult(SelfCheckResult.SCHEMA, result.run(), result.host(), result.results(), List.of());
    }

    private static Scene scene(String words) {
        return new Scene(SceneId.MATRIX, List.of(words), words, List.of(Row.skipped("jocl@cl0", words)));
    }

    private static Lesson lesson(String words) {
        return new Lesson(Lesson.SCHEMA, words, new Settings(null, null, 200, 42, false), List.of(scene(words)));
    }

    static Stream<Arguments> texts() {
        return combined(TEXTS.keySet());
    }

    static Stream<Arguments> pages() {
        return combined(PAGES.keySet());
    }

    static Stream<Arguments> documents() {
        return combined(DOCUMENTS.keySet());
    }

    private static Stream<Arguments> combined(Set<String> writers) {
        return writers.stream().sorted().flatMap(writer -> HOSTILE.stream().map(words -> Arguments.of(writer, words)));
    }

    @ParameterizedTest
    @MethodSource("texts")
    void textsHaveTheLinesTheyShouldAndNoCommands(String writer, String words) {
        String text = TEXTS.get(writer).apply(words);
        assertThat(COLOUR.matcher(text).replaceAll("")).doesNotContainPattern(UNFIT);
        assertThat(text.lines())
                .hasSameSizeAs(TEXTS.get(writer).apply(HARMLESS).lines().toList());
    }

    @ParameterizedTest
    @MethodSource("pages")
    void pagesHaveTheElementsTheyShould(String page, String words) {
        String html = PAGES.get(page).apply(words).replace(ECharts.library(), "");
        String harmless = PAGES.get(page).apply(HARMLESS).replace(ECharts.library(), "");
        assertThat(HALF.matcher(html.replace("\t", "")).replaceAll("")).doesNotContainPattern(UNFIT);
        assertThat(elements(html)).isEqualTo(elements(harmless));
    }

    /** Begins and ends of elements, with the names of their attributes. */
    private static List<String> elements(String html) {
        return Pattern.compile("<[^<>]*>")
                .matcher(html)
                .results()
                .map(tag -> tag.group().replaceAll("\"[^\"]*\"", "\"\""))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("documents")
    void documentsAreJsonThatATerminalCanShow(String document, String words) throws Exception {
        String text = ResultFile.toText(DOCUMENTS.get(document).apply(words));
        assertThat(HALF.matcher(text).replaceAll("")).doesNotContainPattern(UNFIT);
        assertThat(Json.mapper().readTree(text).isObject()).isTrue();
    }

    static List<String> hostile() {
        return HOSTILE;
    }

    @ParameterizedTest
    @MethodSource("hostile")
    void spreadsheetsComputeNothingAndHaveTheirFigures(String words) throws Exception {
        CSVFormat format = CSVFormat.RFC4180
                .builder()
                .setHeader()
                .setSkipHeaderRecord(true)
                .get();
        try (CSVParser parser = CSVParser.parse(new StringReader(CsvReport.toText(result(words))), format)) {
            List<CSVRecord> rows = parser.getRecords();
            assertThat(rows).hasSize(4).allMatch(CSVRecord::isConsistent);
            assertThat(rows.stream().flatMap(CSVRecord::stream))
                    .noneMatch(cell -> cell.matches("(?s)\\s*[=+@\\-\\uFF1D\\uFF0B\\uFF0D\\uFF20].*"));
            assertThat(Double.parseDouble(rows.get(1).get("end_to_end_s"))).isEqualTo(1e-3);
            assertThat(rows.get(1).get("samples")).isEqualTo("23");
        }
    }

    /** Of what is not code, a forge makes links, mentions and elements. */
    @ParameterizedTest
    @MethodSource("hostile")
    void markdownHoldsStrangersWordsAsCode(String words) {
        String markdown = new DiffReport(Diff.of(result(words), result(words))).toMarkdown();
        String free = CODE.matcher(markdown).replaceAll("");
        assertThat(free).doesNotContainPattern("[@<`\\[~]|#[0-9]|http|cmd|alert|reverse|\\{0\\}|forged");
        assertThat(markdown.lines().filter(line -> line.startsWith("|")))
                .isNotEmpty()
                .allSatisfy(row -> assertThat(row.chars().filter(character -> character == '|'))
                        .hasSize(8));
    }

    /** Wherever a file has words of somebody's own, they are clean and short when it has been read. */
    @ParameterizedTest
    @MethodSource("hostile")
    void whatIsReadIsClean(String words) throws Exception {
        JsonNode document = Json.mapper().readTree(ResultFile.toText(Results.typical()));
        ((ObjectNode) document.get("run")).put("label", HARMLESS);
        RunResult read =
                ResultReader.of(spoiled(document, words + "x".repeat(10_000)).toString());
        assertThat(read.toString()).doesNotContainPattern(UNFIT).doesNotContain("\n");
        assertThat(read.run().label()).hasSizeLessThanOrEqualTo(200).endsWith("x…");
        assertThat(read.devices().get(1).name()).hasSizeLessThanOrEqualTo(200).endsWith("x…");
        assertThat(read.results().get(0).ranOn()).hasSizeLessThanOrEqualTo(500).endsWith("x…");
    }

    /** The same with other words for all that are not of the format. */
    private static JsonNode spoiled(JsonNode document, String words) {
        Set<String> free =
                Set.of("label", "name", "platform", "driver", "ranOn", "model", "os", "vendor", "flags", "id");
        document.properties().forEach(entry -> {
            if (entry.getValue() instanceof TextNode && free.contains(entry.getKey())) {
                ((ObjectNode) document).put(entry.getKey(), words);
            } else if (entry.getValue() instanceof ArrayNode array) {
                array.forEach(element -> spoiled(element, words));
            } else {
                spoiled(entry.getValue(), words);
            }
        });
        return document;
    }

    /** What drivers, the system and users say is clean as soon as it stands in a record. */
    @ParameterizedTest
    @MethodSource("hostile")
    void recordsOfTheMachineAreClean(String words) {
        String many = words + "x".repeat(1_000_000);
        List<Object> records = new ArrayList<>(List.of(
                device(many),
                new HostFacts.Cpu(many, 2, 2, null, 512, null, null),
                new HostFacts.Jdk(many, many),
                new TuningKey(many, many, Device.Kind.GPU, many, many, Precision.F32),
                new Availability.Unavailable(many, "a cure"),
                Row.skipped("id", many),
                new WorkerFailure(WorkerFailure.Kind.LOST, many).getMessage(),
                gpu("tool").tool()));
        assertThat(records).allSatisfy(record -> assertThat(record.toString())
                .doesNotContainPattern(UNFIT)
                .doesNotContain("\n")
                .hasSizeLessThan(1200));
    }

    @Test
    void reasonsOfTheMachineTellNoPlaces() {
        String words = "cannot write /scratch/bob/kernels: " + System.getProperty("user.home") + "/.cache is full";
        String told = "cannot write …/kernels: ~/.cache is full";
        assertThat(new Availability.Unavailable(words, "a cure").inWords()).isEqualTo(told + "; a cure");
        assertThat(new Availability.Unavailable("x".repeat(600), "a cure").inWords())
                .isEqualTo("x".repeat(491) + "…; a cure");
        assertThat(new WorkerFailure(WorkerFailure.Kind.LOST, words)).hasMessage(told);
        assertThat(Row.skipped("id", words).skipped()).isEqualTo(told);
        assertThat(new Scene(SceneId.ORDER, List.of(), words, List.of()).failure())
                .isEqualTo(told);
    }
}
