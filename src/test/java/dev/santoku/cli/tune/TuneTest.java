package dev.santoku.cli.tune;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.santoku.cli.InProcess;
import dev.santoku.cli.Program;
import dev.santoku.cli.terminal.ExitCode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command {@code tune}, as a process with workers: on a toy whose parameters crash, hang and lie, and on OpenCL. */
@Tag("slow")
class TuneTest {
    /** It ends long before: a third of it on an idle machine, a hang that is waited for and a tournament of two. */
    private static final String AMPLE = "150s";

    @TempDir
    private Path folder;

    private Program run(String... arguments) throws InterruptedException {
        Program program = Program.start(folder, environment(), arguments);
        program.waitForEnd();
        return program;
    }

    private Map<String, String> environment() {
        return Map.of(
                "XDG_CACHE_HOME",
                folder.resolve("cache").toString(),
                "JAVA_TOOL_OPTIONS", // its logs stay
                "-Djava.io.tmpdir=" + folder,
                "SANTOKU_DEADLINE",
                "6");
    }

    /** Twelve candidates: of the fast half one hangs, one crashes, one is wrong, one is refused; two are right. */
    @Test
    void crashesHangsAndWrongProductsCostThemselvesAlone() throws Exception {
        Program program = run(
                "tune",
                "--devices",
                "toy0",
                "--precision",
                "f32",
                "--sizes",
                "24",
                "--budget",
                AMPLE,
                "--json",
                "-",
                "--verbose");
        assertThat(program.process().exitValue()).as(program.stderr()).isZero();
        JsonNode document = Program.json(program.stdout());
        assertThat(document.get("schema").asText()).isEqualTo("santoku/tuning/1");
        assertThat(document.get("complete").asBoolean()).isTrue();
        JsonNode result = document.get("tunings").get(0);
        assertThat(result.get("outcome").asText()).isEqualTo("faster");
        assertThat(result.at("/before/source").asText()).isEqualTo("defaults");
        assertThat(result.at("/kept/parameters/SPEED").asInt()).isEqualTo(2);
        assertThat(result.at("/kept/parameters/FAULT").asInt()).isIn(0, 5);
        assertThat(result.at("/speedup/low").asDouble()).isGreaterThan(1.3);
        JsonNode candidates = result.get("candidates");
        assertThat(candidates.get("lost").asInt()).isEqualTo(3); // two crashes, one hang
        assertThat(candidates.get("wrong").asInt()).isEqualTo(2); // the fastest of all
        assertThat(candidates.get("refused").asInt()).isEqualTo(2);
        assertThat(program.stderr())
                .contains("it hung and was ended", "exited with status 7", "a wrong product, ", "the compiler refuses")
                .doesNotContain("\tat ");
        assertThat(folder.resolve("cache/toy")).content().startsWith("2 ");
        Program told = run("tune", "--devices", "toy0", "--list");
        assertThat(told.stdout()).contains("toy0  toy:toy: f32 and f64 tuned here on 20");
    }

    /** Both are of one key, so what is found holds for both; each tries some of the candidates. */
    @Test
    void equalDevicesAreTunedTogetherAndOnce() throws Exception {
        Map<String, String> environment = new HashMap<>(environment());
        environment.put("SANTOKU_TOY_SIBLING", "toy1");
        Program program = Program.run(
                folder,
                environment,
                "tune",
                "--devices",
                "toy0,toy1",
                "--precision",
                "f32",
                "--sizes",
                "24",
                "--budget",
                AMPLE,
                "--json",
                "-",
                "--verbose");
        assertThat(program.process().exitValue()).as(program.stderr()).isZero();
        JsonNode tunings = Program.json(program.stdout()).get("tunings");
        assertThat(tunings).hasSize(1);
        assertThat(tunings.at("/0/devices").toString()).isEqualTo("[\"toy0\",\"toy1\"]");
        assertThat(tunings.at("/0/kept/parameters/SPEED").asInt())
                .as(program.stderr())
                .isEqualTo(2);
        assertThat(tunings.at("/0/kept/parameters/FAULT").asInt()).isIn(0, 5);
        assertThat(program.stderr()).contains("toy0,toy1  toy f32: ");
    }

    @Test
    @Tag("any-jdk")
    void ctrlCKeepsTheBestUntilThen() throws Exception {
        Program program = Program.start(
                folder,
                environment(),
                "tune",
                "--devices",
                "toy0",
                "--precision",
                "f32",
                "--sizes",
                "24,25",
                "--budget",
                "10m",
                "--json",
                "told.json");
        long end = System.nanoTime() + 60_000_000_000L;
        while (!program.stderr().contains("× as fast as before") && System.nanoTime() < end) {
            Thread.sleep(20);
        }
        List<ProcessHandle> workers = program.process().descendants().toList();
        new ProcessBuilder("kill", "-INT", Long.toString(program.process().pid()))
                .start()
                .waitFor();
        assertThat(program.waitForEnd()).as(program.stderr()).isEqualTo(ExitCode.INTERRUPTED.status());
        assertThat(program.stderr()).contains("interrupted: findings that are kept: 1");
        JsonNode told = Program.json(Files.readString(folder.resolve("told.json")));
        assertThat(told.get("complete").asBoolean()).isFalse();
        assertThat(told.at("/tunings/0/outcome").asText()).isEqualTo("faster");
        assertThat(told.at("/tunings/0/kept/parameters/SPEED").asInt()).isEqualTo(2);
        assertThat(folder.resolve("cache/toy")).content().startsWith("2 ");
        for (ProcessHandle worker : workers) {
            worker.onExit().get();
        }
    }

