package dev.santoku.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.santoku.cli.terminal.ExitCode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PredictCommandTest {
    @TempDir
    private Path folder;

    private final InProcess program = new InProcess();

    private List<String> lines(String options) {
        assertThat(program.run(("predict " + options).split(" ", -1)))
                .as(program.err())
                .isEqualTo(ExitCode.DONE);
        return program.out().lines().toList();
    }

    @Test
    void eachNumberOfNodesIsARow() {
        List<String> lines = lines("--nodes 1,2,8 --size 8192 --rate 1099.511627776 --network 1g --memory 2g");
        assertThat(lines.get(0)).startsWith("f32, n = 8192, 1100 GFLOP/s a node, 1.00 Gbit/s, ");
        assertThat(lines.get(2).strip()).matches("1 +1×1×1 +1\\.00 +100 % +0 % +0 % +0 % +1\\.00 +100 % .*");
        assertThat(lines.get(3).strip()).matches("2 +(2×1×1|1×2×1) .*");
        assertThat(lines.get(4)).contains("network");
    }

    @Test
    void whatItPredictsIsTheSameAgain() {
        assertThat(lines("--nodes 16 --size 16384")).isEqualTo(lines("--nodes 16 --size 16384"));
    }

    @Test
    void measuredTasksAreTheSpread() throws Exception {
        Path even = Files.writeString(folder.resolve("even"), "2.5\n2.5\n\n");
        Path rough = Files.writeString(folder.resolve("rough"), "1\n1\n1\n30\n");
        String options = "--nodes 64 --size 32768 --tasks ";
        assertThat(lines(options + even).get(2)).contains("computing");
        assertThat(lines(options + rough).get(2)).contains("waiting");
    }

    @Test
    void whereNoGridFitsARowSaysSo() {
        assertThat(lines("--nodes 2 --size 1000000 --memory 1m").get(2)).contains("no grid fits into --memory");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--nodes 0 | --nodes 0: give a whole number from 1 to 10000",
                "--network 25 | --network 25: give bits a second such as 25g",
                "--network 0g | --network 0g: give",
                "--rate 0 | --rate 0: give GFLOP/s",
                "--rate nan | --rate nan: give GFLOP/s",
                "--size -1 | --size",
                "--tasks no-such-file | it cannot be read",
                "--tasks src/main | it cannot be read",
                "--tasks README.md | give a file of numbers above 0",
            })
    void wrongOptionsAreOneLine(String options, String message) {
        assertThat(program.run(("predict " + options).split(" ", -1))).isEqualTo(ExitCode.WRONG_USAGE);
        assertThat(program.err()).contains(message).hasLineCount(1);
    }
}
