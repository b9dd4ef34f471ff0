package dev.santoku.cli.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import dev.santoku.cli.InProcess;
import dev.santoku.cli.Program;
import dev.santoku.cli.terminal.ExitCode;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole command on this machine, whose OpenCL is PoCL, with all four back ends. */
@Tag("slow")
class CompareTest {
    private static final String ALL_BACKENDS = "single,pool,jocl,aparapi";
    /** Half of it is ample on an idle machine; on a busy one, building eight kernels takes its time. */
    private static final String AMPLE = "150s";

    private static final String SIZES = "33x17x9,1x1x1";

    @TempDir
    private Path folder;

    private Map<String, String> withoutDrivers() throws Exception {
        return Map.of(
                "OCL_ICD_VENDORS",
                Files.createDirectory(folder.resolve("vendors")).toString(),
                "POCL_AFFINITY",
                "1");
    }

    @Test
    void everyBackEndIsCheckedMeasuredAndCompared() throws Exception {
        Program program = Program.run(
                folder,
                Map.of("POCL_AFFINITY", "0"),
                Program.hastily(
                        "--budget",
                        AMPLE,
                        "--backends",
                        ALL_BACKENDS,
                        "--sizes",
                        "33x17x9",
                        "--precision",
                        "f32,f64,bf16,i8",
                        "--json",
                        "-"));
        assertThat(program.waitForEnd()).as(program.stderr()).isZero();
        JsonNode result = Program.json(program.stdout());
        assertThat(result).isEqualTo(program.result());
        assertThat(result.at("/run/complete").asBoolean()).isTrue();
        assertThat(result.at("/host/driverThreadsBound")).isEqualTo(BooleanNode.FALSE);
        assertThat(result.get("results")).hasSize(16).allSatisfy(cell -> {
            assertThat(cell.get("outcome").asText()).as(cell.toString()).isEqualTo("measured");
            assertThat(cell.get("reason").isNull()).isTrue();
            assertThat(cell.get("ranOn").asText()).isNotBlank();
            assertThat(cell.at("/check/exact").asBoolean()).isTrue();
            assertThat(cell.at("/check/error").asDouble())
                    .isLessThanOrEqualTo(cell.at("/check/bound").asDouble());
            boolean reduced = !cell.get("precision").asText().startsWith("f");
            boolean hasInstructions = reduced && cell.get("backend").asText().equals("jocl");
            String f32 = reduced ? "f32" : "";
            assertThat(cell.path("arithmetic").asText())
                    .isIn(f32, hasInstructions ? cell.get("precision").asText() : f32);
            assertThat(cell.get("samples").asInt()).isPositive();
            assertThat(cell.at("/seconds/endToEnd/median").asDouble())
                    .isPositive()
                    .isBetween(
                            cell.at("/seconds/endToEnd/low").asDouble(),
                            cell.at("/seconds/endToEnd/high").asDouble());
        });
        assertOneDigestPerProduct(result.get("results"));
        assertSpeedupsNameBaselines(result.get("speedups"));
        assertCeilingsAreThoseOfThisRun(result);
        assertTellsNothingOfTheUser(result);
    }

    @Test
    void batchesAreCheckedMeasuredAndComparedAndOnlyTheyTellTheirNumber() throws Exception {
        String[] whom = {"--budget", AMPLE, "--backends", ALL_BACKENDS, "--sizes", "33x17x9"};
        Program program = Program.run(folder, Map.of(), batch(whom, "3"));
        assertThat(program.waitForEnd()).as(program.stderr()).isZero();
        JsonNode batch = program.result("batch-3");
        assertThat(batch.get("results")).hasSize(4).allSatisfy(cell -> {
            assertThat(cell.get("outcome").asText()).as(cell.toString()).isEqualTo("measured");
            assertThat(cell.get("shape")).hasToString("{\"m\":33,\"n\":17,\"k\":9,\"batch\":3}");
            double seconds = cell.at("/seconds/endToEnd/median").asDouble();
            assertThat(cell.at("/gflops/endToEnd").asDouble())
                    .isCloseTo(3 * 2.0 * 33 * 17 * 9 / seconds / 1e9, within(1e-9));
            assertThat(cell.at("/verified/products").asLong()).isPositive();
        });
        assertThat(digests(batch)).hasSize(1);
        assertThat(program.stdout()).contains("f32 3 × 33×17×9\n");
        Program one = Program.run(folder, Map.of(), batch(new String[] {"--backends", "single", "--sizes", "5"}, "1"));
        assertThat(one.waitForEnd()).as(one.stderr()).isZero();
        assertThat(one.result("batch-1").at("/results/0/shape")).hasToString("{\"m\":5,\"n\":5,\"k\":5}");
    }

