package dev.santoku.cli.multiply;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.santoku.cli.Main;
import dev.santoku.cli.terminal.ExitCode;
import dev.santoku.cli.terminal.Terminal;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the command makes of its driver, which is a script here. */
class ClusterRunTest {
    private static final String DONE = "{\"state\":\"done\",\"exit\":0,\"text\":\"2x1x3 f64 on 2 executors\"}";

    @TempDir
    private Path folder;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private String a;

    @BeforeEach
    void writeA() throws Exception {
        a = NpyFile.write(folder.resolve("a.npy"), 2, 3, 1.0, 2, 3, 4, 5, 6);
    }

    /** The last argument of the script is the file that says what to do. */
    private ExitCode multiply(String script, String b, String... more) throws Exception {
        return multiplyTo(folder.resolve("c.npy").toString(), script, b, more);
    }

    private ExitCode multiplyTo(String c, String script, String b, String... more) throws Exception {
        Path scripts = Files.createDirectories(folder.resolve("checkout/scripts"));
        Files.writeString(scripts.resolve("cluster.sh"), "cp -- \"${@: -1}\" '%s'\n".formatted(task()) + script);
        List<String> all = new ArrayList<>(List.of("multiply", a, b, "--master", "spark://head:7077"));
        all.addAll(List.of("-o", c));
        all.addAll(List.of(more));
        Map<String, String> environment = Map.of(
                "SANTOKU_CHECKOUT",
                folder.resolve("checkout").toString(),
                "SANTOKU_SUBMIT",
                " --conf  a.b=c --jars /s3.jar,/sdk.jar");
        return Main.run(all, new Terminal(stream(out), stream(err), environment));
    }

    private Path task() {
        return folder.resolve("task.json");
    }

    private static PrintStream stream(ByteArrayOutputStream bytes) {
        return new PrintStream(bytes, true, StandardCharsets.UTF_8);
    }

    private String errors() {
        return err.toString(StandardCharsets.UTF_8);
    }

    private void assertNothingIsLeft(String... files) {
        assertThat(folder.toFile().list()).containsExactlyInAnyOrder(files);
    }

    @Test
    void convertedFactorsLieBesideCWhereNodesSeeThem() throws Exception {
        Path b = Files.writeString(folder.resolve("b.mtx"), "%%MatrixMarket matrix array real general\n3 1\n1\n2\n3\n");
        String script = "ls -d '%s'/c.npy.*.part.blocks/dense/* >'%s'\necho '%s'\n"
                .formatted(folder, folder.resolve("seen"), DONE);
        assertThat(multiply(script, b.toString(), "--memory", "700", "--grid", "2x1x3", "--verify"))
                .as(errors())
                .isEqualTo(ExitCode.DONE);
        assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo("2x1x3 f64 on 2 executors\n");
        JsonNode task = JsonMapper.builder().build().readTree(task().toFile());
        assertThat(Files.readString(folder.resolve("seen")).strip())
                .isEqualTo(task.at("/b/stored/path").asText());
        assertThat(task.at("/a/stored/path").asText()).isEqualTo(a);
        assertThat(task.at("/c/output").asText())
                .isEqualTo(folder.resolve("c.npy").toString());
        assertThat(task.at("/executors/megabytes").asInt()).isEqualTo(700);
        assertThat(task.at("/grid").asText()).isEqualTo("2x1x3");
        assertThat(task.at("/verify").asBoolean()).isTrue();
        assertNothingIsLeft("a.npy", "b.mtx", "checkout", "seen", "task.json");
    }

    @Test
    void fortranOrderIsForNodesToRead() throws Exception {
        Path b = Path.of(NpyFile.write(folder.resolve("b.npy"), 3, 1, 1f, 2f, 3f));
        String header = Files.readString(b, StandardCharsets.ISO_8859_1);
        Files.writeString(b, header.replace("False", "True "), StandardCharsets.ISO_8859_1);
        assertThat(multiply("echo '%s'\n".formatted(DONE), b.toString(), "--quiet"))
                .isEqualTo(ExitCode.DONE);
        JsonNode task = JsonMapper.builder().build().readTree(task().toFile());
        assertThat(task.at("/a/stored/columnMajor").asBoolean(true)).isFalse();
        assertThat(task.at("/b/stored/columnMajor").asBoolean()).isTrue();
        assertThat(task.at("/b/stored/precision").asText()).isEqualTo("F32");
        assertThat(task.at("/precision").asText()).isEqualTo("F64");
    }

