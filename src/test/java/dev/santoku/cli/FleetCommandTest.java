package dev.santoku.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.santoku.cli.terminal.ExitCode;
import dev.santoku.cli.terminal.Terminal;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A checkout whose driver on Spark is a script that says what it is told to. */
class FleetCommandTest {
    private static final Path SAMPLE = Path.of("src/site/results/20261123T082749Z-850d80.json");

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @TempDir
    private Path folder;

    private ExitCode run(Map<String, String> environment, String... arguments) {
        return Main.run(List.of(arguments), new Terminal(stream(out), stream(err), environment));
    }

    private static PrintStream stream(ByteArrayOutputStream bytes) {
        return new PrintStream(bytes, true, StandardCharsets.UTF_8);
    }

    private String out() {
        return out.toString(StandardCharsets.UTF_8);
    }

    private String err() {
        return err.toString(StandardCharsets.UTF_8);
    }

    /** The environment of a checkout whose driver runs these lines of bash; its last argument is a copy of the task's file. */
    private Map<String, String> driver(String lines) throws Exception {
        Path scripts = Files.createDirectories(folder.resolve("checkout/scripts"));
        Path libraries = Files.createDirectories(folder.resolve("checkout/target/lib"));
        Files.createFile(libraries.resolve("jocl-2.0.6.jar"));
        Files.createFile(libraries.resolve("jackson-core-2.21.8.jar"));
        Files.writeString(
                scripts.resolve("cluster.sh"),
                """
                cp -- "${@: -1}" %1$s/task.json
                echo "$*" >%1$s/called
                results="$(sed 's/.*"folder":"\\([^"]*\\)".*/\\1/' %1$s/task.json)"
                tell() { printf '{"node":"%%s","state":"%%s","text":"%%s","seconds":%%s,"exit":%%s,"file":"%%s"}\\n' "$@"; }
                %2$s
                """
                        .formatted(folder, lines));
        return Map.of("SANTOKU_CHECKOUT", folder.resolve("checkout").toString());
    }

    private JsonNode task() throws Exception {
        return Program.json(Files.readString(folder.resolve("task.json")));
    }

    private String results() {
        return folder.resolve("results").toString();
    }

