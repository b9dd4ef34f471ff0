package dev.santoku.cli.compare;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.santoku.cli.InProcess;
import dev.santoku.cli.Program;
import dev.santoku.cli.terminal.ExitCode;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Libraries of others in processes of their own: what of the environment they get, which they are, and which are none. */
@Tag("slow")
class YardsticksTest {
    private static final Map<String, String> OF_A_SITE =
            Map.of("OPENBLAS_CORETYPE", "Haswell", "OMP_NUM_THREADS", "1", "OPENBLAS_NUM_THREADS", "1");

    private static final String AMPLE = "150s";

    @TempDir
    private Path folder;

    /** Of three runs one has a site's variables and one keeps them, which shows that they matter. */
    @Test
    void theEnvironmentChangesNoYardstickUnlessItIsKept() throws Exception {
        Path library = Files.createSymbolicLink(folder.resolve("libmine.so"), blis());
        Program plain = run("plain", Map.of(), "--cblas", library.toString());
        Program ofASite = run("of-a-site", OF_A_SITE, "--cblas", library.toString());
        Program kept = run("kept", OF_A_SITE, "--yardstick-env");
        Map<String, String> expected = ranOn(plain);
        assertThat(expected.keySet())
                .containsExactly(
                        "cblas:mine-single@cpu", "cblas:mine@cpu", "cblas:openblas@cpu", "openblas:single@cpu");
        assertThat(expected.get("cblas:mine@cpu")).matches(".*, BLIS [0-9.]+ \\(\\w+\\), 2 threads");
        assertThat(expected.get("cblas:openblas@cpu")).matches(".*, OpenBLAS [0-9.]+ \\(\\w+\\), 2 threads");
        assertThat(ranOn(ofASite)).isEqualTo(expected);
        assertThat(ranOn(kept).get("openblas:single@cpu")).contains("(Haswell), 1 thread");
        assertThat(ranOn(kept).get("cblas:openblas@cpu")).contains("(Haswell), 2 threads");
        assertThat(ofASite.stderr().lines())
                .filteredOn(line -> line.startsWith("set aside for yardsticks"))
                .singleElement()
                .asString()
                .matches(
                        ".*OMP_NUM_THREADS, .*OPENBLAS_CORETYPE, .*OPENBLAS_NUM_THREADS.*; --yardstick-env keeps them");
        assertThat(kept.stderr()).doesNotContain("set aside for yardsticks");
        assertThat(plain.result().toString()).contains("libmine.so").doesNotContain(folder.toString());
    }

    private Program run(String name, Map<String, String> environment, String... more) throws Exception {
        List<String> arguments = new ArrayList<>(List.of(Program.hastily(
                "--backends", "openblas:single,cblas:openblas", "--sizes", "64", "--threads", "2", "--budget", AMPLE)));
        arguments.addAll(Arrays.asList(more));
        Program program = Program.run(
                Files.createDirectories(folder.resolve(name)), environment, arguments.toArray(String[]::new));
        assertThat(program.waitForEnd()).as(program.stderr()).isZero();
        return program;
    }

    private static Map<String, String> ranOn(Program program) {
        Map<String, String> ranOn = new TreeMap<>();
        for (JsonNode cell : program.result().get("results")) {
            ranOn.put(cell.get("contender").asText(), cell.get("ranOn").asText());
        }
        return ranOn;
    }

    private static Path blis() throws IOException {
        for (Path root : List.of(Path.of("/usr/lib"), Path.of("/usr"))) {
            try (DirectoryStream<Path> folders = Files.newDirectoryStream(root, "{*-linux-gnu,lib64,lib}")) {
                for (Path candidate : folders) {
                    if (Files.exists(candidate.resolve("libblis.so.4"))) {
                        return candidate.resolve("libblis.so.4");
                    }
                }
            }
        }
        throw new AssertionError("no libblis.so.4: scripts/setup.sh --tests installs it");
    }

    @Test
    void aLibraryThatIsWrongOrCrashesEndsAsOthersDoAndOneWithoutACallForThreadsSaysWhatItWasTold() throws Exception {
        String libraries = String.join(
                ",",
                built("right", "", "-DREDUCED=cblas_sbgemm"),
                built("wrong", "c[0] = 1e6f"),
                built("crashing", "abort()"));
        Program program = Program.run(
                folder,
                Map.of(),
                Program.hastily(
                        "--backends",
                        "single:naive",
                        "--cblas",
                        libraries,
                        "--sizes",
                        "8",
                        "--precision",
                        "bf16,f32",
                        "--threads",
                        "2",
                        "--budget",
                        AMPLE));
        assertThat(program.waitForEnd()).as(program.stderr()).isEqualTo(ExitCode.WRONG_PRODUCT.status());
        Map<String, String> outcomes = new TreeMap<>();
        for (JsonNode cell : program.result().get("results")) {
            String contender = cell.get("contender").asText();
            if (cell.get("precision").asText().equals("f32")) {
                outcomes.put(contender, cell.get("outcome").asText());
            } else if (contender.equals("cblas:right@cpu")) {
                assertThat(cell.get("outcome").asText()).isEqualTo("measured");
                assertThat(cell.get("arithmetic").asText()).isEqualTo("bf16");
                assertThat(cell.hasNonNull("ofCeiling")).as("a peak of bf16").isFalse();
            } else if (contender.equals("cblas:wrong@cpu")) {
                assertThat(cell.get("outcome").asText()).isEqualTo("skipped");
                assertThat(cell.get("reason").asText())
                        .startsWith("cblas computes no bf16: its library has no product");
            }
        }
        assertThat(outcomes)
                .containsEntry("single:naive@cpu", "measured")
                .containsEntry("cblas:right@cpu", "measured")
                .containsEntry("cblas:right-single@cpu", "measured")
                .containsEntry("cblas:wrong@cpu", "wrong")
                .containsEntry("cblas:crashing@cpu", "failed");
        assertThat(ranOn(program).get("cblas:right@cpu")).endsWith(", libright.so, OMP_NUM_THREADS=2");
        assertThat(ranOn(program).get("cblas:right-single@cpu")).endsWith(", libright.so, OMP_NUM_THREADS=1");
    }

