package dev.santoku.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.santoku.cli.compare.CompareSyntax;
import dev.santoku.cli.terminal.ExitCode;
import dev.santoku.cli.terminal.Terminal;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Wrong usage is one line on standard error that says what is wrong, exit code 2, and nothing measured. */
class UsageTest {
    @TempDir
    private Path folder;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    private ExitCode run(Map<String, String> environment, String... arguments) {
        return Main.run(
                List.of(arguments),
                new Terminal(
                        new PrintStream(out, true, StandardCharsets.UTF_8),
                        new PrintStream(err, true, StandardCharsets.UTF_8),
                        environment));
    }

    private void assertRefused(ExitCode exitCode, String words) {
        assertThat(exitCode).isEqualTo(ExitCode.WRONG_USAGE);
        assertThat(err.toString(StandardCharsets.UTF_8).lines())
                .singleElement()
                .asString()
                .startsWith("santoku: ")
                .contains(words);
        assertThat(out.toString(StandardCharsets.UTF_8)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--backends nonsense | unknown back end 'nonsense'",
                "--backends single:nonsense | unknown variant of single 'nonsense': this machine and program have naive",
                "--backends single@cl9 | unknown device of single 'cl9'",
                "--backends single,,pool | is no contender",
                "--backends Single! | is no contender: write backend[:variant][@device]",
                "--devices cl99 | unknown device 'cl99'",
                "--sizes 0 | at least 1",
                "--sizes -5 | is not a size",
                "--sizes 1x2 | is not a size: write N for N×N×N or MxNxK",
                "--sizes 99999999 | elements, more than",
                "--sizes 16, | is not a size",
                "--precision f8 | unknown precision 'f8': choose from f32, f64, tf32, bf16, f16, i8",
                "--threads 0 | a whole number from 1 to",
                "--threads many | a whole number from 1 to",
                "--threads 1025 | a whole number from 1 to 1024",
                "--threads 1,0 | a whole number from 1 to",
                "--threads 1,2, | a whole number from 1 to",
                "--threads 1,2,1 | 1 is given twice: give it once",
                "--budget banana | give a time such as 90s",
                "--budget 0s | give a time",
                "--seed x | a whole number",
                "--require tpu | only gpu is known",
                "--within 0 | give a percentage from 0.1 to 100",
                "--within 101% | a percentage from 0.1 to 100",
                "--within 100.001 | a percentage from 0.1 to 100",
                "--within .09 | a percentage from 0.1 to 100",
                "--within . | a percentage from 0.1 to 100",
                "--within 1e1 | a percentage from 0.1 to 100",
                "--within -2 | a percentage from 0.1 to 100",
                "--within narrow | a percentage from 0.1 to 100",
                "--launches 0 | a whole number from 1 to 100",
                "--launches many | a whole number from 1 to 100",
                "--launches 101 | a whole number from 1 to 100",
                "--batch 0 | give a whole number from 1 to 65535",
                "--batch 65536 | give a whole number from 1 to 65535",
                "--batch many | give a whole number from 1 to 65535",
                "--batch 2048 --sizes 1024 | --batch 2048: a batch of 2048 products 1024x1024x1024: the A of all would hold",
                "--soak 1m --batch 4 | --batch: --soak compares no times",
                "--self-check --csv x.csv | --csv: --self-check compares no contenders",
                "--self-check --html x.html | --html: --self-check compares no contenders",
                "--self-check --baseline x.json | --baseline: --self-check compares no contenders",
                "--csv - | --csv -: name a file",
                "--json - --raw - | --json - and --raw -: standard output takes one of them",
                "--raw missing/x.jsonl | there is no folder",
                "--nonsense | unknown option '--nonsense'; santoku compare --help lists them",
                "--quic | unknown option '--quic'",
                "--budget | --budget needs a value: --budget TIME",
                "--quick --quick | --quick is given twice",
                "stray | 'stray' is not an option"
            })
    void badArgumentsAreRefused(String arguments, String words) {
        List<String> command = new ArrayList<>(List.of("compare", "--out", folder.toString()));
        command.addAll(Arrays.asList(arguments.split(" ")));
        assertRefused(run(Map.of(), command.toArray(String[]::new)), words);
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void targetsThatCannotBeWrittenAreRefused() throws Exception {
        Path file = Files.createFile(folder.resolve("file"));
        String out = folder.resolve("results").toString();
        assertRefused(run(Map.of(), "compare", "--out", file.resolve("below").toString()), "nothing can be written");
        err.reset();
        String missing = folder.resolve("missing/result.json").toString();
        assertRefused(run(Map.of(), "compare", "--out", out, "--json", missing), "there is no folder");
        err.reset();
        assertRefused(run(Map.of(), "compare", "--out", out, "--csv", folder.toString()), "that is a folder");
        err.reset();
        Path nowhere = Files.createSymbolicLink(folder.resolve("link"), folder.resolve("none"));
        assertRefused(
                run(Map.of(), "compare", "--out", out, "--csv", nowhere.toString()),
                "that is a link that leads nowhere");
        err.reset();
        assertRefused(run(Map.of(), "compare", "--out", nowhere.toString()), "nothing can be written into this folder");
        err.reset();
        assertRefused(run(Map.of(), "compare", "--out", file.toString()), "nothing can be written into this folder");
        err.reset();
        assertRefused(run(Map.of(), "compare", "--out", out, "--baseline", file.toString()), file + ": it is empty");
        assertThat(folder.toFile().list()).containsExactlyInAnyOrder("file", "link");
    }

    @Test
    void commandsAreChecked() {
        assertRefused(
                run(Map.of()),
                "which command? choose from compare, doctor, tune, fleet, merge, diff, kitchen, multiply, predict, completion");
        err.reset();
        assertRefused(run(Map.of(), "bake"), "unknown command 'bake'");
        err.reset();
        assertRefused(
                run(Map.of("SANTOKU_DEADLINE", "soon"), "compare", "--out", folder.toString()),
                "SANTOKU_DEADLINE=soon: whole seconds");
    }

    @Test
    void helpNamesEveryOption() {
        assertThat(run(Map.of(), "compare", "--help")).isEqualTo(ExitCode.DONE);
        String help = out.toString(StandardCharsets.UTF_8);
        CompareSyntax.describe().getOptions().forEach(option -> assertThat(help).contains("--" + option.getLongOpt()));
        assertThat(help).contains("exit codes: 0 done");
        out.reset();
        assertThat(run(Map.of(), "--help")).isEqualTo(ExitCode.DONE);
        assertThat(out.toString(StandardCharsets.UTF_8)).contains("compare ", "doctor ");
        out.reset();
        assertThat(run(Map.of(), "--version")).isEqualTo(ExitCode.DONE);
        assertThat(out.toString(StandardCharsets.UTF_8)).startsWith("santoku 0.");
    }
}
