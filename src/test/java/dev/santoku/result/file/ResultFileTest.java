package dev.santoku.result.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.santoku.backend.Candidate;
import dev.santoku.backend.Tuning;
import dev.santoku.matrix.Precision;
import dev.santoku.report.Results;
import dev.santoku.result.CellResult;
import dev.santoku.result.Json;
import dev.santoku.result.KernelParameters;
import dev.santoku.result.RunResult;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ResultFileTest {
    /** A process number that no system gives. */
    private static final long NOBODY = 999_999_999_999_999L;

    @TempDir
    private Path folder;

    /** The example of the design, which users' scripts were written after. */
    private static JsonNode example() throws IOException {
        try (InputStream stream = ResultFileTest.class.getResourceAsStream("design-example.json")) {
            return Json.mapper().readTree(stream);
        }
    }

    @Test
    void hasTheKeysOfTheDesignAtEveryLevel() throws Exception {
        ObjectNode written = (ObjectNode) Json.mapper().readTree(ResultFile.toText(tuned(Results.typical())));
        written.remove("checksum"); // which came later, and is of all others
        assertSameKeys("", example(), written);
    }

    private static RunResult tuned(RunResult result) {
        Candidate candidate = Candidate.of("panel", Map.of("ITEM_M", 6));
        Tuning tuning = new Tuning(candidate, Tuning.Source.TUNED, null, Instant.parse("2026-03-01T09:00:00Z"))
                .tested(true, List.of(new Tuning.Rejected(candidate.with("ITEM_M", 8), "wrong")));
        return new RunResult(
                result.schema(),
                result.run(),
                result.host(),
                result.devices(),
                result.backends(),
                result.ceilings(),
                result.results(),
                result.speedups(),
                result.ladders(),
                result.scaling(),
                List.of(new KernelParameters("jocl:panel@cl0", "cl0", Precision.F32, tuning)),
                List.of(Results.gpuFacts("a warning: a cure")),
                null,
                List.of());
    }

    private static void assertSameKeys(String path, JsonNode example, JsonNode written) {
        if (example.isObject() && !written.isNull()) {
            assertThat(written.fieldNames())
                    .toIterable()
                    .as("keys of %s", path)
                    .containsExactlyElementsOf(() -> example.fieldNames());
            example.fieldNames()
                    .forEachRemaining(key -> assertSameKeys(path + "/" + key, example.get(key), written.get(key)));
        } else if (example.isArray() && !example.isEmpty()) {
            assertThat(written).as(path).isNotEmpty();
            written.forEach(element -> assertSameKeys(path + "/0", example.get(0), element));
        }
    }

    @Test
    void theExampleOfTheDesignIsReadAndWrittenAsItStands() throws Exception {
        RunResult read = Json.mapper().treeToValue(example(), RunResult.class);
        ObjectNode written = (ObjectNode) Json.mapper().readTree(ResultFile.toText(read));
        written.remove("checksum");
        Comparator<JsonNode> numbersByValue = (one, other) ->
                (one.isNumber() && other.isNumber() && one.doubleValue() == other.doubleValue()) || one.equals(other)
                        ? 0
                        : 1;
        assertThat(written.equals(numbersByValue, example()))
                .as(written.toString())
                .isTrue();
    }

    @Test
    void comesBackAsItWas() throws Exception {
        RunResult result = Results.typical();
        assertThat(Json.mapper().readValue(ResultFile.toText(result), RunResult.class))
                .isEqualTo(result);
    }

    @Test
    void onlyCellsOfAReducedPrecisionTellTheirArithmetic() throws Exception {
        RunResult result = new Results()
                .measured(Results.POOL, Precision.F32, Results.SMALL, 1)
                .measured(Results.POOL, Precision.BF16, Results.SMALL, 1)
                .build();
        String text = ResultFile.toText(result);
        JsonNode cells = Json.mapper().readTree(text).get("results");
        assertThat(cells.get(0).has("arithmetic")).isFalse();
        assertThat(cells.get(1).get("precision").asText()).isEqualTo("bf16");
        assertThat(cells.get(1).get("arithmetic").asText()).isEqualTo("f32");
        assertThat(Json.mapper().readValue(text, RunResult.class)).isEqualTo(result);
    }

    @Test
    void wordsAreThoseOfTheDesign() throws Exception {
        String text = ResultFile.toText(Results.typical());
        JsonNode results = Json.mapper().readTree(text).get("results");
        assertThat(results.findValuesAsText("outcome")).contains("measured", "skipped", "failed", "wrong");
        assertThat(results.findValuesAsText("precision")).containsOnly("f32", "f64");
        JsonNode failed = results.get(results.size() - 1);
        for (String unknown : new String[] {"ranOn", "check", "seconds", "stopped", "gflops", "ofCeiling"}) {
            assertThat(failed.get(unknown).isNull()).as(unknown).isTrue();
        }
        assertThat(text)
                .endsWith("}\n")
                .contains("\n  \"run\" : {\n    \"id\" : ")
                .doesNotContain("NaN");
    }

    @Test
    void aNumberThatIsNoneIsNull() throws Exception {
        String text = ResultFile.toText(new CellResult.Check(
                true, "sha256:00", Json.finite(Double.NaN), Json.finite(Double.POSITIVE_INFINITY), "sampled"));
        JsonNode check = Json.mapper().readTree(text);
        assertThat(check.get("error").isNull()).isTrue();
        assertThat(check.get("bound").isNull()).isTrue();
    }

    @Test
    void replacesAFileThatIsThere() throws Exception {
        Path file = Files.writeString(folder.resolve("result.json"), "old, and longer than what comes");
        ResultFile.write(file, "new ±\n");
        assertThat(Files.readAllBytes(file)).isEqualTo("new ±\n".getBytes(StandardCharsets.UTF_8));
        assertThat(folder.toFile().list()).containsExactly("result.json");
    }

    @Test
    void clearsWhatAKilledWriterOfTheSameFileLeft() throws Exception {
        FileTime longAgo = FileTime.from(Instant.now().minusSeconds(600));
        Process running = new ProcessBuilder("sleep", "60").start();
        try {
            List<String> kept = List.of(
                    "result.json." + running.pid() + "-1.part",
                    "other.json." + NOBODY + "-1.part",
                    "result.json.x.part");
            for (String name : kept) {
                Files.setLastModifiedTime(Files.writeString(folder.resolve(name), "half"), longAgo);
            }
            Path mayBeWritten = Files.writeString(folder.resolve("result.json." + (NOBODY - 1) + "-1.part"), "half");
            Path stale = Files.writeString(folder.resolve("result.json." + NOBODY + "-1.part"), "half");
            Path staleOfOlderVersion = Files.writeString(folder.resolve("result.json." + NOBODY + ".part"), "half");
            Files.setLastModifiedTime(stale, longAgo);
            Files.setLastModifiedTime(staleOfOlderVersion, longAgo);
            ResultFile.write(folder.resolve("result.json"), "whole");
            assertThat(stale).doesNotExist();
            assertThat(staleOfOlderVersion).doesNotExist();
            assertThat(mayBeWritten).exists();
            assertThat(folder.toFile().list()).hasSize(kept.size() + 2).containsAll(kept);
        } finally {
            running.destroyForcibly();
        }
    }

    @Test
    void clearsWhatAProcessLeftThatHadTheNumberOfThisOne() throws Exception {
        String name = "result.json." + ProcessHandle.current().pid() + "-1.part";
        Path stale = Files.writeString(folder.resolve(name), "half");
        ResultFile.write(folder.resolve("result.json"), "whole");
        assertThat(stale).as("may still be written, in another container").exists();
        Files.setLastModifiedTime(stale, FileTime.from(Instant.now().minusSeconds(600)));
        ResultFile.write(folder.resolve("result.json"), "whole again");
        assertThat(folder.toFile().list()).containsExactly("result.json");
    }

    @Test
    void isReadByThoseWhoReadTheOtherFilesOfItsWriter() throws Exception {
        Path other = Files.writeString(folder.resolve("other"), "");
        Path file = folder.resolve("result.json");
        ResultFile.write(file, "new\n");
        assertThat(Files.getPosixFilePermissions(file)).isEqualTo(Files.getPosixFilePermissions(other));
    }

    @Test
    void followsALinkAndLeavesItOne() throws Exception {
        Path file = Files.writeString(folder.resolve("result.json"), "old");
        Path link = Files.createSymbolicLink(folder.resolve("latest"), file);
        ResultFile.write(link, "new\n");
        assertThat(link).isSymbolicLink();
        assertThat(file).hasContent("new\n");
    }

    @Test
    void writesIntoAPipeInsteadOfReplacingIt() throws Exception {
        Path pipe = folder.resolve("pipe");
        assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor())
                .isZero();
        Process reader = new ProcessBuilder("cat", pipe.toString()).start();
        try {
            ResultFile.write(pipe, "whole\n");
            assertThat(Files.isRegularFile(pipe)).isFalse();
            assertThat(reader.waitFor(1, TimeUnit.MINUTES)).isTrue();
            assertThat(reader.getInputStream().readAllBytes()).asString().isEqualTo("whole\n");
        } finally {
            reader.destroyForcibly();
        }
    }

    @Test
    void doesNotWaitForEverForWhoReadsAPipe() throws Exception {
        Path pipe = folder.resolve("pipe");
        assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor())
                .isZero();
        assertThatThrownBy(() -> PipeOrDevice.write(pipe, "text", Duration.ofMillis(50)))
                .isInstanceOf(IOException.class)
                .hasMessage("nobody reads from this pipe; start its reader first, or name a file");
        assertThat(Files.isRegularFile(pipe)).isFalse();
    }

    @Test
    void leavesNothingBehindWhereItCannotWrite() throws Exception {
        Path full = Files.createDirectories(folder.resolve("target/below")).getParent();
        assertThatThrownBy(() -> ResultFile.write(full, "text")).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> ResultFile.write(folder.resolve("missing/result.json"), "text"))
                .isInstanceOf(IOException.class);
        Path file = Files.writeString(folder.resolve("file"), "text");
        assertThatThrownBy(() -> ResultFile.write(file.resolve("result.json"), "text"))
                .isInstanceOf(IOException.class);
        assertThat(folder.toFile().list()).containsExactlyInAnyOrder("target", "file");
        assertThat(full.toFile().list()).containsExactly("below");
    }
}
