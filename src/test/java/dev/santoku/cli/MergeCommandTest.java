package dev.santoku.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.santoku.cli.terminal.ExitCode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("slow")
class MergeCommandTest {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final Path SAMPLE = Path.of("src/site/results/20261123T082749Z-850d80.json");

    @TempDir
    private Path folder;

    private final InProcess program = new InProcess();
    private Path lab;

    @BeforeEach
    void createFolder() throws Exception {
        lab = Files.createDirectories(folder.resolve("lab/below")).getParent();
    }

    private void fillWithTrouble() throws Exception {
        String sample = Files.readString(SAMPLE);
        Files.writeString(lab.resolve("a.json"), sample);
        Files.writeString(
                lab.resolve("below/b.json"), sample.replace("20261123T082749Z-850d80", "20261123T082749Z-000001"));
        Files.writeString(lab.resolve("copy.json"), sample);
        Files.writeString(lab.resolve("cut.json"), sample.substring(0, 5000));
        Files.createFile(lab.resolve("empty.json"));
        Files.writeString(lab.resolve("foreign.json"), "{\"schema\": \"other/1\"}");
        Files.writeString(lab.resolve("newer.json"), sample.replace("santoku/result/1", "santoku/result/2"));
        Files.writeString(lab.resolve("notes.txt"), "no result");
    }

    @Test
    void theGoodAreMergedAndTheOthersListed() throws Exception {
        fillWithTrouble();
        Path html = folder.resolve("lab.html");
        assertThat(program.run("merge", lab.toString(), "--json", "-", "--html", html.toString()))
                .as(program.err())
                .isEqualTo(ExitCode.DONE);
        JsonNode merged = Program.json(program.out());
        assertThat(merged.get("schema").asText()).isEqualTo("santoku/merge/1");
        assertThat(merged.get("runs").asInt()).isEqualTo(2);
        assertThat(merged.get("duplicates")).singleElement().satisfies(file -> assertThat(file.asText())
                .isEqualTo("copy.json"));
        assertThat(merged.get("refused").findValuesAsText("file"))
                .containsExactly("cut.json", "empty.json", "foreign.json", "newer.json");
        assertThat(merged.get("refused").findValuesAsText("reason"))
                .satisfiesExactly(
                        reason -> assertThat(reason).startsWith("it is cut off"),
                        reason -> assertThat(reason).isEqualTo("it is empty"),
                        reason -> assertThat(reason).contains("its schema is 'other/1'"),
                        reason -> assertThat(reason).contains("santoku/result/2", "update Santoku"));
        assertThat(merged.get("hardware")).hasSize(2);
        assertThat(program.out()).doesNotContain(folder.toString());
        assertThat(html).content().contains("Files left out").doesNotContain(folder.toString());
        assertThat(program.run("merge", lab.toString())).isEqualTo(ExitCode.DONE);
        assertThat(program.out())
                .startsWith("2 runs of 2 machines, 2 kinds of hardware\n")
                .contains("left out: cut.json");
    }

    @Test
    void namesOfFilesAreNoCommandsAndMakeNoLines() throws Exception {
        String name = "a\nb\u001b[31m\u202e.json";
        Path good = Files.writeString(lab.resolve(name), Files.readString(SAMPLE));
        Files.createFile(lab.resolve("below").resolve(name));
        assertThat(program.run("merge", lab.toString(), "--json", "-")).isEqualTo(ExitCode.DONE);
        assertThat(Program.json(program.out()).at("/refused/0/file").asText()).isEqualTo("a b\uFFFD[31m\uFFFD.json");
        assertThat(program.out()).doesNotContainPattern("[\\p{Cc}\\p{Cf}&&[^\\n]]");
        Files.writeString(good, "no result");
        assertThat(program.run("merge", good.toString(), good + "/x\r")).isEqualTo(ExitCode.WRONG_USAGE);
        assertThat(program.err().lines())
                .singleElement()
                .asString()
                .contains("a b\uFFFD[31m\uFFFD.json/x : there is no such file or folder")
                .doesNotContainPattern("[\\p{Cc}\\p{Cf}]");
    }

    @Test
    void nodesOfSlurmWithoutResultAreListed() throws Exception {
        Files.writeString(lab.resolve("m1-20261123T082749Z-850d80.json"), Files.readString(SAMPLE));
        Files.createDirectory(lab.resolve("nodes"));
        Files.writeString(lab.resolve("nodes/m1"), "task 1 exit 0\n");
        Files.writeString(lab.resolve("nodes/m2"), "task 2 exit 2\n");
        assertThat(program.run("merge", folder.toString())).isEqualTo(ExitCode.DONE);
        assertThat(program.out())
                .contains("left out: m2: no result: task 2 ended with exit code 2; its log tells why")
                .doesNotContain("m1:");
        Files.delete(lab.resolve("m1-20261123T082749Z-850d80.json"));
        assertRefused(program.run("merge", lab.toString()), "no result to merge: m1: no result: task 1 ended with");
    }

