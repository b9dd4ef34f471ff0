package dev.santoku.cli.compare;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.santoku.cli.Program;
import dev.santoku.cli.terminal.ExitCode;
import dev.santoku.faults.FaultyBackend;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever one back end does, it gets its outcome, the program its exit code, and every other row stays intact. */
@Tag("slow")
class FaultsTest {
    /** Seconds without an answer in which nothing hangs but what never comes back. */
    private static final int PATIENCE = 60;

    /** A back end's variant with a fault, and what the reason says of it. */
    private record Case(String fault, String reason) {}

    @TempDir
    private Path folder;

    @Test
    void wrongProductsStayInTheirCells() throws Exception {
        assertStayInTheirCells(
                "wrong",
                ExitCode.WRONG_PRODUCT,
                PATIENCE,
                new Case("wrong-element", "an integer product is"),
                new Case("wrong-when-timed", "right when checked, wrong while warming up"),
                new Case("forgets-an-element", "is NaN and must be"),
                new Case("admit-wrong", "a node's block is wrong"));
    }

    /** Each at every 37th product, of which checks have fewer. */
    @Test
    void wrongProductsNowAndThenStayInTheirCells() throws Exception {
        assertStayInTheirCells(
                "wrong",
                ExitCode.WRONG_PRODUCT,
                Map.of("SANTOKU_FAULT_EVERY", "37"),
                new Case("skip", ""),
                new Case("skip-a-share", ""),
                new Case("stale", ""),
                new Case("zero", ""),
                new Case("nan", "NaN"),
                new Case("bit", ""),
                new Case("double", ""));
    }

    @Test
    void failuresStayInTheirCells() throws Exception {
        assertStayInTheirCells(
                "failed",
                ExitCode.FAILED,
                PATIENCE,
                new Case("segfault", "crashed: SIGSEGV"),
                new Case("killed", "killed by SIGKILL: by hand, or by the system because memory ran out"),
                new Case("exit", "exited with status 7"),
                new Case("complain-and-abort", "ended by SIGABRT: driver: error: the queue of …/device is lost"),
                new Case("hoard", "out of memory"),
                new Case("garbage", "wrote something else than an answer to its pipe: 'driver says hello'"),
                new Case("elsewhere", "it ran on Java thread pool: not its time"),
                new Case("refuse", "the device refuses: out of resources"));
    }

    @Test
    void aHangStaysInItsCell() throws Exception {
        assertStayInTheirCells("failed", ExitCode.FAILED, 3, new Case("hang", "no answer to"));
    }

    /** One run of all the cases and of a contender without a fault, whose row stays intact. */
    private void assertStayInTheirCells(String outcome, ExitCode exit, int deadline, Case... cases) throws Exception {
        assertStayInTheirCells(outcome, exit, Map.of("SANTOKU_DEADLINE", Integer.toString(deadline)), cases);
    }

    private void assertStayInTheirCells(String outcome, ExitCode exit, Map<String, String> environment, Case... cases)
            throws Exception {
        String contenders = Stream.concat(Stream.of(cases).map(Case::fault), Stream.of("none"))
                .map("faulty:"::concat)
                .collect(Collectors.joining(","));
        Program program = Program.run(
                folder, environment, Program.hastily("--budget", "60s", "--backends", contenders, "--sizes", "24"));
        assertThat(program.waitForEnd()).as(program.stderr()).isEqualTo(exit.status());
        JsonNode result = program.result();
        assertThat(result.at("/run/complete").asBoolean()).isTrue();
        assertThat(result.get("results")).hasSize(cases.length + 1);
        JsonNode intact = cell(result, "none");
        assertThat(intact.get("outcome").asText()).isEqualTo("measured");
        assertThat(intact.at("/check/exact").asBoolean()).isTrue();
        for (Case each : cases) {
            JsonNode cell = cell(result, each.fault);
            assertThat(cell.get("outcome").asText()).as(each.fault).isEqualTo(outcome);
            assertThat(cell.get("reason").asText()).contains(each.reason).doesNotContain("\n");
            assertThat(cell.get("gflops").isNull()).isTrue();
            assertThat(program.stdout())
                    .contains(outcome + " faulty:" + each.fault)
                    .contains(each.reason);
        }
        assertThat(program.stderr()).doesNotContain("\tat ");
        List<Path> logs = program.stderr()
                .lines()
                .filter(line -> line.startsWith("log: "))
                .map(line -> folder.resolve(line.substring(5)))
                .toList();
        assertThat(logs).hasSize(cases.length).doesNotHaveDuplicates().allMatch(Files::exists);
    }

