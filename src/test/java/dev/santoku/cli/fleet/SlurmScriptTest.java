package dev.santoku.cli.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The script is run as Slurm would, with a bundle that tells how it was called. */
class SlurmScriptTest {
    @TempDir
    private Path folder;

    private String output = "";

    private Path bundle(String program) throws Exception {
        Path home = Files.createDirectories(folder.resolve("santoku-1"));
        Path script = Files.writeString(home.resolve("santoku.sh"), "#!/usr/bin/env bash\n" + program);
        Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
        Path bundle = folder.resolve("a bundle's.tar.gz");
        start(new ProcessBuilder("tar", "-C", folder.toString(), "-czf", bundle.toString(), "santoku-1"));
        return bundle;
    }

    private static String of(int nodes, Path bundle, List<String> arguments, Duration limit) {
        return SlurmScript.of(
                new FleetOptions.Cluster(Optional.empty(), Optional.of(nodes), 0), 1, bundle, arguments, limit);
    }

    private int run(String script, String job) throws Exception {
        return run(script, job, 1);
    }

    private int run(String script, String job, int task) throws Exception {
        Path file = Files.writeString(folder.resolve("fleet.sh"), script);
        ProcessBuilder builder = new ProcessBuilder("bash", file.toString()).directory(folder.toFile());
        builder.environment().remove("SLURM_ARRAY_JOB_ID");
        builder.environment().put("SLURM_SUBMIT_DIR", folder.toString());
        builder.environment().put("SLURM_ARRAY_TASK_ID", String.valueOf(task));
        if (!job.isEmpty()) {
            builder.environment().put("SLURM_ARRAY_JOB_ID", job);
        }
        return start(builder);
    }

    private int start(ProcessBuilder builder) throws Exception {
        Path words = folder.resolve("words");
        Process process =
                builder.redirectErrorStream(true).redirectOutput(words.toFile()).start();
        assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
        output = Files.readString(words);
        return process.exitValue();
    }

    private List<String> results(String job) throws Exception {
        try (Stream<Path> files = Files.list(folder.resolve("santoku-fleet-" + job))) {
            return files.filter(Files::isRegularFile)
                    .map(file -> file.getFileName().toString())
                    .toList();
        }
    }

    @Test
    void asksForATaskANode() {
        String script = of(16, Path.of("/lab/b.tar.gz"), List.of("--quick"), Duration.ofMinutes(56));
        assertThat(script)
                .startsWith("#!/usr/bin/env bash\n")
                .doesNotContain("gpus-per-node")
                .contains(
                        "#SBATCH --array=1-16\n", "#SBATCH --exclusive\n#SBATCH --mem=0\n", "#SBATCH --time=01:01:00\n")
                .contains("\nbundle=/lab/b.tar.gz\n", "compare --quick --label \"$node\"", " 3360 ");
    }

    @Test
    void aNodeMeasuresOnceAndKeepsItsResult() throws Exception {
        Path bundle = bundle(
                """
                printf '<%s>' "$@" >>"$SLURM_SUBMIT_DIR/called"
                while [ "$1" != --out ]; do shift; done
                mkdir -p "$2" && echo result >"$2/id.json" && exit 6
                """);
        String script = of(2, bundle, List.of("--sizes", "64", "--seed", "it's $HOME"), Duration.ofSeconds(90));
        assertThat(run(script, "7")).as(output).isEqualTo(6);
        assertThat(results("7")).singleElement().asString().endsWith("-id.json");
        assertThat(Files.readString(folder.resolve("called")))
                .startsWith("<compare><--sizes><64><--seed><it's $HOME><--label><");

        assertThat(output).contains("kept: " + folder.resolve("santoku-fleet-7"));

        assertThat(run(script, "7", 2)).as(output).isZero();
        assertThat(output).contains("counts once: it is that of task 1 exit 6 in this job");
        assertThat(Files.readString(folder.resolve("called"))).containsOnlyOnce("<compare>");
    }