    /** Rounded inputs and sums are what its bf16 is not: factors are exact, sums f32. */
    @Test
    void aLibraryThatComputesBf16InALesserWayIsWrong() throws Exception {
        Map<String, String> ways = new TreeMap<>(Map.of(
                "right", "SUM(x)=(x)",
                "summing", "SUM(x)=rounded(x, 8)",
                "summing11", "SUM(x)=rounded(x, 11)",
                "storing", "STORE(x)=rounded(x, 8)",
                "dropping", "READ(x)=rounded(wide(x), 7)",
                "mistaking", "READ(x)=half(x)"));
        List<String> libraries = new ArrayList<>();
        for (Map.Entry<String, String> way : ways.entrySet()) {
            libraries.add(built(way.getKey(), "", "-DREDUCED=cblas_sbgemm", "-D" + way.getValue()));
        }
        Program program = Program.run(
                folder,
                Map.of(),
                Program.hastily(
                        "--backends",
                        "single:naive",
                        "--cblas",
                        String.join(",", libraries),
                        "--sizes",
                        "8",
                        "--precision",
                        "bf16",
                        "--threads",
                        "1",
                        "--budget",
                        AMPLE));
        assertThat(program.waitForEnd()).as(program.stderr()).isEqualTo(ExitCode.WRONG_PRODUCT.status());
        Map<String, String> outcomes = new TreeMap<>();
        for (JsonNode cell : program.result().get("results")) {
            if (cell.get("backend").asText().equals("cblas")) {
                outcomes.put(
                        cell.get("variant").asText().replace("-single", ""),
                        cell.get("outcome").asText());
            }
        }
        ways.replaceAll((name, way) -> name.equals("right") ? "measured" : "wrong");
        assertThat(outcomes).isEqualTo(ways);
    }

    /** A library in three loops, and what it does to each element. */
    private String built(String name, String goesWrong, String... more) throws Exception {
        Path library = folder.resolve("lib" + name + ".so");
        List<String> command = new ArrayList<>(
                List.of("gcc", "-O1", "-Wall", "-Werror", "-shared", "-fPIC", "-DGOES_WRONG=" + goesWrong, "-o"));
        command.addAll(List.of(library.toString(), "src/test/icd/cblas.c"));
        command.addAll(List.of(more));
        Process gcc = new ProcessBuilder(command).inheritIO().start();
        assertThat(gcc.waitFor())
                .as("gcc, which scripts/setup.sh --tests installs")
                .isZero();
        return library.toString();
    }

    @Test
    void whatIsNoLibraryIsWrongUsageBeforeAnythingIsMeasured() throws Exception {
        Path text = Files.writeString(folder.resolve("libtext.so"), "no symbols");
        assertThat(refusal("--cblas", text.toString()))
                .isEqualTo(
                        "santoku: --cblas: libtext.so has no functions cblas_sgemm and cblas_dgemm: it is no library with "
                                + "the CBLAS interface; name another library with --cblas, one with 32-bit integers (LP64), or leave "
                                + "it out\n");
        String absent = folder.resolve("libabsent.so").toString();
        assertThat(refusal("--cblas", text + "," + absent))
                .isEqualTo("santoku: --cblas %s,%s: there is no file '%s': name a library with the CBLAS interface\n"
                        .formatted(text, absent, absent));
        assertThat(refusal("--cblas", absent, "--soak", "1m")).startsWith("santoku: --cblas: --soak compares no times");
    }

    private String refusal(String... options) {
        InProcess program = new InProcess();
        List<String> arguments = new ArrayList<>(List.of(
                "compare",
                "--quiet",
                "--backends",
                "single",
                "--sizes",
                "8",
                "--out",
                folder.resolve("out").toString()));
        arguments.addAll(Arrays.asList(options));
        assertThat(program.run(arguments.toArray(String[]::new))).isEqualTo(ExitCode.WRONG_USAGE);
        return program.err();
    }
}
