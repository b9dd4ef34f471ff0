package dev.santoku.cli.compare;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.santoku.cli.Program;
import dev.santoku.cli.terminal.ExitCode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * OpenCL drivers that break: before they offer a device, and on a device whose compiler lacks something. What they do is what
 * they did on real machines; here it is PoCL's.
 */
@Tag("slow")
class BrokenDriverTest {
    /** Bytes of a library that say where its parts lie, and little of those. */
    private static final int HEADERS = 1 << 16;

    @TempDir
    private Path folder;

    private Path vendors;

    @BeforeEach
    void makeVendors() throws IOException {
        vendors = Files.createDirectory(folder.resolve("vendors"));
    }

    /** The environment of a process whose one driver is a library that is cut off: to load it ends the process. */
    private Map<String, String> withADriverThatCrashes() throws IOException {
        Path whole = Path.of(System.getProperty("java.home"), "lib", "server", "libjvm.so");
        Path cutOff = folder.resolve("libcutoff.so");
        try (InputStream bytes = Files.newInputStream(whole)) {
            Files.write(cutOff, bytes.readNBytes(HEADERS));
        }
        Files.writeString(vendors.resolve("cutoff.icd"), cutOff + "\n");
        return Map.of("OCL_ICD_VENDORS", vendors.toString());
    }

    private Program compare(Map<String, String> environment, String... more) throws InterruptedException {
        String[] arguments = Stream.concat(
                        Stream.of("--budget", "30s", "--sizes", "24", "--precision", "f32"), Stream.of(more))
                .toArray(String[]::new);
        return Program.run(folder, environment, Program.hastily(arguments));
    }

    private static List<String> outcomes(Program program) {
        return outcomes(program.result());
    }

    private static List<String> outcomes(JsonNode result) {
        return result.get("results").findValuesAsText("outcome");
    }

    @Test
    void aBackEndThatIsNamedFailsAndTheOthersStand() throws Exception {
        Program program = compare(withADriverThatCrashes(), "--backends", "single,jocl");
        assertThat(program.waitForEnd()).as(program.stderr()).isEqualTo(ExitCode.FAILED.status());
        assertThat(outcomes(program)).containsExactly("failed", "measured");
        assertThat(program.result().at("/results/0/reason").asText())
                .startsWith("asking for its devices failed: crashed: SIG")
                .doesNotContain("\n", folder.toString());
        assertThat(program.stdout()).contains("failed jocl:");
        List<String> logs = program.stderr()
                .lines()
                .filter(line -> line.startsWith("log"))
                .map(line -> line.substring(line.indexOf(": ") + 2))
                .toList();
        assertThat(logs).as(program.stderr()).singleElement().satisfies(log -> assertThat(folder.resolve(log))
                .exists());
    }

    @Test
    void aYardstickThatIsNotNamedIsSkippedAndAPlanIsOnlyAPlan() throws Exception {
        Program program = compare(withADriverThatCrashes(), "--backends", "single,jocl", "--yardsticks", "--dry-run");
        assertThat(program.waitForEnd()).as(program.stderr()).isZero();
        assertThat(program.stdout())
                .startsWith("measure   single:")
                .containsPattern("\nfail      jocl:\\w+: asking for its devices failed: crashed: SIG")
                .containsPattern("\nskip      clblast:\\w+: asking for its devices failed: crashed: SIG");
    }

    @Test
    void otherCommandsTellWhyInALine() throws Exception {
        Map<String, String> environment = withADriverThatCrashes();
        Program tune = Program.run(folder, environment, "tune", "--devices", "cl0");
        assertThat(tune.waitForEnd()).isEqualTo(ExitCode.FAILED.status());
        assertThat(tune.stderr().lines())
                .singleElement()
                .asString()
                .contains("--devices cl0 cannot be looked at: asking for its devices failed: crashed: SIG");
        Program kitchen = Program.run(folder, environment, "kitchen", "matrix", "--quick", "--json", "-");
        assertThat(kitchen.waitForEnd()).as(kitchen.stderr()).isEqualTo(ExitCode.FAILED.status());
        JsonNode scene = Program.json(kitchen.stdout()).at("/scenes/0");
        assertThat(scene.get("failure").asText()).startsWith("with OpenCL its process was lost: crashed: SIG");
        assertThat(scene.get("rows").findValuesAsText("id")).containsExactly("single", "pool", "jocl", "hybrid");
    }

