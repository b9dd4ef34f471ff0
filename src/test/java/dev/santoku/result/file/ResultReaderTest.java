package dev.santoku.result.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.santoku.faults.Damage;
import dev.santoku.report.Clusters;
import dev.santoku.report.Results;
import dev.santoku.report.Sharings;
import dev.santoku.report.Style;
import dev.santoku.report.fleet.Diff;
import dev.santoku.report.fleet.DiffReport;
import dev.santoku.report.html.HtmlReport;
import dev.santoku.report.text.TableReport;
import dev.santoku.result.Json;
import dev.santoku.result.RunResult;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ResultReaderTest {
    private static final Path SAMPLES = Path.of("src/site/results");

    @TempDir
    private Path folder;

    private void assertRefused(String content, String words) throws IOException {
        Path file = Files.writeString(folder.resolve("result.json"), content);
        assertThatThrownBy(() -> ResultReader.read(file))
                .isInstanceOf(RefusedFileException.class)
                .hasMessageContaining(words);
    }

    @Test
    void readsWhatThisVersionWrites() throws Exception {
        RunResult result = Results.typical();
        assertThat(ResultReader.of(ResultFile.toText(result))).isEqualTo(result);
    }

    @Test
    void readsHowProcessorsSharedProducts() throws Exception {
        RunResult result = Sharings.run();
        assertThat(ResultReader.of(ResultFile.toText(result))).isEqualTo(result);
        assertThat(ResultFile.toText(Results.typical()))
                .as("of a file of those alone")
                .doesNotContain("sharing");
    }

    @ParameterizedTest
    @CsvSource({
        "/sharing, products, 0, sharing is incomplete",
        "/sharing, seconds, 0, sharing is incomplete",
        "/sharing/parts/0, rows, 1.5, sharing is incomplete",
        "/sharing/parts/0, idle, -1, sharing is incomplete",
        "/sharing/parts/1, transfer, -1, sharing is incomplete",
        "/sharing/parts/1, device, null, sharing is incomplete",
        "/sharing, typical, null, sharing/typical is incomplete",
        "/sharing/typical, leftOut, -1, sharing/typical is incomplete",
        "/sharing/typical/tiles/0, rows, 1025, sharing/typical is incomplete",
        "/sharing/typical/tiles/0, rows, 2147483647, sharing/typical is incomplete",
        "/sharing/typical/tiles/1, device, \"cl9\", sharing/typical is incomplete",
        "/sharing/typical/tiles/1, begin, 0.001, sharing/typical is incomplete",
        "/sharing/typical/tiles/1, end, 1e300, sharing/typical is incomplete"
    })
    void refusesImpossibleSharing(String place, String key, String value, String words) throws Exception {
        JsonNode document = Json.mapper().readTree(ResultFile.toText(Sharings.run()));
        ((ObjectNode) document.at("/results/1" + place)).set(key, Json.mapper().readTree(value));
        assertRefused(document.toString(), words);
    }

    @Test
    void readsWhatProductsCostOnACluster() throws Exception {
        RunResult result = Clusters.run();
        assertThat(ResultReader.of(ResultFile.toText(result))).isEqualTo(result);
        assertThat(ResultFile.toText(Results.typical()))
                .as("of a file of those alone")
                .doesNotContain("cluster");
    }

    @ParameterizedTest
    @CsvSource({
        "slots, 0, cluster is incomplete",
        "shuffledBytes, -1, cluster is incomplete",
        "shuffledBytes, \"NaN\", cluster is incomplete",
        "leastBytes, -1, cluster is incomplete",
        "leastBytes, 1e-300, cluster is incomplete",
        "computing, 1.01, cluster is incomplete",
        "writing, \"NaN\", cluster is incomplete",
        "waiting, -0.5, cluster is incomplete",
        "idle, 2, cluster is incomplete",
        "prediction, {}, cluster/prediction is impossible",
        "prediction, '{\"seconds\": 1, \"slotGflops\": 0, \"networkGBs\": 1}', cluster/prediction is impossible",
        "prediction, '{\"seconds\": \"NaN\", \"slotGflops\": 1, \"networkGBs\": 1}', cluster/prediction is impossible",
        "prediction, '{\"seconds\": 1, \"slotGflops\": 1, \"networkGBs\": -1}', cluster/prediction is impossible"
    })
    void refusesImpossibleCostsOnACluster(String key, String value, String words) throws Exception {
        JsonNode document = Json.mapper().readTree(ResultFile.toText(Clusters.run()));
        ((ObjectNode) document.at("/results/2/cluster")).set(key, Json.mapper().readTree(value));
        assertRefused(document.toString(), words);
    }

    @Test
    void aScalingOfAnOlderVersionIsEndToEnd() throws Exception {
        ObjectNode document = document();
        ((ObjectNode) document.at("/scaling/0")).remove("time");
        assertThat(ResultReader.of(document.toString()).scaling().get(0).comparedTime())
                .isEqualTo("endToEnd");
    }

    @Test
    void readsEverySampleAndLosesNothing() throws Exception {
        try (Stream<Path> samples = Files.list(SAMPLES)) {
            List<Path> files =
                    samples.filter(file -> file.toString().endsWith(".json")).toList();
            assertThat(files).isNotEmpty();
            for (Path file : files) {
                JsonNode written = Json.mapper()
                        .readTree(ResultFile.toText(ResultReader.read(file).result()));
                JsonNode kept = Json.mapper().readTree(file.toFile());
                assertThat(written.get("results")).hasSameSizeAs(kept.get("results"));
                for (int i = 0; i < kept.get("results").size(); i++) {
                    ObjectNode cell = (ObjectNode) kept.get("results").get(i);
                    for (String later : List.of(
                            "verified",
                            "roofline",
                            "launches",
                            "noise",
                            "energy",
                            "audit")) { // samples of older versions have none
                        cell.putIfAbsent(later, NullNode.getInstance());
                    }
                    if (cell.get("audit") instanceof ObjectNode audit) {
                        audit.putIfAbsent("clockRate", NullNode.getInstance());
                    }
                    assertThat(written.get("results").get(i)).isEqualTo(cell);
                }
            }
        }
    }

    @Test
    void howNarrowCellsWereToBeIsUnknownInFilesOfOlderVersions() throws Exception {
        ObjectNode document = document();
        assertThat(document.at("/run/within").asDouble()).isEqualTo(0.02);
        ((ObjectNode) document.get("run")).remove("within");
        assertThat(ResultReader.of(document.toString()).run().within()).isNull();
    }

    @Test
    void keysOfALaterMinorVersionAreSkipped() throws Exception {
        ObjectNode document = document();
        document.put("schema", "santoku/result/1.7").put("mood", "good");
        ((ObjectNode) document.at("/results/0")).putObject("weather").put("wind", 3);
        assertThat(ResultReader.of(document.toString()).results())
                .isEqualTo(Results.typical().results());
    }

    @Test
    void saysWhyAFileIsNone() throws Exception {
        String whole = ResultFile.toText(Results.typical());
        assertRefused("", "it is empty");
        assertRefused("  \n", "it is empty");
        assertRefused(whole.substring(0, whole.length() / 2), "it is cut off (line ");
        assertRefused(whole.substring(0, whole.length() - 3), "it is cut off (line ");
        assertRefused(whole + whole, "it is no JSON (line ");
        assertRefused("\u0000\u0001PNG", "it is no JSON (line 1, column ");
        assertRefused("[1, 2]", "it names no schema");
        assertRefused("7", "it names no schema");
        assertRefused("{\"schema\": 1}", "it names no schema");
        assertRefused("{\"schema\": \"santoku/kitchen/1\"}", "its schema is 'santoku/kitchen/1'");
        assertRefused("{\"schema\": \"\\u001b[31m\"}", "its schema is '\uFFFD[31m'");
        assertRefused("{\"schema\": \"santoku/result/2\"}", "its schema is santoku/result/2, and this version reads");
        assertRefused("[".repeat(100_000), "longer or deeper than any");
        assertRefused(" ".repeat(17 << 20), "it has more than 16 MB");
        assertRefused("{\"schema\": \"santoku/result/1\", \"run\": {\"id\": \"\u00ff", "it is cut off");
        assertThatThrownBy(() -> ResultReader.read(folder)).hasMessage("it is a folder");
        assertThatThrownBy(() -> ResultReader.read(folder.resolve("missing"))).hasMessage("there is no such file");
    }

    /** To open a pipe is to wait for somebody at its other end, and a device never ends. */
    @Test
    @Timeout(60)
    @EnabledOnOs({OS.LINUX, OS.MAC})
    void whatIsNoFileIsNotOpened() throws Exception {
        Path pipe = folder.resolve("pipe");
        assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor())
                .isZero();
        for (Path odd : List.of(pipe, Path.of("/dev/zero"), Path.of("/dev/null"))) {
            assertThatThrownBy(() -> ResultReader.read(odd)).hasMessage("it is a pipe or a device, no file");
        }
        Path loop = folder.resolve("loop");
        Files.createSymbolicLink(loop, loop);
        assertThatThrownBy(() -> ResultReader.read(loop)).hasMessageContaining("it cannot be read: ");
    }

    /** Documents of many megabytes that hold nothing of a result but what costs time and memory. */
    @ParameterizedTest
    @CsvSource({"[,15000000", "{\"a\":,3000000", "9,15000000", "'{},',5000000", "x,15000000"})
    @Timeout(60)
    void craftedDocumentsAreGivenUp(String piece, int times) throws Exception {
        String mark = "\"here is the damage\"";
        String document =
                document().put("of a later version", "here is the damage").toString();
        String crafted =
                switch (piece) {
                    case "x" -> "\"" + "x".repeat(times) + "\"";
                    case "{}," -> "[" + "{},".repeat(times) + "0]";
                    default -> piece.repeat(times);
                };
        assertRefused(document.replace(mark, crafted), "longer or deeper than any");
    }

    /** Powers of ten that no memory holds are numbers nonetheless, until somebody writes out their digits. */
    @Test
    @Timeout(60)
    void hugePowersOfTenAreNotWrittenOut() throws Exception {
        for (String number : List.of("1e999999999", "-1e2147483647", "1e99999999999999")) {
            String mark = "\"here is the damage\"";
            ObjectNode document = document();
            ((ObjectNode) document.at("/host")).put("memoryBytes", "here is the damage");
            assertRefused(document.toString().replace(mark, number), "host/memoryBytes: not what belongs there");
            String unknown = document().put("later", "here is the damage").toString();
            assertThat(ResultReader.of(unknown.replace(mark, number))).isEqualTo(Results.typical());
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/run | null | run/id is missing",
                "/run/within | 0 | run/within is no share",
                "/run/within | 2 | run/within is no share",
                "/run/command | [null] | run/command has a null",
                "/host | null | host is missing",
                "/host/memoryBytes | -1 | host/memoryBytes is impossible",
                "/host/limits | {\"processors\": -2} | host/limits are impossible",
                "/host/cpu/physicalCores | -2 | host/cpu has an impossible number of cores",
                "/host/cpu/logicalCores | 0 | host/cpu has an impossible number of cores",
                "/host/cpu/logicalCores | 2000000 | host/cpu has an impossible number of cores",
                "/host/cpu/vectorBits | -512 | host/cpu/vectorBits is impossible",
                "/host/cpu/maxMHz | -1 | host/cpu/maxMHz is impossible",
                "/host/cpu/caches/level1 | -4 | host/cpu/caches are impossible",
                "/host/cpu | null | host/cpu is missing",
                "/results | null | not what belongs there",
                "/results | {} | results",
                "/results/0/precision | \"f8\" | results/0/precision: unknown precision 'f8'",
                "/results/0/shape/m | 0 | results/0/shape: ",
                "/results/0/shape/m | 2147483647 | results/0: its matrices are larger than any that is measured",
                "/results/0/outcome | null | results/0",
                "/results/0/contender | null | results/0: contender, backend or variant is missing",
                "/results/0/seconds | null | results/0: figures are missing",
                "/results/0/seconds/endToEnd | null | results/0: times are none",
                "/results/0/seconds/endToEnd/low | 0 | results/0: times are none",
                "/results/0/seconds/compute/median | -1 | results/0: times are none",
                "/results/0/seconds/upload/high | 1e999 | results/0: times are none",
                "/results/0/gflops/compute | 0 | results/0: gflops are none",
                "/results/0/samples | 99999999999 | results/0/samples",
                "/results/0/samples | -5 | results/0: samples are impossible",
                "/results/0/samples | 2.7 | results/0/samples: not what belongs there",
                "/results/0/samples | \"3\" | results/0/samples: not what belongs there",
                "/results/2/threads | -3 | results/2: threads are impossible",
                "/results/0/check/error | -1 | results/0: error or bound is impossible",
                "/results/0/check/error | \"NaN\" | results/0: error or bound is impossible",
                "/results/0/ofCeiling | 1e9 | results/0: ofCeiling is impossible",
                "/results/0/roofline/share | 1e9 | results/0: roofline is incomplete or impossible",
                "/results/0/noise | {\"rounds\": 1, \"disturbedRounds\": 0, \"stolen\": 7} | results/0: noise is incomplete or impossible",
                "/devices/1/computeUnits | 0 | a device has impossible units or memory",
                "/devices/1/memoryBytes | -5 | a device has impossible units or memory",
                "/ceilings/0/threads | -1 | a ceiling lacks its device, precision or rate, or is impossible",
                "/gpus | [{\"before\": {\"powerWatts\": -7}}] | a state of a GPU is impossible",
                "/gpus | [{\"slowedSeconds\": {\"heat\": \"NaN\"}}] | a time in which a GPU was slowed is impossible",
                "/devices/0/id | null | a device has no id",
                "/ceilings/0/gflops | \"fast\" | ceilings/0/gflops",
                "/speedups/0/ratio | 0 | a speedup is incomplete",
                "/speedups/0/shape/n | 2147483647 | a speedup, ladder or scaling is of matrices larger than any",
                "/ladders/0/shape/m | 2147483647 | a speedup, ladder or scaling is of matrices larger than any",
                "/scaling/0/shape/k | 2147483647 | a speedup, ladder or scaling is of matrices larger than any",
                "/speedups/0/verdict | \"perhaps\" | speedups/0/verdict",
                "/scaling/0/serialFraction | 2 | a scaling is incomplete",
                "/scaling/0/time | \"upload\" | a scaling is incomplete",
                "/ladders/0/steps | null | ladders/0"
            })
    void damageIsNamedByItsPlace(String place, String value, String words) throws Exception {
        ObjectNode document = document();
        int end = place.lastIndexOf('/');
        JsonNode parent = document.at(place.substring(0, end));
        String key = place.substring(end + 1);
        String marker = "\"here is the damage\"";
        if (parent instanceof ObjectNode object) {
            object.put(key, "here is the damage");
        } else {
            ((ArrayNode) parent).set(Integer.parseInt(key), JsonNodeFactory.instance.textNode("here is the damage"));
        }
        assertRefused(document.toString().replace(marker, value), words);
    }

    private static ObjectNode document() throws IOException {
        return (ObjectNode) Json.mapper().readTree(ResultFile.toText(Results.typical()));
    }

    /** Hundreds of damaged files, always the same: each is read or refused in one clear line. */
    @Test
    @Timeout(60)
    void damagedBytesAreReadOrRefused() throws Exception {
        byte[] whole = ResultFile.toText(Results.typical()).getBytes(StandardCharsets.UTF_8);
        Damage damage = new Damage(11);
        int refused = 0;
        for (int i = 0; i < 600; i++) {
            refused += isRefused(new String(damage.ofBytes(whole), StandardCharsets.ISO_8859_1)) ? 1 : 0;
        }
        assertThat(refused).isGreaterThan(300);
    }

    /** Likewise where the JSON stays whole and its values do not. */
    @Test
    @Timeout(60)
    void damagedValuesAreReadOrRefused() throws Exception {
        String whole = ResultFile.toText(Results.typical());
        Damage damage = new Damage(12);
        int refused = 0;
        for (int i = 0; i < 800; i++) {
            refused += isRefused(damage.ofValues(whole)) ? 1 : 0;
        }
        assertThat(refused).isGreaterThan(200);
    }

    /** What is read can be reported; nothing but a refusal is thrown. */
    private static boolean isRefused(String text) {
        try {
            RunResult read = ResultReader.of(text);
            assertThat(new TableReport(read, Style.PLAIN).toText()).isNotEmpty();
            assertThat(HtmlReport.sections(read)).isNotEmpty();
            assertThat(ResultFile.toText(Diff.of(read, Results.typical()))).isNotEmpty();
            assertThat(new DiffReport(Diff.of(Results.typical(), read)).toMarkdown())
                    .isNotEmpty();
            return false;
        } catch (RefusedFileException e) {
            assertThat(e.getMessage())
                    .isNotBlank()
                    .hasSizeLessThan(300)
                    .doesNotContainPattern("[\\p{Cc}\\p{Cf}\\p{Cs}]")
                    .doesNotContain("com.fasterxml", "java.");
            return true;
        } catch (RuntimeException e) {
            return fail("no clear refusal of " + text, e);
        }
    }
}