    /** The real thing, on whatever OpenCL device is first. */
    @Test
    @Tag("any-jdk")
    void openClIsTunedComparedAndTunedAnew() throws Exception {
        Path cache = folder.resolve("cache/santoku/tuned.json");
        Program compare = onOpenCl(
                "compare",
                "--tune",
                "--quick",
                "--budget",
                "25s",
                "--backends",
                "jocl@cl0",
                "--precision",
                "f32",
                "--sizes",
                "17x29x31");
        assertThat(compare.process().exitValue()).as(compare.stderr()).isZero();
        JsonNode entry = Program.json(Files.readString(cache)).get("entries").get(0);
        assertThat(entry.get("precision").asText()).isEqualTo("f32");
        assertThat(entry.get("kernels").asText()).hasSize(64);
        String variant = entry.get("family").asText();
        assertThat(compare.stderr()).contains("cl0  jocl f32: ");
        assertThat(compare.stdout()).contains("cl0  jocl:%s: f32 tuned here on 20".formatted(variant));
        JsonNode used = compare.result().get("parameters").get(0);
        assertThat(used.get("contender").asText()).isEqualTo("jocl:%s@cl0".formatted(variant));
        assertThat(used.at("/tuning/source").asText()).isEqualTo("tuned");
        assertThat(used.at("/tuning/candidate/parameters")).isEqualTo(entry.get("parameters"));

        Files.writeString(cache, Files.readString(cache).substring(0, 100));
        Program again = onOpenCl(
                "tune", "--devices", "cl0", "--precision", "f32", "--sizes", "96", "--budget", "1s", "--json", "-");
        assertThat(again.process().exitValue()).as(again.stderr()).isZero();
        assertThat(again.stderr().lines().filter(line -> line.contains("it is damaged or cut off")))
                .hasSize(1);
        JsonNode result = Program.json(again.stdout()).get("tunings").get(0);
        assertThat(result.get("outcome").asText()).isIn("faster", "same");
        JsonNode entries = Program.json(Files.readString(cache)).get("entries");
        assertThat(entries).hasSize(1);
        assertThat(entries.get(0).get("parameters")).isEqualTo(result.at("/kept/parameters"));
    }

    /** Compiling may take longer than the toy's deadline. */
    private Program onOpenCl(String... arguments) throws InterruptedException {
        return Program.run(
                folder, Map.of("XDG_CACHE_HOME", folder.resolve("cache").toString()), arguments);
    }

    @Test
    @Tag("any-jdk")
    void theProcessorIsTunedForSingleAndPool() throws Exception {
        Program tune = onOpenCl(
                "tune", "--devices", "cpu", "--precision", "f32", "--sizes", "96", "--budget", "8s", "--json", "-");
        assertThat(tune.process().exitValue()).as(tune.stderr()).isZero();
        JsonNode found = Program.json(tune.stdout()).get("tunings");
        assertThat(found).singleElement().satisfies(tuning -> {
            assertThat(tuning.get("backend").asText()).isEqualTo("pool");
            assertThat(tuning.get("device").asText()).isEqualTo("cpu");
            assertThat(tuning.at("/before/source").asText()).isEqualTo("defaults");
            assertThat(tuning.at("/kept/family").asText()).isEqualTo("vector");
        });
        Program compare = onOpenCl(
                "compare",
                "--quick",
                "--budget",
                "60s",
                "--backends",
                "single,pool",
                "--precision",
                "f32",
                "--sizes",
                "17x29x31");
        assertThat(compare.process().exitValue()).as(compare.stderr()).isZero();
        assertThat(compare.stdout())
                .contains("cpu  single:vector: f32 tuned here on 20", "cpu  pool:vector: f32 tuned here on 20");
    }

    @Test
    void compareTellsThatThereIsNothingToTune() throws Exception {
        Program program =
                run("compare", "--tune", "--quick", "--budget", "60s", "--backends", "single", "--sizes", "9");
        assertThat(program.process().exitValue()).as(program.stderr()).isZero();
        assertThat(program.stderr()).contains("--tune: none of the contenders has anything to tune");
        assertThat(program.result().get("parameters")).isEmpty();
    }

    @Test
    void wrongUsageIsALineAndTwo() {
        InProcess program = new InProcess();
        assertThat(program.run("tune", "--devices", "cl99")).isEqualTo(ExitCode.WRONG_USAGE);
        assertThat(program.err()).contains("there is no device 'cl99' to tune; there are ");
        assertThat(program.run("tune", "--budget", "soon")).isEqualTo(ExitCode.WRONG_USAGE);
        assertThat(program.run("tune", "--precision", "f99")).isEqualTo(ExitCode.WRONG_USAGE);
        assertThat(program.run("tune", "--devices", "cpu", "--precision", "bf16"))
                .isEqualTo(ExitCode.WRONG_USAGE);
        assertThat(program.err())
                .contains(
                        "none of the devices asked for has instructions for bf16, which is computed in f32 there: tune f32");
        assertThat(program.run("tune", "--help")).isEqualTo(ExitCode.DONE);
        assertThat(program.out()).contains("--budget", "XDG_CACHE_HOME", "130");
    }
}
