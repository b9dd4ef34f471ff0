package dev.santoku.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs of a program that is a script with one behaviour. */
class NodeRunTest {
    private static final long PLENTY = 300;

    @TempDir
    private Path home;

    private Node node = new Node("0", "node1", "boot");

    private NodeRun run(long limitSeconds, List<String> gpus, String script) throws IOException {
        Path program = Files.writeString(home.resolve("santoku.sh"), "#!/usr/bin/env bash\n" + script);
        assertThat(program.toFile().setExecutable(true)).isTrue();
        Assignment assignment =
                new Assignment(UUID.randomUUID().toString(), home.toString(), false, List.of("--quick"), limitSeconds);
        return NodeRun.of(assignment, node, gpus);
    }

    private Outcome outcome(String script) throws IOException, InterruptedException {
        NodeRun run = run(PLENTY, List.of(), script);
        assertThat(run.ended(1000 * PLENTY)).isTrue();
        return run.outcome(node);
    }

    @Test
    void whatItWroteIsItsResult() throws Exception {
        Outcome outcome = outcome("mkdir results && echo \"$@\" >results/a.json");
        assertThat(outcome.state()).isEqualTo(Outcome.State.DONE);
        assertThat(outcome.exit()).isZero();
        assertThat(outcome.reason()).isEmpty();
        assertThat(outcome.result()).startsWith("compare --quick --label node1 --out /");
    }

    @Test
    void aResultWithAnExitCodeIsBoth() throws Exception {
        Outcome outcome = outcome("mkdir results; echo {} >results/a.json; echo 'santoku: a worker crashed' >&2\n"
                + "echo 'charts: x' >&2; exit 6");
        assertThat(outcome.state()).isEqualTo(Outcome.State.DONE);
        assertThat(outcome.exit()).isEqualTo(6);
        assertThat(outcome.reason()).isEqualTo("exit code 6: a worker crashed");
    }

    @Test
    void withoutAResultItFailed() throws Exception {
        Outcome outcome = outcome("echo 'No such file' >&2; exit 127");
        assertThat(outcome.state()).isEqualTo(Outcome.State.FAILED);
        assertThat(outcome.reason()).isEqualTo("exit code 127: No such file");
        Outcome silent = outcome("exit 0");
        assertThat(silent.state()).isEqualTo(Outcome.State.FAILED);
        assertThat(silent.reason()).isEqualTo("it wrote no result: starts");
    }

    @Test
    void afterItsLimitItIsStopped() throws Exception {
        NodeRun run = run(1, List.of(), "echo 'waits' >&2; while :; do sleep 0.1; done");
        while (!run.isOverdue() || !run.lastLine().equals("waits")) {
            assertThat(run.ended(50)).isFalse();
        }
        Outcome outcome = run.stopped(node);
        assertThat(outcome.state()).isEqualTo(Outcome.State.HUNG);
        assertThat(outcome.reason()).isEqualTo("no end within 1 s; last it said: waits");
        assertThat(run.ended(0)).isTrue();
    }

    @Test
    void whoAsksAgainGetsTheSameRun() throws Exception {
        NodeRun run = run(PLENTY, List.of(), "exit 3");
        Assignment other = new Assignment("other", home.toString(), false, List.of(), PLENTY);
        assertThat(NodeRun.of(other, node, List.of()))
                .isSameAs(NodeRun.of(other, node, List.of()))
                .isNotSameAs(run);
        for (NodeRun each : List.of(run, NodeRun.of(other, node, List.of()))) {
            assertThat(each.ended(1000 * PLENTY)).isTrue();
            assertThat(each.outcome(node).exit()).isEqualTo(3);
        }
    }

    @Test
    void itSeesItsGpusAndNoSecret() throws Exception {
        NodeRun run = run(
                PLENTY,
                List.of("2", "3"),
                "mkdir results; { echo \"$CUDA_DEVICE_ORDER $CUDA_VISIBLE_DEVICES\"; env | grep -c SPARK_; } >results/a.json");
        assertThat(run.ended(1000 * PLENTY)).isTrue();
        assertThat(run.outcome(node).result()).isEqualTo("PCI_BUS_ID 2,3\n0\n");
    }

    @Test
    void aFolderWithoutTheProgramIsToldSo() {
        Assignment assignment = new Assignment("none", home.toString(), false, List.of(), PLENTY);
        assertThatThrownBy(() -> NodeRun.of(assignment, node, List.of()))
                .hasMessageContaining("there is no Santoku in " + home);
    }
}