    private static JsonNode cell(JsonNode result, String variant) {
        return StreamSupport.stream(result.get("results").spliterator(), false)
                .filter(cell -> cell.get("variant").asText().equals(variant))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void aContenderThatIsLostTwiceIsNotTriedAgain() throws Exception {
        Program program = Program.run(
                folder,
                Map.of(),
                Program.hastily("--budget", "30s", "--backends", "faulty:exit", "--sizes", "11,12,13,14"));
        assertThat(program.waitForEnd()).isEqualTo(ExitCode.FAILED.status());
        assertThat(program.result().get("results").findValuesAsText("reason"))
                .hasSize(4)
                .allSatisfy(reason -> assertThat(reason).contains("exited with status 7"))
                .filteredOn(reason -> reason.startsWith("not tried again after 2 failures"))
                .hasSizeGreaterThanOrEqualTo(2);
    }

    /** From the back end in its worker to the result file, the tables and the page. */
    @Test
    void aDeviceThatIsLostIsTold() throws Exception {
        Program program = Program.run(
                folder,
                Map.of(),
                Program.hastily("--budget", "30s", "--backends", "faulty:loses-a-device", "--sizes", "24"));
        assertThat(program.waitForEnd()).as(program.stderr()).isZero();
        JsonNode cell = cell(program.result(), "loses-a-device");
        assertThat(cell.get("outcome").asText()).isEqualTo("measured");
        assertThat(cell.get("flags")).extracting(JsonNode::asText).contains("device-lost");
        assertThat(cell.get("remarks")).extracting(JsonNode::asText).containsExactly(FaultyBackend.LOSS);
        assertThat(cell.at("/sharing/typical/tiles/0/computed").asDouble()).isEqualTo(0.25);
        assertThat(program.stdout())
                .contains(
                        ", f32 24×24×24: cpu 100.0 % of the rows in 2.00 tiles\n",
                        " at 24: " + FaultyBackend.LOSS + "\n",
                        " without a device that was lost: the remarks say why\n");
        Path page =
                folder.resolve("results").resolve(program.result().at("/run/id").asText() + ".html");
        assertThat(Files.readString(page)).contains(FaultyBackend.LOSS, "id=\"chart-sharing\"");
    }

    @Test
    void aBudgetThatEndsBeforeAnyTurnIsAnExitCodeOfItsOwn() throws Exception {
        Program program = Program.run(
                folder, Map.of(), Program.hastily("--budget", "1s", "--backends", "single", "--sizes", "3000"));
        assertThat(program.waitForEnd()).as(program.stdout()).isEqualTo(ExitCode.NOTHING_MEASURED.status());
        assertThat(program.result().at("/results/0/outcome").asText()).isEqualTo("skipped");
        assertThat(program.stderr().lines().filter(line -> line.startsWith("santoku: ")))
                .singleElement()
                .asString()
                .contains("nothing that was asked for could be measured: single:vector@cpu: ", "--budget");
    }

    @Test
    void whatADriverPrintsIsNoFaultAndAGoodEndLeavesNoLogsAndNoJournal() throws Exception {
        Program program = Program.run(
                folder,
                Map.of(),
                Program.hastily("--budget", "30s", "--backends", "faulty:chatter", "--sizes", "8", "--quiet"));
        assertThat(program.waitForEnd()).as(program.stdout()).isZero();
        assertThat(program.stdout()).contains("faulty:chatter").doesNotContain("driver says hello");
        assertThat(program.stderr()).isEmpty();
        assertThat(folder.resolve("results").toFile().list())
                .as("the result and its page")
                .hasSize(2);
    }
}
