package dev.santoku.cli.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.santoku.backend.Availability;
import dev.santoku.backend.Device;
import dev.santoku.cli.terminal.CommandException;
import dev.santoku.cli.terminal.ExitCode;
import dev.santoku.cli.terminal.Progress;
import dev.santoku.cli.terminal.Terminal;
import dev.santoku.matrix.Precision;
import dev.santoku.result.Contender;
import dev.santoku.result.HostFacts;
import dev.santoku.result.Machine;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.commons.cli.DefaultParser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SoakOptionsTest {
    private static CompareOptions options(String... arguments) throws Exception {
        return CompareOptions.from(new DefaultParser().parse(CompareSyntax.describe(), arguments));
    }

    @Test
    void itComputesInF32UnlessItIsTold() throws Exception {
        CompareOptions options = options("--soak", "8h", "--keep-going");
        assertThat(options.mode().soak()).contains(new SoakOptions(Duration.ofHours(8), true));
        assertThat(options.selection().precisions()).containsExactly(Precision.F32);
        assertThat(options("--soak", "90s", "--precision", "f64,f32")
                        .selection()
                        .precisions())
                .containsExactly(Precision.F64, Precision.F32);
        assertThat(options("--quick").mode().soak()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--keep-going",
                "--soak 5s --ladder",
                "--soak 5s --self-check",
                "--soak 5s --launches 2",
                "--soak 5s --budget 5m",
                "--soak 5s --within 5",
                "--soak 5s --quick",
                "--soak 5s --yardsticks",
                "--soak 5s --baseline x.json",
                "--soak 5s --csv x.csv",
                "--soak 5s --raw x.jsonl",
                "--soak 5s --tune",
                "--soak 5s --threads 1,2",
                "--soak 5",
                "--soak 0s"
            })
    void whatDoesNotGoTogetherIsRefused(String arguments) {
        assertThatThrownBy(() -> options(arguments.split(" ")))
                .isInstanceOf(CommandException.class)
                .extracting(thrown -> ((CommandException) thrown).exitCode())
                .isEqualTo(ExitCode.WRONG_USAGE);
    }

    private static Device device(String id, Device.Kind kind) {
        return new Device(id, kind, "named " + id, "opencl", "P", "1", 1, null, null, List.of(Precision.F32));
    }

    @Test
    void eachProcessorHasOneContender() {
        Machine machine = new Machine(
                HostFacts.unknown(),
                Map.of(
                        "pool",
                        new Availability.Available(List.of(Device.cpu())),
                        "jocl",
                        new Availability.Available(List.of(
                                device("cl0", Device.Kind.CPU),
                                device("cl1", Device.Kind.GPU),
                                device("cl2", Device.Kind.GPU),
                                device("cl3", Device.Kind.GPU)))),
                List.of(),
                Map.of("cl1", "0000:3b:00.0", "cl2", "0000:3b:00.0", "cl3", "0000:5e:00.0"));
        List<Contender> all = List.of(
                new Contender("pool", "v", "cpu"),
                new Contender("jocl", "v", "cl0"),
                new Contender("jocl", "v", "cl1"),
                new Contender("jocl", "v", "cl2"),
                new Contender("jocl", "v", "cl3"));
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        PrintStream err = new PrintStream(said, true, StandardCharsets.UTF_8);
        Progress progress = new Progress(new Terminal(System.out, err, Map.of()), false);
        assertThat(SoakOptions.oneADevice(all, machine, progress))
                .extracting(Contender::device)
                .containsExactly("cpu", "cl1", "cl3");
        assertThat(said.toString(StandardCharsets.UTF_8))
                .contains("cl0 (named cl0) is left out: pool loads the same processor")
                .contains("cl2 (named cl2) is left out: another driver has the same GPU");
        assertThat(SoakOptions.oneADevice(all.subList(1, 3), machine, progress))
                .as("without a pool")
                .hasSize(2);
    }
}