    private static String[] batch(String[] more, String products) {
        List<String> arguments = new ArrayList<>(List.of(Program.hastily(more)));
        arguments.addAll(List.of("--batch", products, "--out", "batch-" + products));
        return arguments.toArray(String[]::new);
    }

    private static Set<String> digests(JsonNode result) {
        Set<String> digests = new TreeSet<>();
        result.get("results")
                .forEach(cell -> digests.add(cell.at("/check/digest").asText()));
        return digests;
    }

    private static void assertOneDigestPerProduct(JsonNode cells) {
        Set<String> digests = new TreeSet<>();
        Set<String> products = new TreeSet<>();
        for (JsonNode cell : cells) {
            products.add(cell.get("precision") + " " + cell.get("shape"));
            digests.add(cell.get("precision") + " " + cell.get("shape") + " "
                    + cell.at("/check/digest").asText());
        }
        assertThat(products).hasSize(4);
        assertThat(digests).hasSize(4).allMatch(digest -> digest.matches(".* sha256:[0-9a-f]{64}"));
    }

    private static void assertCeilingsAreThoseOfThisRun(JsonNode result) {
        assertThat(result.get("ceilings")).hasSizeGreaterThanOrEqualTo(2).allSatisfy(ceiling -> {
            assertThat(ceiling.get("gflops").asDouble()).isPositive();
            boolean javaOnCpu = ceiling.get("device").asText().equals("cpu");
            assertThat(ceiling.get("threads").isNull()).isNotEqualTo(javaOnCpu);
            for (String key : List.of("hostToDeviceGBs", "pinnedDeviceToHostGBs", "launchMicros")) {
                assertThat(ceiling.get(key).isNull()).as(key).isEqualTo(javaOnCpu);
            }
        });
        for (JsonNode cell : result.get("results")) {
            JsonNode arithmetic = cell.has("arithmetic") ? cell.get("arithmetic") : cell.get("precision");
            double ceiling = StreamSupport.stream(result.get("ceilings").spliterator(), false)
                    .filter(candidate -> candidate.get("device").equals(cell.get("device"))
                            && candidate.get("threads").equals(cell.get("threads"))
                            && candidate.get("precision").equals(arithmetic))
                    .findFirst()
                    .orElseThrow()
                    .get("gflops")
                    .asDouble();
            double share = cell.at("/gflops/compute").asDouble() / ceiling;
            assertThat(cell.get("ofCeiling").asDouble()).isEqualTo(share);
            assertThat(cell.get("flags").toString().contains("above-ceiling")).isEqualTo(share > 1);
            JsonNode place = cell.get("roofline");
            assertThat(place.get("share").asDouble())
                    .isEqualTo(cell.at("/gflops/compute").asDouble()
                            / place.get("gflops").asDouble());
            assertThat(place.get("gflops").asDouble()).isLessThanOrEqualTo(ceiling);
        }
    }

    /** Three contenders over each of two baselines, in two times, for each of four products. */
    private static void assertSpeedupsNameBaselines(JsonNode speedups) {
        assertThat(speedups).hasSize(3 * 2 * 2 * 4).allSatisfy(speedup -> {
            String contender = speedup.get("contender").asText();
            String baseline = speedup.get("baseline").asText();
            assertThat(baseline).matches("(single|pool):[a-z]+@cpu").isNotEqualTo(contender);
            assertThat(speedup.get("time").asText()).isIn("endToEnd", "compute");
            assertThat(speedup.get("ratio").asDouble()).isPositive();
            assertThat(speedup.get("verdict").asText()).isIn("faster", "slower", "same", "inconclusive");
        });
    }

