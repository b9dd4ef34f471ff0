package dev.santoku.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whatever one back end does, it gets its outcome, the program its exit code, and every other row stays intact. */
class FaultsTest {
    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "wrong-element,      wrong,  3, 'an integer product is'",
        "wrong-when-timed,   wrong,  3, 'right when checked, wrong when timed'",
        "forgets-an-element, wrong,  3, 'is NaN and must be'",
        "segfault,           failed, 6, 'crashed: SIGSEGV'",
        "killed,             failed, 6, 'killed by SIGKILL: by hand, or by the system because memory ran out'",
        "hang,               failed, 6, 'no answer to'",
        "exit,               failed, 6, 'exited with status 7'",
        "hoard,              failed, 6, 'out of memory'",
        "garbage,            failed, 6, 'wrote something else than an answer to its pipe: ''driver says hello'''",
        "elsewhere,          failed, 6, 'it ran on Java thread pool: not its time'",
        "refuse,             failed, 6, 'the device refuses: out of resources'"
    })
    void aFaultStaysInItsCell(String fault, String outcome, int exit, String reason, @TempDir Path folder)
            throws Exception {
        Program program = Program.run(
                folder,
                Map.of("SANTOKU_DEADLINE", fault.equals("hang") ? "3" : "60"),
                "compare",
                "--quick",
                "--within",
                "50",
                "--budget",
                "30s",
                "--backends",
                "faulty:" + fault + ",faulty:none",
                "--sizes",
                "24");
        assertThat(program.waitForEnd()).as(program.stderr()).isEqualTo(exit);
        JsonNode result = program.result();
        assertThat(result.at("/run/complete").asBoolean()).isTrue();
        assertThat(result.get("results")).hasSize(2);
        for (JsonNode cell : result.get("results")) {
            boolean faulty = cell.get("variant").asText().equals(fault);
            if (faulty) {
                assertThat(cell.get("outcome").asText()).isEqualTo(outcome);
                assertThat(cell.get("reason").asText()).contains(reason).doesNotContain("\n");
                assertThat(cell.get("gflops").isNull()).isTrue();
            } else {
                assertThat(cell.get("outcome").asText()).isEqualTo("measured");
                assertThat(cell.at("/check/exact").asBoolean()).isTrue();
            }
        }
        assertThat(program.stdout()).contains(outcome + " faulty:" + fault).contains(reason);
        assertThat(program.stderr()).contains("log: ").doesNotContain("\tat ");
        String log = program.stderr()
                .lines()
                .filter(line -> line.startsWith("log: "))
                .findFirst()
                .orElseThrow();
        assertThat(Files.exists(folder.resolve(log.substring(5)))).as(log).isTrue();
    }

    @Test
    void aContenderThatIsLostTwiceIsNotTriedAgain(@TempDir Path folder) throws Exception {
        Program program = Program.run(
                folder,
                Map.of(),
                "compare",
                "--quick",
                "--within",
                "50",
                "--budget",
                "30s",
                "--backends",
                "faulty:exit",
                "--sizes",
                "11,12,13,14");
        assertThat(program.waitForEnd()).isEqualTo(ExitCode.FAILED.status());
        assertThat(program.result().get("results").findValuesAsText("reason"))
                .hasSize(4)
                .allSatisfy(reason -> assertThat(reason).contains("exited with status 7"))
                .filteredOn(reason -> reason.startsWith("not tried again after 2 failures"))
                .hasSizeGreaterThanOrEqualTo(2);
    }

    @Test
    void whatADriverPrintsIsNoFault(@TempDir Path folder) throws Exception {
        Program program = Program.run(
                folder,
                Map.of(),
                "compare",
                "--quick",
                "--within",
                "50",
                "--budget",
                "10s",
                "--backends",
                "faulty:chatter",
                "--sizes",
                "8");
        assertThat(program.waitForEnd()).as(program.stdout()).isZero();
        assertThat(program.stdout()).doesNotContain("driver says hello");
    }

    @Test
    void aRunThatEndsWellLeavesNoLogsAndNoJournal(@TempDir Path folder) throws Exception {
        Program program = Program.run(
                folder,
                Map.of(),
                "compare",
                "--quick",
                "--within",
                "50",
                "--budget",
                "10s",
                "--backends",
                "faulty:none",
                "--sizes",
                "8",
                "--quiet");
        assertThat(program.waitForEnd()).isZero();
        assertThat(program.stderr()).isEmpty();
        assertThat(folder.resolve("results").toFile().list())
                .as("the result and its page")
                .hasSize(2);
    }
}
