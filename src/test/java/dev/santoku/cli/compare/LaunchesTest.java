package dev.santoku.cli.compare;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.santoku.cli.Program;
import dev.santoku.cli.terminal.ExitCode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code --launches} and {@code --self-check} with real workers. */
@Tag("slow")
class LaunchesTest {
    @TempDir
    private Path folder;

    private Program run(String... arguments) throws Exception {
        return Program.run(folder, Map.of(), Program.hastily(arguments));
    }

    @Test
    void eachCellIsMeasuredInSeveralVirtualMachines() throws Exception {
        Program program = run("--launches", "2", "--backends", "faulty:none,single", "--sizes", "24");
        assertThat(program.waitForEnd()).as(program.stderr()).isZero();
        assertThat(program.result().get("results")).hasSize(2).allSatisfy(cell -> {
            assertThat(cell.get("outcome").asText()).isEqualTo("measured");
            assertThat(cell.get("launches").asInt()).isEqualTo(2);
            assertThat(cell.at("/noise/rounds").asInt()).isGreaterThanOrEqualTo(10);
        });
        assertThat(program.stdout()).contains("f32 24×24×24, 2 JVM launches each\n");
    }

    @Test
    void aCrashInTheSecondLaunchIsNamedAndTheOthersStand() throws Exception {
        Program program =
                run("--launches", "2", "--backends", "faulty:exit-when-relaunched,faulty:none", "--sizes", "24");
        assertThat(program.waitForEnd()).isEqualTo(ExitCode.FAILED.status());
        JsonNode results = program.result().get("results");
        assertThat(results.get(0).get("reason").asText()).isEqualTo("in launch 2 of 2: exited with status 7");
        assertThat(results.get(0).get("outcome").asText()).isEqualTo("failed");
        assertThat(results.get(1).get("outcome").asText()).isEqualTo("measured");
        assertThat(results.get(1).get("launches").asInt()).isEqualTo(2);
    }

    /** Which verdict it gives is the machine's doing; that the exit status tells it is ours. */
    @Test
    void aSelfCheckTellsItsVerdictsAndLeavesNoFile() throws Exception {
        Program program = run("--self-check", "--quiet", "--backends", "faulty:none", "--sizes", "9", "--json", "-");
        int status = program.waitForEnd();
        JsonNode document = Program.json(program.stdout());
        assertThat(document.get("schema").asText()).isEqualTo("santoku/self-check/1");
        assertThat(document.get("results")).hasSize(2);
        assertThat(document.get("verdicts")).hasSize(1).allSatisfy(verdict -> assertThat(verdict.get("contender"))
                .isEqualTo(verdict.get("baseline")));
        boolean steady = document.get("verdicts").findValuesAsText("verdict").stream()
                .allMatch(verdict -> verdict.equals("same") || verdict.equals("inconclusive"));
        assertThat(status).isEqualTo((steady ? ExitCode.DONE : ExitCode.UNSTEADY).status());
        assertThat(program.stderr()).isEmpty();
        assertThat(folder.resolve("results")).isEmptyDirectory();
    }

    @Test
    void aSelfCheckOfWhatFailsFails() throws Exception {
        Program program = run("--self-check", "--backends", "faulty:refuse", "--sizes", "8");
        assertThat(program.waitForEnd()).isEqualTo(ExitCode.FAILED.status());
        assertThat(program.stdout()).contains("failed faulty:refuse", "out of resources", "there is no verdict");
        String log = program.stderr()
                .lines()
                .filter(line -> line.startsWith("log: "))
                .findFirst()
                .orElseThrow();
        assertThat(Files.exists(folder.resolve(log.substring(5)))).as(log).isTrue();
    }
}
