package dev.santoku.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.santoku.cli.terminal.ExitCode;
import dev.santoku.result.file.ResultFile;
import dev.santoku.result.file.ResultReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** On a real result, and on what it would be on a slower machine. */
public class DiffCommandTest {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    @TempDir
    private Path folder;

    private final InProcess program = new InProcess();
    private Path base;
    private Path slower;
    private Path other;

    @BeforeEach
    void writeResults() throws Exception {
        base = Path.of("src/site/results/20261123T082749Z-850d80.json");
        slower = write("slower.json", scaled(MAPPER.readTree(base.toFile()), 2));
        JsonNode elsewhere = MAPPER.readTree(base.toFile());
        ((ObjectNode) elsewhere.at("/host/cpu")).put("model", "Apple M4");
        other = write("other.json", elsewhere);
    }

    private Path write(String name, JsonNode document) throws Exception {
        return Files.writeString(folder.resolve(name), document.toString());
    }

    /** All times so many times as long. */
    public static JsonNode scaled(JsonNode result, double factor) {
        for (JsonNode cell : result.get("results")) {
            for (String phase : List.of("compute", "endToEnd")) {
                if (cell.at("/seconds/" + phase) instanceof ObjectNode estimate) {
                    List.of("median", "low", "high")
                            .forEach(end ->
                                    estimate.put(end, factor * estimate.get(end).asDouble()));
                }
            }
        }
        return result;
    }

    private ExitCode diff(Path one, Path two, String... options) {
        return program.run(Stream.concat(Stream.of("diff", one.toString(), two.toString()), Stream.of(options))
                .toArray(String[]::new));
    }

    @Test
    void aRunIsNoSlowerThanItself() {
        assertThat(diff(base, base)).isEqualTo(ExitCode.DONE);
        assertThat(program.out()).contains(" 0 slower, 0 faster, ");
        assertThat(program.err()).isEmpty();
    }

    @Test
    void slowerHasItsOwnExitCode() {
        assertThat(diff(base, slower)).isEqualTo(ExitCode.SLOWER);
        assertThat(ExitCode.SLOWER.status()).isEqualTo(5);
        assertThat(diff(slower, base)).isEqualTo(ExitCode.DONE);
    }

    @Test
    void writesJsonAndMarkdownWhereAsked() throws Exception {
        Path markdown = folder.resolve("diff.md");
        assertThat(diff(base, slower, "--json", "-", "--markdown", markdown.toString()))
                .isEqualTo(ExitCode.SLOWER);
        JsonNode json = Program.json(program.out());
        assertThat(json.get("cells")).hasSizeGreaterThan(20).allSatisfy(cell -> assertThat(
                        cell.at("/endToEnd/ratio").asDouble())
                .isBetween(0.4999, 0.5001));
        assertThat(Files.readString(markdown)).startsWith("**").contains("| **slower** |");
        assertThat(program.err()).isEmpty();
    }

    @Test
    void otherHardwareIsRefusedUnlessForced() {
        assertThat(diff(base, other)).isEqualTo(ExitCode.WRONG_USAGE);
        assertThat(program.err().lines())
                .singleElement()
                .asString()
                .contains("different hardware (CPU: Intel(R) Xeon(R) Processor → Apple M4)", "--force");
        assertThat(program.out()).isEmpty();
        assertThat(diff(base, other, "--force")).isEqualTo(ExitCode.DONE);
        assertThat(program.out()).contains("other hardware: CPU: Intel(R) Xeon(R) Processor → Apple M4");
    }

    @Test
    void wrongUsageIsOneLine() throws Exception {
        Path empty = Files.createFile(folder.resolve("empty.json"));
        assertRefused(diff(base, empty), empty + ": it is empty; name a result file");
        assertRefused(diff(base, folder.resolve("none")), "there is no such file");
        assertRefused(program.run("diff", base.toString()), "diff wants two result files: diff BASE NEW");
        assertRefused(diff(base, base, base.toString()), "diff wants two result files");
        assertRefused(diff(base, base, "--json", "-", "--markdown", "-"), "standard output takes one of them");
        assertRefused(diff(base, base, "--json", folder.resolve("no/such").toString()), "there is no folder");
    }

    private void assertRefused(ExitCode exitCode, String words) {
        assertThat(exitCode).isEqualTo(ExitCode.WRONG_USAGE);
        assertThat(program.err().lines()).singleElement().asString().contains(words);
        assertThat(program.out()).isEmpty();
    }

    @Test
    void aFileThatWasChangedIsToldAndTakenAsItIs() throws Exception {
        String whole = ResultFile.toText(ResultReader.read(base).result());
        Path written = Files.writeString(folder.resolve("written.json"), whole);
        Path changed = Files.writeString(
                folder.resolve("changed.json"), whole.replaceFirst("\"seed\" : \\d+", "\"seed\" : 43"));
        assertThat(diff(written, base)).isEqualTo(ExitCode.DONE);
        assertThat(program.err()).isEmpty();
        assertThat(diff(written, changed)).isEqualTo(ExitCode.DONE);
        String line =
                changed + ": it was changed since Santoku wrote it: its checksum is of another content; taken as it is";
        assertThat(program.err().lines()).containsExactly(line);
        assertThat(program.out()).contains(" 0 slower, 0 faster, ");
        assertThat(program.run("merge", changed.toString())).isEqualTo(ExitCode.DONE);
        assertThat(program.err().lines()).containsExactly(line);
    }

    @Test
    void helpNamesItsOperands() {
        assertThat(program.run("diff", "--help")).isEqualTo(ExitCode.DONE);
        assertThat(program.out())
                .startsWith("usage:")
                .contains("santoku diff [OPTIONS] BASE NEW", "--force", "exit codes");
    }
}