    private void assertTellsNothingOfTheUser(JsonNode result) throws Exception {
        String text = result.toString();
        assertThat(text).doesNotContain(System.getProperty("user.home") + "/", folder.toString());
        List<String> names = List.of(
                System.getProperty("user.name"), InetAddress.getLocalHost().getHostName());
        for (String name : names) {
            assertThat(text).doesNotContainPattern("\\b" + Pattern.quote(name) + "\\b");
        }
        assertThat(result.findValues("label")).allMatch(JsonNode::isNull);
        assertThat(result.get("run").toString()).doesNotContain("/");
    }

    @Test
    void withoutDriversTheProcessorsAreMeasuredAndTheRestSaysWhy() throws Exception {
        Path elsewhere = Files.createDirectory(folder.resolve("else where"));
        Program program = Program.run(
                folder,
                withoutDrivers(),
                "compare",
                "--quick",
                "--budget=90s",
                "--within=50%",
                "--backends",
                ALL_BACKENDS,
                "--sizes",
                SIZES,
                "--threads",
                "1",
                "--seed",
                "-7",
                "--label",
                "lab, \"3\"",
                "--raw",
                elsewhere.resolve("samples.jsonl").toString(),
                "--json",
                elsewhere.resolve("copy.json").toString(),
                "--csv=" + elsewhere.resolve("cells.csv"),
                "--out",
                elsewhere.resolve("runs").toString());
        assertThat(program.waitForEnd()).as(program.stderr()).isZero();
        JsonNode result = Program.json(Files.readString(elsewhere.resolve("copy.json")));
        assertThat(result.at("/host/driverThreadsBound")).isEqualTo(BooleanNode.TRUE);
        assertThat(result.get("results")).hasSize(8).allSatisfy(cell -> {
            if (Set.of("jocl", "aparapi").contains(cell.get("backend").asText())) {
                assertThat(cell.get("outcome").asText()).isEqualTo("skipped");
                assertThat(cell.get("reason").asText()).contains("scripts/setup.sh");
            } else {
                assertThat(cell.get("outcome").asText()).isEqualTo("measured");
                assertThat(cell.get("precision").asText()).isEqualTo("f32");
                assertThat(cell.get("threads").asInt()).isEqualTo(1);
            }
        });
        assertThat(program.stdout())
                .contains("CPU, 1 thread ", "skipped jocl:", "skipped aparapi:")
                .doesNotContain("\u001b");
        assertToldAsAsked(result);
        assertCsvHasTheCells(elsewhere.resolve("cells.csv"), result);
        assertThat(elsewhere.resolve("samples.jsonl")).content().satisfies(lines -> assertThat(lines.lines())
                .hasSize(Program.samples(result))
                .allMatch(line ->
                        line.startsWith("{\"run\":\"" + result.at("/run/id").asText() + "\",")));
        try (var files = Files.list(elsewhere.resolve("runs"))) {
            String id = result.at("/run/id").asText();
            assertThat(files)
                    .extracting(file -> file.getFileName().toString())
                    .containsExactlyInAnyOrder(id + ".json", id + ".html");
            Path written = elsewhere.resolve("runs").resolve(id + ".json");
            assertThat(written).hasSameTextualContentAs(elsewhere.resolve("copy.json"));
            assertThat(elsewhere.resolve("runs").resolve(id + ".html"))
                    .content()
                    .contains("lab, &quot;3&quot;");
        }
    }

