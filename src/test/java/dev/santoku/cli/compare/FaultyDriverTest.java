package dev.santoku.cli.compare;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.santoku.cli.Program;
import dev.santoku.cli.terminal.ExitCode;
import dev.santoku.faults.FaultyDriver;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every command and back end with an OpenCL driver that goes wrong silently, or crashes, or tells nonsense of itself. */
@Tag("any-jdk")
@EnabledOnOs(OS.LINUX)
@Tag("slow")
class FaultyDriverTest {
    /** No run needs half of it: a wrong cell ends at once. */
    private static final String AMPLE = "150s";

    /** JOCL maps memory, Aparapi copies it, CLBlast launches its kernels itself. It has no natives for other processors. */
    private static final List<String> CONTENDERS = System.getProperty("os.arch").equals("amd64")
            ? List.of("jocl", "aparapi", "clblast")
            : List.of("jocl", "aparapi");

    /** What a terminal obeys and a reader does not see. */
    private static final Pattern UNFIT = Pattern.compile("[\\p{Cc}\\p{Cf}]");

    private static final int LONGEST_LINE = 2000;
    private static final int LONGEST_NAME = 200;

    /**
     * A fault that now and then hits a product.
     *
     * @param every so manieth launch or read-back: fewer than the twenty of a cell's samples, more than the six of its checks
     * @param pattern what the reason calls it, where a timed product was hit
     */
    private record Silent(String fault, int every, String precision, String pattern) {}

    private static final List<Silent> SILENT = List.of(
            new Silent(
                    "skip",
                    17,
                    "f32",
                    "NaN|zero|no pattern|as in the product before"), // a copy into panels may be what was skipped
            new Silent("stale", 17, "f64", "as in the product before|no pattern"),
            new Silent("zero", 17, "f32", "zero"),
            new Silent("nan", 17, "f64", "NaN"),
            new Silent("bit", 13, "f32", "one bit flipped"),
            new Silent("double", 17, "f64", "doubled"));

    @TempDir
    private Path folder;

    private FaultyDriver driver;

    @BeforeEach
    void build() throws Exception {
        driver = new FaultyDriver(folder.resolve("faults"));
    }

    private Program run(String name, Map<String, String> environment, String... arguments) throws Exception {
        Map<String, String> all = new TreeMap<>(environment);
        all.put("XDG_CACHE_HOME", folder.resolve("cache").toString()); // POCL_CACHE_DIR keeps what was compiled
        return Program.run(Files.createDirectory(folder.resolve(name)), all, arguments);
    }

    @Test
    void noProductThatAFaultHitsIsTimed() throws Exception {
        List<String> whenTimed = new ArrayList<>();
        for (Silent silent : SILENT) {
            Program program = run(
                    silent.fault,
                    driver.with(silent.fault, "EVERY=" + silent.every),
                    Program.hastily(
                            "--budget",
                            AMPLE,
                            "--backends",
                            String.join(",", CONTENDERS),
                            "--sizes",
                            "64,256",
                            "--precision",
                            silent.precision));
            assertThat(program.waitForEnd())
                    .as(silent.fault + ": " + program.stderr())
                    .isEqualTo(ExitCode.WRONG_PRODUCT.status());
            JsonNode cells = program.result().get("results");
            assertThat(cells).hasSize(2 * CONTENDERS.size());
            for (JsonNode cell : cells) {
                String which = "%s: %s %s".formatted(silent.fault, cell.get("contender"), cell.get("shape"));
                assertThat(cell.get("outcome").asText()).as(which).isEqualTo("wrong");
                assertThat(cell.get("reason").asText()).as(which).doesNotContain("\n");
                assertThat(cell.get("gflops").isNull()).as(which).isTrue();
                assertThat(cell.get("seconds").isNull()).as(which).isTrue();
            }
            assertThat(program.stdout().lines().filter(line -> line.contains("@cl0")))
                    .as("no rate")
                    .isNotEmpty()
                    .allMatch(line -> line.startsWith("wrong "));
            cells.findValuesAsText("reason").stream()
                    .filter(reason -> reason.startsWith("right when checked"))
                    .peek(reason -> assertThat(reason).containsPattern(silent.pattern))
                    .forEach(whenTimed::add);
        }
        assertThat(whenTimed).as("found among timed products").hasSizeGreaterThan(3);
        assertThat(driver.faults()).hasSizeGreaterThanOrEqualTo(SILENT.size() * 2 * CONTENDERS.size());
    }

    @Test
    void withoutAFaultAllIsAsWithoutTheDriver() throws Exception {
        Program program = run(
                "none",
                driver.withoutFault(),
                Program.hastily("--budget", AMPLE, "--backends", String.join(",", CONTENDERS), "--sizes", "64"));
        assertThat(program.waitForEnd()).as(program.stderr()).isZero();
        assertThat(program.result().get("results").findValuesAsText("outcome")).containsOnly("measured");
    }

    /** From the first products on, and from a moment on at which all that is used now was found right. */
    @ParameterizedTest
    @CsvSource({"skip, EVERY=31", "bit, AFTER=2"})
    void nothingIsTunedByWrongProducts(String fault, String when) throws Exception {
        Program program = run(
                "tune",
                driver.with(fault, when),
                "tune",
                "--devices",
                "cl0",
                "--precision",
                "f32",
                "--sizes",
                "96",
                "--budget",
                "10s");
        assertThat(program.waitForEnd()).as(program.stderr()).isEqualTo(ExitCode.WRONG_PRODUCT.status());
        assertThat(program.stdout()).contains("a wrong product").doesNotContain("GFLOP/s");
        assertThat(folder.resolve("cache/santoku/tuned.json")).doesNotExist();
        assertThat(driver.faults()).isNotEmpty();
    }