    @Test
    void strictMakesThemAnError() throws Exception {
        fillWithTrouble();
        Path json = folder.resolve("lab.merged");
        assertThat(program.run("merge", lab.toString(), "--strict", "--json", json.toString()))
                .isEqualTo(ExitCode.WRONG_USAGE);
        assertThat(program.err().lines()).singleElement().asString().contains("--strict: ", "cut.json: it is cut off");
        assertThat(json).doesNotExist();
        assertThat(program.run("merge", SAMPLE.toString(), "--strict")).isEqualTo(ExitCode.DONE);
    }

    @Test
    void wrongUsageIsOneLine() throws Exception {
        assertRefused(program.run("merge"), "merge wants result files or folders");
        assertRefused(program.run("merge", folder.resolve("none").toString()), "there is no such file or folder");
        assertRefused(
                program.run("merge", lab.toString()), "there is no result to merge: no file ends in .json; name files");
        Path cut = Files.writeString(folder.resolve("cut.json"), "{");
        Path empty = Files.createFile(folder.resolve("empty.json"));
        assertRefused(program.run("merge", cut.toString(), empty.toString()), "to merge: cut.json: it is cut off");
        assertRefused(
                program.run("merge", empty.toString(), cut.toString()),
                "it is empty, and another file is refused, too; name");
        assertRefused(program.run("merge", SAMPLE.toString(), "--html", "-"), "--html -: name a file");
    }

    private void assertRefused(ExitCode exitCode, String words) {
        assertThat(exitCode).isEqualTo(ExitCode.WRONG_USAGE);
        assertThat(program.err().lines()).singleElement().asString().contains(words);
        assertThat(program.out()).isEmpty();
    }

    /** A lab's thousand files of two hundred cells, each of its own run, in a small heap, beside what somebody crafted. */
    @Test
    void aThousandFilesFitIntoASmallHeap() throws Exception {
        JsonNode sample = MAPPER.readTree(SAMPLE.toFile());
        ArrayNode cells = (ArrayNode) sample.get("results");
        List<JsonNode> measured = new ArrayList<>();
        cells.forEach(measured::add);
        for (int i = 0; cells.size() < 200; i++) {
            ObjectNode cell = measured.get(i % measured.size()).deepCopy();
            ((ObjectNode) cell.get("shape")).put("m", 3000 + i);
            cells.add(cell);
        }
        String text = sample.toString();
        for (int i = 0; i < 1000; i++) {
            Files.writeString(
                    lab.resolve(i + ".json"),
                    text.replace("20261123T082749Z-850d80", "20261123T082749Z-%06x".formatted(i)));
        }
        craftDocuments(SAMPLE);
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx256m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Main.class.getName(),
                        "merge",
                        lab.toString(),
                        "--json",
                        folder.resolve("lab.merged").toString(),
                        "--html",
                        folder.resolve("lab.html").toString())
                .redirectOutput(folder.resolve("stdout").toFile())
                .redirectError(folder.resolve("stderr").toFile())
                .start();
        assertThat(process.waitFor(3, TimeUnit.MINUTES)).isTrue();
        assertThat(folder.resolve("stderr")).content().isEmpty();
        assertThat(process.exitValue()).isZero();
        JsonNode merged = MAPPER.readTree(folder.resolve("lab.merged").toFile());
        assertThat(merged.get("runs").asInt()).isEqualTo(1000);
        assertThat(merged.get("refused").findValuesAsText("reason")).hasSize(4).allSatisfy(reason -> assertThat(reason)
                .isEqualTo("it is no result: longer or deeper than any"));
        assertThat(merged.get("hardware")).allSatisfy(hardware -> {
            assertThat(hardware.get("machines").asInt()).isEqualTo(1000);
            assertThat(hardware.get("outliers")).isEmpty();
        });
    }

    /** Documents of 15 MB with a key that nobody knows, or a name, that is all of it. */
    private void craftDocuments(Path sample) throws Exception {
        String whole = Files.readString(sample).strip();
        String begin = whole.substring(0, whole.length() - 1) + ", \"later\": ";
        int megabytes = 15 << 20;
        Files.writeString(lab.resolve("deep.json"), begin + "[".repeat(megabytes));
        Files.writeString(lab.resolve("long.json"), begin + "\"" + "x".repeat(megabytes) + "\"}");
        Files.writeString(lab.resolve("many.json"), begin + "[" + "{},".repeat(megabytes / 3) + "0]}");
        Files.writeString(lab.resolve("huge.json"), begin + "9".repeat(megabytes) + "}");
    }
}