    /** Whether a JDK loads OpenBLAS is asked elsewhere; here it stands for all yardsticks. */
    @Test
    @Tag("any-jdk")
    void aYardstickStandsBesideWhatItMeasures() throws Exception {
        Program program = Program.run(
                folder,
                withoutDrivers(),
                "compare",
                "--quick",
                "--budget=90s",
                "--within=50%",
                "--backends",
                "single,openblas",
                "--sizes",
                "33x17x9",
                "--threads",
                "2",
                "--json",
                "-");
        assertThat(program.waitForEnd()).as(program.stderr()).isZero();
        JsonNode result = Program.json(program.stdout());
        assertThat(result.get("results"))
                .extracting(cell -> "%s %s %s %s"
                        .formatted(
                                cell.get("contender").asText().replaceAll("^single:[a-z]+@", "single@"),
                                cell.get("outcome").asText(),
                                cell.get("threads"),
                                cell.get("yardstick")))
                .containsExactly(
                        "single@cpu measured 1 false",
                        "openblas:single@cpu measured 1 true",
                        "openblas:pool@cpu measured 2 true");
        assertThat(result.get("results").get(1).get("ranOn").asText()).matches(".*, OpenBLAS [0-9.]+ .*, 1 thread");
        assertThat(result.get("speedups"))
                .filteredOn(speedup -> speedup.get("time").asText().equals("compute"))
                .extracting(speedup -> speedup.get("baseline").asText())
                .anyMatch("openblas:single@cpu"::equals)
                .noneMatch("openblas:pool@cpu"::equals);
    }

    private void assertToldAsAsked(JsonNode result) {
        assertThat(result.at("/run/seed").asLong()).isEqualTo(-7);
        assertThat(result.at("/run/label").asText()).isEqualTo("lab, \"3\"");
        assertThat(result.toString()).doesNotContain(folder.toString(), System.getProperty("user.home") + "/");
        assertThat(result.at("/run/command"))
                .extracting(JsonNode::asText)
                .startsWith("compare", "--quick", "--budget=90s", "--within=50%", "--backends", ALL_BACKENDS)
                .endsWith("--json", "copy.json", "--csv=cells.csv", "--out", "runs");
    }

    private static void assertCsvHasTheCells(Path file, JsonNode result) throws Exception {
        CSVFormat format = CSVFormat.RFC4180
                .builder()
                .setHeader()
                .setSkipHeaderRecord(true)
                .get();
        try (CSVParser parser = CSVParser.parse(Files.newBufferedReader(file), format)) {
            List<String> contenders = StreamSupport.stream(result.get("results").spliterator(), false)
                    .map(cell -> cell.get("contender").asText())
                    .toList();
            List<CSVRecord> rows = parser.getRecords();
            assertThat(rows).extracting(row -> row.get("contender")).isEqualTo(contenders);
            assertThat(rows)
                    .extracting(row -> row.get("run"))
                    .containsOnly(result.at("/run/id").asText());
        }
    }

    @Test
    void aGpuThatIsRequiredAndAbsentEndsTheRunBeforeItBegins() throws Exception {
        Program program = Program.run(folder, withoutDrivers(), "compare", "--quick", "--require", "gpu");
        assertThat(program.waitForEnd()).isEqualTo(ExitCode.MISSING.status());
        assertThat(program.stdout()).isEmpty();
        assertThat(program.stderr().lines())
                .singleElement()
                .asString()
                .startsWith("santoku: --require gpu: ")
                .contains("doctor");
        assertThat(folder.resolve("results")).isEmptyDirectory();
    }