    @Test
    void aNodeThatFailsIsARowAndTheOthersCount() throws Exception {
        Map<String, String> environment = driver(
                """
                echo "a word of Spark"
                tell n1 found "" 0 0 ""
                tell n1-again twice "the same machine as n1" 0 0 ""
                tell n2 failed "exit code 4: no GPU" 3.2 4 ""
                cp %s "$results/n1.json"
                tell n1 done "" 12.6 0 n1.json
                """
                        .formatted(SAMPLE.toAbsolutePath()));
        assertThat(run(environment, "fleet", "--sizes", "64", "--quick", "--limit", "90s", "--out", results()))
                .as(err())
                .isEqualTo(ExitCode.FAILED);
        assertThat(out().lines())
                .anyMatch(line -> line.matches("n1 +done +13 *"))
                .anyMatch(line -> line.matches("n2 +failed +3 +exit code 4: no GPU"))
                .anyMatch(line -> line.matches("n1-again +twice +– +the same machine as n1"))
                .anyMatch(line -> line.startsWith("1 run of 1 machine"))
                .contains("left out: n2: failed: exit code 4: no GPU");
        assertThat(err().lines()).contains("santoku: n1 found", "santoku: n2 failed after 3 s: exit code 4: no GPU");
        assertThat(task().get("arguments")).extracting(JsonNode::asText).containsExactly("--sizes", "64", "--quick");
        assertThat(task().get("limitSeconds").asInt()).isEqualTo(90);
        assertThat(task().at("/cluster/nodes").asInt(-1)).isZero();
        assertThat(task().at("/cluster/gpus").asInt(-1)).isZero();
        assertThat(task().get("repeat").asInt()).isEqualTo(1);
        assertThat(Files.readString(folder.resolve("called")))
                .startsWith("submit --jars ")
                .contains("checkout/target/santoku.jar,", "checkout/target/lib/jocl-2.0.6.jar --class ")
                .doesNotContain("jackson")
                .contains("--class dev.santoku.cluster.FleetMain ", "target/santoku-cluster.jar ");
        try (Stream<Path> files = Files.walk(folder.resolve("results"))) {
            assertThat(files.filter(Files::isRegularFile)
                            .map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrder("n1.json", "fleet.json", "fleet.html");
        }
    }

    @Test
    void allNodesWithResultsAreSuccess() throws Exception {
        Map<String, String> environment =
                driver("cp %s \"$results/n1.json\"; tell n1 done '' 12.6 0 n1.json".formatted(SAMPLE.toAbsolutePath()));
        Path json = folder.resolve("lab.json");
        assertThat(run(
                        environment,
                        "fleet",
                        "--master",
                        "spark://n1:7077",
                        "--nodes",
                        "3",
                        "--quiet",
                        "--json",
                        json.toString(),
                        "--out",
                        results()))
                .as(err())
                .isEqualTo(ExitCode.DONE);
        assertThat(err()).isEmpty();
        assertThat(Program.json(Files.readString(json)).get("machines").asInt()).isEqualTo(1);
        assertThat(Files.readString(folder.resolve("called"))).startsWith("submit --master spark://n1:7077 --jars ");
        assertThat(task().at("/cluster/nodes").asInt()).isEqualTo(3);
    }

    @Test
    void runsOfANodeAreRowsAndOneMachine() throws Exception {
        Map<String, String> environment = driver(
                """
                again() { printf '{"node":"n1","run":%%s,"state":"%%s","text":"%%s","exit":%%s,"file":"%%s"}\n' "$@"; }
                tell n1 found "" 0 0 ""
                sed 's/"id" *: *"2026[^"]*"/"id":"20261123T082749Z-000001"/' %1$s >"$results/n1-1.json"
                sed 's/"id" *: *"2026[^"]*"/"id":"20261123T082749Z-000002"/' %1$s >"$results/n1-2.json"
                again 1 done "" 0 n1-1.json
                again 2 done "exit code 6: a worker crashed" 6 n1-2.json
                again 3 lost "its executor was lost" -1 ""
                """
                        .formatted(SAMPLE.toAbsolutePath()));
        assertThat(run(environment, "fleet", "--repeat", "3", "--gpus", "2", "--out", results()))
                .as(err())
                .isEqualTo(ExitCode.FAILED);
        assertThat(task().get("repeat").asInt()).isEqualTo(3);
        assertThat(task().at("/cluster/gpus").asInt()).isEqualTo(2);
        assertThat(task().get("arguments")).isEmpty();
        assertThat(out().lines())
                .anyMatch(line -> line.matches("n1, run 1 +done +– *"))
                .anyMatch(line -> line.matches("n1, run 2 +done +– +exit code 6: a worker crashed"))
                .anyMatch(line -> line.matches("n1, run 3 +lost +– +its executor was lost"))
                .anyMatch(line -> line.startsWith("2 runs of "))
                .contains("left out: n1, run 3: lost: its executor was lost");
    }

    @Test
    void aResultThatIsNoneIsARow() throws Exception {
        Map<String, String> environment = driver("echo '{' >\"$results/n1.json\"; tell n1 done '' 1 0 n1.json");
        assertThat(run(environment, "fleet", "--out", results())).isEqualTo(ExitCode.NOTHING_MEASURED);
        assertThat(out().lines()).anyMatch(line -> line.matches("n1 +failed +1 +it is .*"));
    }

    @Test
    void aFileOutsideTheFolderIsNotRead() throws Exception {
        Map<String, String> environment = driver("tell n1 done '' 1 0 ../../../%s".formatted(SAMPLE));
        assertThat(run(environment, "fleet", "--out", results())).isEqualTo(ExitCode.NOTHING_MEASURED);
        assertThat(out()).contains("there is no such file");
    }

    @Test
    void aClusterThatFailsIsOneLine() throws Exception {
        Map<String, String> environment = driver(
                """
                echo "09:00:00 WARN a word of Spark" >&2
                echo "santoku: cluster: none runs: scripts/cluster.sh start starts one" >&2
                exit 1
                """);
        assertThat(run(environment, "fleet", "--out", results())).isEqualTo(ExitCode.OWN_FAULT);
        assertThat(err()).isEqualTo("santoku: the cluster failed: none runs: scripts/cluster.sh start starts one\n");
        assertThat(out()).isEmpty();
        assertThat(folder.resolve("results")).isEmptyDirectory();
    }

    @Test
    void whatWasMeasuredBeforeTheClusterFailedCounts() throws Exception {
        Map<String, String> environment = driver(
                """
                cp %s "$results/n1.json"
                tell n1 done "" 12.6 0 n1.json
                tell n2 running "single" 0 0 ""
                echo "java.io.IOException: no route to host" >&2
                echo "    at a line of its stack" >&2
                exit 1
                """
                        .formatted(SAMPLE.toAbsolutePath()));
        assertThat(run(environment, "fleet", "--out", results())).isEqualTo(ExitCode.OWN_FAULT);
        assertThat(err()).endsWith("santoku: the cluster failed: java.io.IOException: no route to host\n");
        assertThat(out().lines())
                .anyMatch(line -> line.matches("n2 +running .*"))
                .anyMatch(line -> line.startsWith("1 run of 1 machine"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--label me | unknown option '--label'",
                "--resume | unknown option '--resume'",
                "--sizes 0 | --sizes 0",
                "--master mesos://a | --master mesos://a: give spark://HOST:PORT",
                "--master local-cluster[2] | --master local-cluster[2]: give",
                "--nodes 0 | --nodes 0: give a whole number",
                "--gpus 0 | --gpus 0: give a whole number",
                "--repeat 0 | --repeat 0: give a whole number",
                "--limit 5 | --limit 5: give a time",
                "--bundle no-such-file | there is no such file",
                "--slurm | --slurm: say how many nodes",
                "--slurm --nodes 2 --master spark://a:1 | leave one out",
                "--html - | name a file",
            })
    void wrongOptionsAreRefusedBeforeAnythingRuns(String options, String message) throws Exception {
        String[] words = ("fleet --out " + results() + " " + options).split(" ", -1);
        assertThat(run(driver("exit 99"), words)).isEqualTo(ExitCode.WRONG_USAGE);
        assertThat(err()).contains(message).hasLineCount(1);
        assertThat(folder.resolve("called")).doesNotExist();
    }

    @Test
    void withoutACheckoutThereIsAnotherWay() {
        assertThat(run(Map.of(), "fleet", "--out", results())).isEqualTo(ExitCode.WRONG_USAGE);
        assertThat(err()).contains("scripts/santoku.sh fleet", "fleet --slurm").hasLineCount(1);
    }

    @Test
    void theScriptForSlurmNeedsNothing() {
        assertThat(run(Map.of(), "fleet", "--slurm", "--nodes", "4", "--sizes", "64", "--budget", "1m"))
                .as(err())
                .isEqualTo(ExitCode.DONE);
        assertThat(out())
                .startsWith("#!/usr/bin/env bash\n")
                .contains(
                        "#SBATCH --array=1-4\n", " compare --sizes 64 --budget 1m --label ", "#SBATCH --time=00:10:00");
        assertThat(err()).contains("scripts/bundle.sh makes it");
    }
}
