package dev.santoku.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.santoku.cli.terminal.ExitCode;
import dev.santoku.kitchen.Scene;
import dev.santoku.kitchen.SceneId;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KitchenCommandTest {
    @TempDir
    private Path folder;

    private final InProcess program = new InProcess();

    private void assertRefused(String words, String... arguments) {
        assertThat(program.run(arguments)).isEqualTo(ExitCode.WRONG_USAGE);
        assertThat(program.err().lines())
                .singleElement()
                .asString()
                .startsWith("santoku: ")
                .contains(words);
        assertThat(program.out()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "bakery | unknown scene 'bakery': choose from order, knives, drivers, matrix",
                "order knives | order knives: name one scene, or none for all",
                "--tasks 1 | --tasks 1: give a whole number from 2 to 8",
                "--tasks 9 | give a whole number from 2 to 8",
                "--tasks two | give a whole number from 2 to 8",
                "--workers 0 | --workers 0: give a whole number from 1 to",
                "--work 200 | --work 200: give a time from 20ms to 2s, such as 200ms",
                "--work 19ms | a time from 20ms to 2s",
                "--work 3s | a time from 20ms to 2s",
                "--work -1s | a time from 20ms to 2s",
                "--work 9999999999s | a time from 20ms to 2s",
                "--seed x | --seed x: give a whole number",
                "--html | --html needs a value: --html FILE",
                "--nonsense | unknown option '--nonsense'; santoku kitchen --help lists them",
                "--quick --quick | --quick is given twice"
            })
    void badArgumentsAreRefused(String arguments, String words) {
        assertRefused(
                words,
                Stream.concat(Stream.of("kitchen"), Stream.of(arguments.split(" ")))
                        .toArray(String[]::new));
    }

    @Test
    void targetsThatCannotBeWrittenAreRefused() {
        String missing = folder.resolve("missing/lesson").toString();
        assertRefused("--html " + missing + ": there is no folder", "kitchen", "--html", missing);
        assertRefused("--html -: name a file", "kitchen", "--html", "-");
        assertRefused("--json " + missing + ": there is no folder", "kitchen", "--json", missing);
        assertRefused("that is a folder", "kitchen", "--html", folder.toString());
    }

    @Test
    void aWrongProductIsToldFromWhatFailed() {
        Scene done = new Scene(SceneId.ORDER, List.of(), null, List.of());
        Scene failed = new Scene(SceneId.KNIVES, List.of(), "its process ended with status 1", List.of());
        Scene wrong = new Scene(SceneId.MATRIX, List.of(), "jocl@cl0: an integer product is wrong", true, List.of());
        assertThat(KitchenCommand.exitCode(List.of(done))).isEqualTo(ExitCode.DONE);
        assertThat(KitchenCommand.exitCode(List.of(done, failed))).isEqualTo(ExitCode.FAILED);
        assertThat(KitchenCommand.exitCode(List.of(failed, wrong, done))).isEqualTo(ExitCode.WRONG_PRODUCT);
    }

    @Test
    void helpNamesEveryOptionAndScene() {
        assertThat(program.run("kitchen", "--help")).isEqualTo(ExitCode.DONE);
        KitchenOptions.describe().getOptions().forEach(option -> assertThat(program.out())
                .contains("--" + option.getLongOpt()));
        assertThat(program.out())
                .contains("santoku kitchen [OPTIONS] [SCENE]", "  order ", "  knives ", "  drivers ", "  matrix ");
        assertThat(program.run("--help")).isEqualTo(ExitCode.DONE);
        assertThat(program.out()).containsPattern("kitchen +the lesson");
    }

    @Test
    void aSceneIsPlayedForAllOutputsAtOnce() throws Exception {
        Path html = folder.resolve("lesson.html");
        Path json = folder.resolve("lesson.json");
        assertThat(program.run(
                        "kitchen", "order", "--tasks", "3", "--html", html.toString(), "--json", json.toString()))
                .isEqualTo(ExitCode.DONE);
        assertThat(program.out())
                .startsWith("order: what may run out of order\n")
                .contains("in every order: 6 runs, one salad\n", "→ All ");
        assertThat(program.err()).isEqualTo("page: " + html + "\n");
        JsonNode lesson = Program.json(Files.readString(json));
        assertThat(lesson.get("schema").asText()).isEqualTo("santoku/kitchen/1");
        assertThat(lesson.at("/settings/tasks").asInt()).isEqualTo(3);
        assertThat(lesson.at("/scenes/0/id").asText()).isEqualTo("order");
        assertThat(lesson.at("/scenes/0/rows/0/count").asInt()).isEqualTo(6);
        assertThat(lesson.at("/scenes/0/rows/0/digests").asInt()).isEqualTo(1);
        assertThat(Files.readString(html)).startsWith("<!DOCTYPE html>").contains("id=\"timeline-order\"");
        assertThat(folder.toFile().list()).containsExactlyInAnyOrder("lesson.html", "lesson.json");
    }

    @Test
    void standardOutputHoldsNothingButTheFile() {
        assertThat(program.run("kitchen", "drivers", "--work", "20ms", "--workers", "1", "--json", "-"))
                .isEqualTo(ExitCode.DONE);
        assertThat(program.err()).isEmpty();
        JsonNode rows = Program.json(program.out()).at("/scenes/0/rows");
        assertThat(rows.findValuesAsText("id"))
                .isEqualTo(List.of(
                        "one-after-the-other", "concurrent-one-core", "concurrent-all-cores", "virtual-threads"));
        assertThat(rows.get(2).get("skipped").asText()).contains("--workers 1");
    }

    @Test
    void aDriverThatCannotBeAskedCostsItsRowAlone() throws Exception {
        Path vendors = Files.createDirectory(folder.resolve("vendors"));
        Program kitchen = Program.run(
                folder, Map.of("OCL_ICD_VENDORS", vendors.toString()), "kitchen", "matrix", "--quick", "--json", "-");
        assertThat(kitchen.waitForEnd()).as(kitchen.stderr()).isZero();
        JsonNode rows = Program.json(kitchen.stdout()).at("/scenes/0/rows");
        assertThat(rows.findValuesAsText("id")).isEqualTo(List.of("single", "pool", "jocl", "hybrid"));
        assertThat(rows.get(0).get("seconds").asDouble()).isPositive();
        assertThat(rows.get(2).get("skipped").asText()).isNotBlank();
        assertThat(rows.get(3).get("skipped").asText()).startsWith("nothing to share a product between: ");
    }
}