    @Test
    void aDryRunPrintsThePlanAndLeavesNothing() {
        InProcess program = new InProcess();
        ExitCode exitCode = program.run(
                "compare",
                "--dry-run",
                "--devices",
                "cpu",
                "--sizes",
                "8,1x2x3,8",
                "--precision",
                "f64",
                "--threads",
                "1",
                "--seed",
                "9",
                "--budget",
                "2m",
                "--within",
                "7",
                "--out",
                folder.toString());
        assertThat(exitCode).as(program.err()).isEqualTo(ExitCode.DONE);
        assertThat(program.out())
                .containsPattern("\\Ameasure   single:[a-z]+@cpu\nmeasure   pool:[a-z]+@cpu\nprecision f64\n")
                .endsWith("sizes     8, 1x2x3\nthreads   1\nwithin    ±7 %\nbudget    120 s\nseed      9\n");
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void yardsticksAreAddedToTheBackEndsAskedFor() {
        InProcess program = new InProcess();
        program.run(
                "compare",
                "--dry-run",
                "--yardsticks",
                "--backends",
                "openblas:pool,single",
                "--threads",
                "2",
                "--out",
                folder.toString());
        assertThat(program.out())
                .containsPattern(
                        "\\Ameasure   openblas:pool@cpu\nmeasure   single:[a-z]+@cpu\nmeasure   openblas:single@cpu\n"
                                + "measure   clblast:gemm@cl0")
                .contains("measure   cblas:blis-single@cpu\nmeasure   cblas:blis@cpu")
                .containsPattern("(skip   |measure)   cublas:gemm");
    }

    @Test
    @Tag("any-jdk")
    void aLadderAndNumbersOfThreadsAreDrawn() throws Exception {
        Program program = Program.run(
                folder,
                withoutDrivers(),
                Program.hastily(
                        "--budget",
                        AMPLE,
                        "--ladder",
                        "--backends",
                        "single,pool:blocked",
                        "--sizes",
                        "64",
                        "--threads",
                        "1,2,40",
                        "--csv",
                        "cells.csv"));
        assertThat(program.waitForEnd()).as(program.stderr()).isZero();
        assertThat(program.stderr()).contains("--threads 40: more than the ");
        assertThat(program.stderr().lines()).last().asString().startsWith("lesson: scripts/santoku.sh kitchen ");
        JsonNode result = program.result();
        assertThat(result.get("results"))
                .filteredOn(cell -> cell.get("backend").asText().equals("pool"))
                .extracting(cell -> cell.get("contender").asText() + " " + cell.get("threads"))
                .containsExactly("pool:blocked@cpu 1", "pool:blocked@cpu 2", "pool:blocked@cpu 40");
        assertThat(result.get("results"))
                .filteredOn(cell -> cell.get("backend").asText().equals("single"))
                .extracting(cell -> cell.get("contender").asText())
                .doesNotHaveDuplicates();
        assertFactorsMultiply(result);
        assertThat(result.get("scaling")).singleElement().satisfies(scaling -> {
            assertThat(scaling.get("points"))
                    .extracting(point -> point.get("threads").asInt())
                    .containsExactly(1, 2, 40);
            assertThat(scaling.at("/points/0/speedup").asDouble()).isEqualTo(1);
            assertThat(scaling.at("/points/2/fitted").asBoolean()).isFalse();
        });
        assertThat(program.stdout()).contains("ladder f32 64×64×64", "scaling of pool:blocked@cpu, f32 64×64×64");
        assertCsvHasTheCells(folder.resolve("cells.csv"), result);
    }

    private static void assertFactorsMultiply(JsonNode result) {
        JsonNode steps = result.at("/ladders/0/steps");
        assertThat(steps.size()).isGreaterThan(2);
        double product = 1;
        for (int i = 1; i < steps.size(); i++) {
            product *= ratio(result, steps.get(i), steps.get(i - 1));
        }
        assertThat(product).isCloseTo(ratio(result, steps.get(steps.size() - 1), steps.get(0)), withinPercentage(1e-6));
    }

    private static double ratio(JsonNode result, JsonNode step, JsonNode over) {
        return StreamSupport.stream(result.get("speedups").spliterator(), false)
                .filter(speedup -> speedup.get("time").asText().equals("endToEnd")
                        && speedup.get("contender").equals(step.get("contender"))
                        && speedup.get("threads").equals(step.get("threads"))
                        && speedup.get("baseline").equals(over.get("contender"))
                        && speedup.get("baselineThreads").equals(over.get("threads")))
                .findFirst()
                .orElseThrow()
                .get("ratio")
                .asDouble();
    }

    @Test
    void theListNamesAllContendersAndStarsTheDefaults() {
        InProcess program = new InProcess();
        assertThat(program.run("compare", "--list", "--out", folder.toString())).isEqualTo(ExitCode.DONE);
        List<String> lines = program.out().lines().toList();
        for (String backend : List.of("single", "pool", "jocl", "aparapi")) {
            assertThat(lines)
                    .filteredOn(line -> line.matches("[* ] " + backend + ":[a-z]+@(cpu|cl0) +\\S.*"))
                    .isNotEmpty()
                    .filteredOn(line -> line.startsWith("* "))
                    .hasSize(1);
        }
        assertThat(lines).last().isEqualTo("* is taken when no variant is named");
        assertThat(folder).isEmptyDirectory();
    }
}