    /** As after a requeue, or when a node comes back. */
    @Test
    void aTaskThatSlurmStartsAgainMeasures() throws Exception {
        Path bundle = bundle(
                """
                while [ "$1" != --out ]; do shift; done
                mkdir "$SLURM_SUBMIT_DIR/begun" && kill -KILL $(ps -o ppid= -p $PPID)
                mkdir -p "$2" && echo result >"$2/id.json"
                """);
        String script = of(2, bundle, List.of(), Duration.ofSeconds(90));
        assertThat(run(script, "5", 2)).as(output).isEqualTo(128 + 9);
        assertThat(marks("5")).containsExactly("task 2");
        assertThat(run(script, "5", 2)).as(output).isZero();
        assertThat(marks("5")).containsExactly("task 2 exit 0");
        assertThat(results("5")).hasSize(1);
    }

    @Test
    void aTaskThatIsCancelledKeepsWhatItMeasured() throws Exception {
        Path bundle = bundle(
                """
                while [ "$1" != --out ]; do shift; done
                mkdir -p "$2" && echo result >"$2/$RANDOM$RANDOM.json"
                kill -TERM $(ps -o ppid= -p $PPID) && exit 130
                """);
        String script = SlurmScript.of(
                new FleetOptions.Cluster(Optional.empty(), Optional.of(1), 0),
                3,
                bundle,
                List.of(),
                Duration.ofSeconds(90));
        assertThat(run(script, "6")).as(output).isEqualTo(143);
        assertThat(marks("6")).containsExactly("task 1 exit 143");
        assertThat(results("6")).hasSize(1);
    }

    @Test
    void nodesWithoutResultAreKnown() throws Exception {
        assertThat(run(of(2, folder.resolve("none"), List.of(), Duration.ofSeconds(1)), "4", 2))
                .isEqualTo(1);
        Path job = folder.resolve("santoku-fleet-4");
        Files.writeString(job.resolve("nodes/a"), "task 3\n");
        Files.writeString(job.resolve("nodes/a-b"), "task 4 exit 0\n");
        Files.writeString(job.resolve("a-b-20261130T205149Z-88f08d.json"), "{}");
        Files.writeString(job.resolve("nodes/other"), "task 3 and more\n");
        assertThat(SlurmNode.withoutResult(folder))
                .extracting(SlurmNode::reason)
                .containsExactlyInAnyOrder(
                        "no result: task 3 has not ended, or was killed",
                        "no result: task 2 ended with exit code 1; its log tells why");
    }

    private List<String> marks(String job) throws Exception {
        try (Stream<Path> files = Files.list(folder.resolve("santoku-fleet-" + job + "/nodes"))) {
            return files.map(file -> read(file).strip()).toList();
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void aNodeRunsAsOftenAsAskedFor() throws Exception {
        Path bundle = bundle(
                """
                echo >>"$SLURM_SUBMIT_DIR/called"
                while [ "$1" != --out ]; do shift; done
                mkdir -p "$2" && echo result >"$2/$RANDOM$RANDOM.json"
                """);
        String script = SlurmScript.of(
                new FleetOptions.Cluster(Optional.empty(), Optional.of(2), 4),
                3,
                bundle,
                List.of(),
                Duration.ofMinutes(10));
        assertThat(script).contains("#SBATCH --gpus-per-node=4\n#SBATCH --time=00:35:00\n");
        assertThat(run(script, "3")).as(output).isZero();
        assertThat(Files.readAllLines(folder.resolve("called"))).hasSize(3);
        assertThat(results("3")).hasSize(3);
    }

    @Test
    void aNodeThatHangsIsStopped() throws Exception {
        String script = of(1, bundle("sleep 100"), List.of(), Duration.ofSeconds(1));
        assertThat(run(script, "8")).isEqualTo(124);
        assertThat(output).contains("was stopped after 1 s");
        assertThat(results("8")).isEmpty();
    }

    @Test
    void saysWhatItLacks() throws Exception {
        String script = of(1, folder.resolve("no bundle"), List.of(), Duration.ofSeconds(1));
        assertThat(run(script, "")).isEqualTo(1);
        assertThat(output).contains("start it with sbatch");
        assertThat(run(script, "9")).isEqualTo(1);
        assertThat(marks("9")).containsExactly("task 1 exit 1");
        assertThat(output).contains("sees no bundle at " + folder.resolve("no bundle"));
    }
}