    /** Before any cluster hears of it. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "<f8 | >f8 | 0 | its elements are big-endian ('>f8'): save a.astype('<f8')",
                "<f8 | <i8 | 0 | its elements are '<i8': float32 or float64 is wanted, as of a.astype('<f8')",
                "(3, 1) | (3,)   | 0 | it has 1 dimension: a matrix has 2",
                "(3, 1) | (1, 3) | 0 | A is 2×3 and B is 1×3: A needs as many columns as B has rows",
                "(3, 1) | (3, 1) | 1 | it is truncated: 151 bytes of 152 are there",
                "NUMPY | NUMPX | 0 | it does not begin as a .npy file does",
            })
    void whatIsNoMatrixToMultiplyIsOneLine(String part, String other, int missing, String words) throws Exception {
        Path b = Path.of(NpyFile.write(folder.resolve("b.npy"), 3, 1, 1.0, 2, 3));
        String bytes = Files.readString(b, StandardCharsets.ISO_8859_1).replace(part, other);
        Files.writeString(b, bytes.substring(0, bytes.length() - missing), StandardCharsets.ISO_8859_1);
        assertThat(multiply("exit 1\n", b.toString(), "--quiet")).isEqualTo(ExitCode.WRONG_USAGE);
        assertThat(errors()).startsWith("santoku: ").contains(words).hasLineCount(1);
        assertNothingIsLeft("a.npy", "b.npy", "checkout");
    }

    @Test
    void aFailureOfTheDriverIsOneLineAndItsExitCode() throws Exception {
        String b = NpyFile.write(folder.resolve("b.npy"), 3, 1, 1.0, 2, 3);
        String events = "{\"state\":\"retry\",\"exit\":0,\"text\":\"task 1 on n2\"}\n"
                + "{\"state\":\"failed\",\"exit\":3,\"text\":\"a wrong product by pool on n2\"}";
        assertThat(multiply("echo '%s'\n".formatted(events), b)).isEqualTo(ExitCode.WRONG_PRODUCT);
        assertThat(errors()).contains("retried: task 1 on n2\n").endsWith("santoku: a wrong product by pool on n2\n");
        assertNothingIsLeft("a.npy", "b.npy", "checkout", "task.json");
    }

    @Test
    void aDriverThatDiesHasItsWordsToldAndItsBlocksCleared() throws Exception {
        String b = NpyFile.write(folder.resolve("b.npy"), 3, 1, 1.0, 2, 3);
        Files.writeString(folder.resolve("c.npy"), "as it was");
        String script = "name=$(sed 's/.*\"unfinished\":\"\\([^\"]*\\)\".*/\\1/' '%s')\n".formatted(task())
                + "mkdir -p \"$name.blocks\"\necho half >\"$name\"\necho half >\"$name.blocks/block-0-0\"\n"
                + "echo 'santoku: cluster: none runs' >&2\nexit 1\n";
        assertThat(multiply(script, b, "--quiet")).isEqualTo(ExitCode.OWN_FAULT);
        assertThat(errors()).isEqualTo("santoku: the cluster failed: none runs\n");
        assertThat(folder.resolve("c.npy")).hasContent("as it was");
        assertNothingIsLeft("a.npy", "b.npy", "c.npy", "checkout", "task.json");
    }

    @Test
    void blocksOfADriverThatDiesAreCleared() throws Exception {
        String b = NpyFile.write(folder.resolve("b.npy"), 3, 1, 1.0, 2, 3);
        String script = "name=$(sed 's/.*\"unfinished\":\"\\([^\"]*\\)\".*/\\1/' '%s')\n".formatted(task())
                + "mkdir -p \"$name\"\necho half >\"$name/block-0-0-1.npy\"\nls -d '%s'/*/ >'%s'\nexit 1\n"
                        .formatted(folder.resolve("c.blocks"), folder.resolve("seen"));
        String c = folder.resolve("c.blocks") + "/";
        assertThat(multiplyTo(c, script, b, "--quiet")).isEqualTo(ExitCode.OWN_FAULT);
        assertThat(Files.readString(folder.resolve("seen"))).matches(c + "run-\\d+-\\d+-[0-9a-f]+/\n");
        assertNothingIsLeft("a.npy", "b.npy", "checkout", "seen", "task.json");
    }

    @Test
    void aDriverThatEndsWithoutAWordHasFailed() throws Exception {
        String b = NpyFile.write(folder.resolve("b.npy"), 3, 1, 1.0, 2, 3);
        assertThat(multiply("exit 0\n", b, "--quiet")).isEqualTo(ExitCode.OWN_FAULT);
        assertThat(errors()).contains("ended without a product").hasLineCount(1);
    }

    @Test
    void whatHasASchemeIsOpenedByTheDriverAlone() throws Exception {
        String b = "hdfs://nobody.invalid/b.bin:3x1:f64";
        assertThat(multiplyTo("s3a://bucket/c.npy", "echo '%s'\n".formatted(DONE), b, "--quiet"))
                .as(errors())
                .isEqualTo(ExitCode.DONE);
        JsonNode task = JsonMapper.builder().build().readTree(task().toFile());
        assertThat(task.at("/a/stored/path").asText()).isEqualTo(a);
        assertThat(task.at("/b/name").asText()).isEqualTo(b);
        assertThat(task.at("/precision").isNull()).isTrue();
        assertThat(task.at("/c/output").asText()).isEqualTo("s3a://bucket/c.npy");
        assertThat(task.at("/c/unfinished").asText()).matches("s3a://bucket/c\\.npy\\.\\d+-\\d+\\.part");
        assertNothingIsLeft("a.npy", "checkout", "task.json");
    }

    @Test
    void noNodeSeesAMatrixMarketFileThatIsMadeDenseHere() throws Exception {
        Path b = Files.writeString(folder.resolve("b.mtx"), "%%MatrixMarket matrix array real general\n3 1\n1\n2\n3\n");
        assertThat(multiplyTo("hdfs://nobody.invalid/c.npy", "exit 0\n", b.toString(), "--quiet"))
                .isEqualTo(ExitCode.WRONG_USAGE);
        assertThat(errors()).contains("b.mtx: it is made dense beside C").hasLineCount(1);
    }

    @Test
    void argumentsOfSparkSubmitArePassedOn() throws Exception {
        String b = NpyFile.write(folder.resolve("b.npy"), 3, 1, 1.0, 2, 3);
        Path seen = folder.resolve("seen");
        assertThat(multiply("printf '%%s\\n' \"$@\" >'%s'\necho '%s'\n".formatted(seen, DONE), b, "--quiet"))
                .isEqualTo(ExitCode.DONE);
        assertThat(Files.readAllLines(seen))
                .startsWith("submit", "--master", "spark://head:7077", "--conf", "a.b=c", "--jars")
                // of several such options the last one counts
                .anyMatch(word -> word.matches(".*/santoku\\.jar,.*/s3\\.jar,/sdk\\.jar"));
    }

    @Test
    void aHintIsALineAndNotTheEnd() throws Exception {
        String b = NpyFile.write(folder.resolve("b.npy"), 3, 1, 1.0, 2, 3);
        String hint = "{\"state\":\"hint\",\"exit\":0,\"text\":\"--grid 1x1x3 may take 30 % less time\"}";
        assertThat(multiply("echo '%s'\necho '%s'\n".formatted(DONE, hint), b)).isEqualTo(ExitCode.DONE);
        assertThat(errors()).isEqualTo("--grid 1x1x3 may take 30 % less time\n");
    }
}
