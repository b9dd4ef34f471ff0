package dev.santoku.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.santoku.matrix.Precision;
import dev.santoku.matrix.Shape;
import dev.santoku.result.Json;
import dev.santoku.result.SampleTimes;
import dev.santoku.result.Verified;
import java.io.ByteArrayInputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WorkerProcessTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @Test
    void answersFromAChildAndEndsWithIt(@TempDir Path folder) throws Exception {
        Map<String, String> ofASite = Map.of("JAVA_TOOL_OPTIONS", "-XX:+UseG1GC -Duser.language=ar -Xlog:gc");
        try (Worker worker = WorkerProcess.start(List.of("-Xmx128m"), ofASite, Set.of(), folder.resolve("log"))) {
            assertThat(worker.ask(new Request.Probe("single"), Answer.Probed.class, PATIENCE)
                            .devices())
                    .singleElement()
                    .satisfies(device -> assertThat(device.id()).isEqualTo("cpu"));
            assertThatThrownBy(() -> worker.ask(new Request.Probe("nobody"), Answer.Probed.class, PATIENCE))
                    .isInstanceOf(WorkerFailure.class)
                    .hasMessageContaining("no back end nobody");
            worker.ask(new Request.Open("single", "naive", "cpu", 1), Answer.Opened.class, PATIENCE);
            Answer.Checked checked =
                    worker.ask(new Request.Check(Precision.F64, new Shape(3, 4, 5), 1), Answer.Checked.class, PATIENCE);
            assertThat(checked.check().exact()).isTrue();
            assertThat(worker.ask(new Request.Warm(0.01, 0.02), Answer.Warmed.class, PATIENCE)
                            .seconds())
                    .isPositive();
            assertThat(worker.ask(new Request.Sample(0.01), Answer.Sampled.class, PATIENCE)
                            .samples())
                    .isNotEmpty()
                    .allSatisfy(times -> assertThat(times.endToEnd())
                            .isGreaterThanOrEqualTo(times.compute())
                            .isPositive());
            Verified verified = worker.ask(new Request.Settle(), Answer.Settled.class, PATIENCE)
                    .verified();
            assertThat(verified.products()).isPositive();
            assertThat(verified.method()).isEqualTo(Verified.Method.BITS);
        }
    }

    @Test
    void aFlagThatTheVirtualMachineRefusesIsALoss(@TempDir Path folder) throws Exception {
        try (Worker worker =
                WorkerProcess.start(List.of("-XX:NoSuchFlag"), Map.of(), Set.of(), folder.resolve("log"))) {
            assertThatThrownBy(() -> worker.ask(new Request.Probe("single"), Answer.Probed.class, PATIENCE))
                    .isInstanceOfSatisfying(WorkerFailure.class, failure -> assertThat(failure.kind())
                            .isEqualTo(WorkerFailure.Kind.LOST))
                    .hasMessage("exited with status 1: Unrecognized VM option 'NoSuchFlag'");
            assertThat(Files.readString(folder.resolve("log"))).contains("NoSuchFlag");
        }
    }

    @Test
    void keepsItsSignalHandlersFromDrivers(@TempDir Path folder) throws Exception {
        Map<String, String> environment =
                Map.of("LD_PRELOAD", ""); // that of this test's own process would hide the worker's
        try (Worker worker = WorkerProcess.start(List.of(), environment, Set.of(), folder.resolve("log"))) {
            worker.ask(new Request.Probe("single"), Answer.Probed.class, PATIENCE);
            assertThat(ProcessHandle.current().children())
                    .filteredOn(child -> child.info().commandLine().orElse("").contains(folder.toString()))
                    .singleElement()
                    .satisfies(child -> assertThat(Files.readString(Path.of("/proc/" + child.pid() + "/maps")))
                            .contains("libjsig.so"));
        }
    }

    @Test
    void theseTestsKeepTheirSignalHandlersToo() throws Exception {
        assertThat(Files.readString(Path.of("/proc/self/maps"))).contains("libjsig.so"); // by surefire's settings
    }

    @Test
    void linesAreBoundedAndDeadlinesKept() throws Exception {
        byte[] endless = "x".repeat((4 << 20) + 10).getBytes(StandardCharsets.UTF_8);
        AnswerReader reader = new AnswerReader(new ByteArrayInputStream(endless));
        assertThat(reader.next(PATIENCE).orElseThrow()).hasSize(4 << 20);
        assertThat(reader.next(PATIENCE)).isEmpty();

        AnswerReader silent = new AnswerReader(new PipedInputStream(new PipedOutputStream()));
        assertThatThrownBy(() -> silent.next(Duration.ofMillis(50))).isInstanceOf(TimeoutException.class);
    }

    @Test
    void requestsAndAnswersSurviveJson() throws Exception {
        Request request = new Request.Check(Precision.F32, new Shape(1, 2, 3), 4);
        String line = Json.mapper().writeValueAsString(request);
        assertThat(line)
                .isEqualTo(
                        "{\"request\":\"check\",\"precision\":\"f32\",\"shape\":{\"m\":1,\"n\":2,\"k\":3},\"seed\":4}");
        assertThat(Json.mapper().readValue(line, Request.class)).isEqualTo(request);
        Answer answer = new Answer.Sampled(List.of(new SampleTimes(0.1, 0.2, 0.3, 0.6)));
        assertThat(Json.mapper().readValue(Json.mapper().writeValueAsString(answer), Answer.class))
                .isEqualTo(answer);
    }
}