    @Test
    void theLessonShowsNoTimeOfAWrongProduct() throws Exception {
        Program program =
                run("kitchen", driver.with("zero", "EVERY=17"), "kitchen", "matrix", "--quick", "--json", "-");
        assertThat(program.waitForEnd()).as(program.stderr()).isEqualTo(ExitCode.WRONG_PRODUCT.status());
        JsonNode scene = Program.json(program.stdout()).at("/scenes/0");
        assertThat(scene.get("failure").asText()).startsWith("jocl@cl0: ").contains("0.0");
        JsonNode rows = scene.get("rows");
        assertThat(rows.findValuesAsText("id"))
                .startsWith("single", "pool", "jocl@cl0")
                .hasSize(4);
        assertThat(rows.get(0).get("seconds").asDouble()).isPositive();
        assertThat(rows.get(2).get("skipped").asText()).isNotBlank();
        assertThat(rows.get(2).has("seconds")).isFalse();
        assertThat(driver.faults()).isNotEmpty();
    }

    /** Beside contenders that the driver takes down, one that needs no driver. */
    @ParameterizedTest
    @CsvSource({
        "exit, load, 1, jocl aparapi, exited with status 3",
        "segv, launch, 200, jocl aparapi, SIGSEGV",
        "hang, read, 200, jocl, no answer to",
    })
    void aCrashIsAFailureOfItsContendersAlone(String fault, String place, int from, String victims, String reason)
            throws Exception {
        Map<String, String> environment = driver.with(fault, "AT=" + place, "FROM=" + from);
        environment.put("SANTOKU_DEADLINE", "8");
        Program program = run(
                fault,
                environment,
                Program.hastily(
                        "--budget", AMPLE, "--backends", "single," + victims.replace(' ', ','), "--sizes", "64"));
        assertThat(program.waitForEnd()).as(program.stderr()).isEqualTo(ExitCode.FAILED.status());
        assertThat(program.result().get("results")).allSatisfy(cell -> {
            boolean intact = cell.get("backend").asText().equals("single");
            assertThat(cell.get("outcome").asText()).as(cell.toString()).isEqualTo(intact ? "measured" : "failed");
            assertThat(cell.get("reason").asText()).doesNotContain("\n").contains(intact ? "" : reason);
        });
        assertThat(program.stdout() + program.stderr()).doesNotContain("\tat ");
        assertThat(driver.faults()).hasSizeGreaterThanOrEqualTo(victims.split(" ").length);
    }

    @ParameterizedTest
    @ValueSource(strings = {"negative", "name", "long-name"})
    void nonsenseOfTheDriverLeavesTheRunClean(String fact) throws Exception {
        Program program = run(
                fact,
                driver.with("facts", "FACT=" + fact),
                Program.hastily("--budget", AMPLE, "--backends", "jocl,aparapi", "--sizes", "64"));
        assertClean(program);
        assertPlausible(program.result().get("devices"));
        assertThat(Stream.of("<script>alert", "\u001b", "\u202e").filter(page(program)::contains))
                .as("live on its page")
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"no-units", "no-memory", "huge-memory"})
    void nonsenseOfTheDriverIsNoFindingOfTheDoctor(String fact) throws Exception {
        Program program = run(fact, driver.with("facts", "FACT=" + fact), "doctor", "--json");
        assertClean(program);
        assertPlausible(Program.json(program.stdout()).get("devices"));
    }

    private void assertClean(Program program) throws Exception {
        assertThat(program.waitForEnd())
                .as(program.stderr())
                .isNotIn(ExitCode.OWN_FAULT.status(), ExitCode.WRONG_USAGE.status());
        assertThat(Stream.of((program.stdout() + program.stderr()).split("\n"))
                        .filter(line -> line.length() > LONGEST_LINE || isUnfit(line))
                        .map(line -> line.substring(0, Math.min(200, line.length()))))
                .as("long lines, and such that hold what a terminal obeys")
                .isEmpty();
        assertThat(driver.faults()).isNotEmpty();
    }

    private static boolean isUnfit(String text) {
        return UNFIT.matcher(text).find();
    }

    /** Of numbers, unknown is null; a device may be left out altogether. */
    private static void assertPlausible(JsonNode devices) {
        assertThat(devices).allSatisfy(device -> {
            for (String key : List.of("computeUnits", "memoryBytes", "maxAllocationBytes")) {
                JsonNode number = device.get(key);
                assertThat(number.isNull() || (number.asLong() > 0 && number.asLong() < 1L << 50))
                        .as("%s of %s", key, device)
                        .isTrue();
            }
            for (String key : List.of("name", "platform", "driver")) {
                String text = device.get(key).asText();
                assertThat(text.length() <= LONGEST_NAME && !isUnfit(text))
                        .as("%s of %s", key, device.get("id"))
                        .isTrue();
            }
        });
    }

    private static String page(Program program) throws Exception {
        try (Stream<Path> files = Files.list(program.folder().resolve("results"))) {
            return Files.readString(files.filter(file -> file.toString().endsWith(".html"))
                    .findFirst()
                    .orElseThrow());
        }
    }
}