    @Test
    void whereThereIsNothingToMeasureTheExitCodeSaysSo() throws Exception {
        Files.writeString(vendors.resolve("gone.icd"), "libgone.so.1\n");
        Map<String, String> gone = Map.of("OCL_ICD_VENDORS", vendors.toString());
        Program missing = compare(gone, "--backends", "jocl", "--quiet");
        assertThat(missing.waitForEnd()).as(missing.stderr()).isEqualTo(ExitCode.NOTHING_MEASURED.status());
        assertThat(outcomes(missing)).containsExactly("skipped");
        assertThat(missing.stderr().lines())
                .singleElement()
                .asString()
                .startsWith("santoku: nothing that was asked for could be measured: jocl:")
                .contains("…/gone.icd names libgone.so.1, which is not there; install the driver that has it");

        Path file = Files.createFile(folder.resolve("file"));
        Program unwritable = compare(
                Map.of("POCL_CACHE_DIR", file.resolve("below").toString()),
                "--backends",
                "jocl,aparapi",
                "--self-check",
                "--json",
                "-",
                "--quiet");
        assertThat(unwritable.waitForEnd()).as(unwritable.stderr()).isEqualTo(ExitCode.NOTHING_MEASURED.status());
        JsonNode result = Program.json(unwritable.stdout());
        assertThat(outcomes(result)).containsExactly("skipped", "skipped");
        assertThat(result.get("results").findValuesAsText("reason")).allSatisfy(reason -> assertThat(reason)
                .contains("PoCL cannot write into the folder of its cache, $POCL_CACHE_DIR; make it writable"));
    }

    @Test
    void aCompilerWithoutALinkerSaysWhatMendsIt() throws Exception {
        Path nothing = Files.createDirectory(folder.resolve("nothing"));
        Program program = compare(
                Map.of(
                        "PATH",
                        nothing.toString(),
                        "POCL_CACHE_DIR",
                        folder.resolve("fresh").toString()),
                "--backends",
                "jocl,aparapi");
        assertThat(program.waitForEnd()).as(program.stderr()).isEqualTo(ExitCode.FAILED.status());
        assertThat(outcomes(program)).containsExactly("failed", "failed");
        assertThat(program.result().get("results").findValuesAsText("reason"))
                .allSatisfy(
                        reason -> assertThat(reason)
                                .contains(
                                        "ended by SIGABRT: error: unable to execute command: Executable \"ld\" doesn't exist!")
                                .endsWith(
                                        "; the driver's compiler needs the program ld: install binutils, or have PATH name its folder"));
    }

    @Test
    void aFileOfPoclsCacheThatIsCutOffSaysWhatMendsIt() throws Exception {
        Path cache = folder.resolve("cache");
        Map<String, String> environment = Map.of("POCL_CACHE_DIR", cache.toString());
        assertThat(compare(environment, "--backends", "jocl", "--out", "whole").waitForEnd())
                .isZero();
        int cutOff = 0;
        try (Stream<Path> files = Files.walk(cache)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                byte[] bytes = Files.readAllBytes(file);
                if (file.toString().endsWith(".so") && bytes.length > 100) {
                    Files.write(file, Arrays.copyOf(bytes, 100));
                    cutOff++;
                }
            }
        }
        assertThat(cutOff).isPositive();
        Program program = compare(environment, "--backends", "jocl");
        assertThat(program.waitForEnd()).as(program.stderr()).isEqualTo(ExitCode.FAILED.status());
        assertThat(program.result().at("/results/0/reason").asText())
                .contains("ended by SIGABRT: dlopen(\"…/")
                .endsWith("; a file of PoCL's cache is damaged: rm -r $POCL_CACHE_DIR");
    }
}
