package dev.santoku.host.gpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.santoku.result.GpuState;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With scripts that write what drivers write. */
class NvidiaSmiTest {
    private static final Duration AMPLE = Duration.ofSeconds(20);

    private static final String H100 =
            "00000000:3B:00.0, NVIDIA H100 80GB HBM3, 570.124.06, Enabled, P0, 345, 1980, 2619, 2619, 31, 70.12, 700.00";

    /** Refuses a question that holds a field, as drivers do that do not know it. */
    private static final String REFUSAL =
            """
            case "$1" in *%s*) echo 'Field "%s" is not a valid field to query.'; echo; exit 2;; esac
            """;

    @TempDir
    private Path folder;

    private FakeTool tool;

    private List<GpuReading> read(String body) throws Exception {
        tool = FakeTool.create(folder, "nvidia-smi", body);
        return new NvidiaSmi(tool.path(), AMPLE).read();
    }

    private static String answering(String gpus, String processes) {
        return """
                case "$1" in
                  --query-gpu=*) cat <<'END'
                %s
                END
                  ;;
                  --query-compute-apps=*) cat <<'END'
                %s
                END
                  ;;
                esac"""
                .formatted(gpus, processes);
    }

    @Test
    void readsADataCentreCardOfANewDriver() throws Exception {
        List<GpuReading> gpus = read(answering(
                H100 + ", 0x0000000000000001, 12000000, 0, 2500, 0",
                "4711, 00000000:3B:00.0\n4712, 00000000:3B:00.0\n4713, 00000000:5E:00.0"));
        assertThat(gpus)
                .containsExactly(new GpuReading(
                        "NVIDIA H100 80GB HBM3",
                        "570.124.06",
                        "0000:3b:00.0",
                        new GpuState(345, 1980, 2619, 2619, 31.0, 70.12, 700.0, "P0", true, List.of("idle"), 2),
                        Map.of("power-cap", 12_000_000L, "heat", 0L, "heat-hardware", 2500L, "power-brake", 0L)));
        assertThat(tool.asked()).hasSize(2).allMatch(asked -> asked.endsWith("--format=csv,noheader,nounits"));
        assertThat(String.join(" ", tool.asked())).doesNotContainIgnoringCase("serial", "uuid", "process_name");
    }

    @Test
    void leavesUnknownWhatAConsumerCardDoesNotTell() throws Exception {
        List<GpuReading> gpus = read(answering(
                "00000000:01:00.0, NVIDIA GeForce RTX 4070 Laptop GPU, 572.16, Disabled, P8, 210, 3105, 405, 8001, 44, "
                        + "[N/A], [Unknown Error], 0x0000000000000005, [N/A], [N/A], [N/A], [N/A]",
                ""));
        assertThat(gpus)
                .containsExactly(new GpuReading(
                        "NVIDIA GeForce RTX 4070 Laptop GPU",
                        "572.16",
                        "0000:01:00.0",
                        new GpuState(
                                210, 3105, 405, 8001, 44.0, null, null, "P8", false, List.of("idle", "power-cap"), 0),
                        Map.of()));
    }

    @Test
    void asksADriverThatDoesNotCountForLess() throws Exception {
        List<GpuReading> gpus = read(REFUSAL.formatted("counters", "clocks_event_reasons_counters.sw_power_cap")
                + answering(H100 + ", 0x0000000000000060", ""));
        assertThat(gpus).hasSize(1);
        assertThat(gpus.get(0).slowedMicros()).isEmpty();
        assertThat(gpus.get(0).state().slowdowns()).containsExactly("heat", "heat-hardware");
    }

    @Test
    void asksAnOldDriverByTheOldName() throws Exception {
        List<GpuReading> gpus = read(REFUSAL.formatted("event_reasons", "clocks_event_reasons.active")
                + answering(
                        "00000000:AF:00.0, Tesla V100-PCIE-16GB, 470.256.02, Enabled, P0, 1230, 1380, 877, 877, 38, 41.20,"
                                + " 250.00, 0x0000000000000080",
                        ""));
        assertThat(gpus).extracting(GpuReading::driver).containsExactly("470.256.02");
        assertThat(gpus.get(0).state().slowdowns()).containsExactly("power-brake");
        assertThat(tool.asked().get(2)).contains("clocks_throttle_reasons.active");
    }

    @Test
    void asksAVeryOldDriverForWhatEveryOneKnows() throws Exception {
        List<GpuReading> gpus = read(REFUSAL.formatted("reasons", "clocks_throttle_reasons.active")
                + answering(
                        "0000:02:00.0, GeForce GTX 680, 340.108, Disabled, [Not Supported], [Not Supported], "
                                + "[Not Supported], [Not Supported], [Not Supported], 35, [Not Supported], [Not Supported]",
                        ""));
        assertThat(gpus)
                .extracting(GpuReading::state)
                .containsExactly(new GpuState(null, null, null, null, 35.0, null, null, null, false, null, 0));
    }

    @Test
    void readsSeveralAndPassesOverOneThatFellOffTheBus() throws Exception {
        String second = H100.replace("3B:00.0", "5E:00.0") + ", 0x0, 0, 0, 0, 0";
        List<GpuReading> gpus = read(answering(
                        H100
                                + ", 0x0, 0, 0, 0, 0\nUnable to determine the device handle for GPU0000:4C:00.0: Unknown Error\n"
                                + second,
                        "[Insufficient Permissions], 00000000:5E:00.0")
                + "\nexit 15");
        assertThat(gpus).extracting(GpuReading::pciAddress).containsExactly("0000:3b:00.0", "0000:5e:00.0");
        assertThat(gpus.get(0).state().otherProcesses())
                .as("the question failed")
                .isNull();
        assertThat(gpus.get(0).state().slowdowns()).isEmpty();
    }

    @Test
    void doesNotCountOurselvesAmongOthers() throws Exception {
        List<GpuReading> gpus = read(answering(
                H100 + ", 0x0, 0, 0, 0, 0", ProcessHandle.current().pid() + ", 00000000:3B:00.0\n1, 00000000:3B:00.0"));
        assertThat(gpus.get(0).state().otherProcesses()).isEqualTo(1);
    }

    @Test
    void asksOnceWhereNoDriverIsLoaded() throws Exception {
        assertThat(read(
                        "echo \"NVIDIA-SMI has failed because it couldn't communicate with the NVIDIA driver. Make sure that"
                                + " the latest NVIDIA driver is installed and running.\"\nexit 9"))
                .isEmpty();
        assertThat(tool.asked()).hasSize(1);
    }

    @Test
    void endsAToolThatHangsAndWhatItStarted() throws Exception {
        tool = FakeTool.create(folder, "nvidia-smi", "echo $$ >\"$0.pid\"\nsleep 300 &\necho $! >>\"$0.pid\"\nwait");
        assertThatThrownBy(() -> new NvidiaSmi(tool.path(), Duration.ofSeconds(2)).read())
                .isInstanceOf(ToolTimeoutException.class);
        List<String> pids = Files.readAllLines(Path.of(tool.path() + ".pid"));
        assertThat(pids).hasSize(2);
        for (String pid : pids) {
            ProcessHandle.of(Long.parseLong(pid)).ifPresent(process -> assertThat(process.onExit()
                            .completeOnTimeout(null, 10, TimeUnit.SECONDS)
                            .join())
                    .isNotNull());
        }
    }

    @Test
    void tellsOfGpusThoughTheirProcessesTakeTooLong() throws Exception {
        tool = FakeTool.create(
                folder,
                "nvidia-smi",
                "case \"$1\" in --query-gpu=*) echo '%s';; *) sleep 300;; esac".formatted(H100 + ", 0x1, 0, 0, 0, 0"));
        assertThat(new NvidiaSmi(tool.path(), Duration.ofSeconds(2)).read())
                .singleElement()
                .satisfies(gpu -> {
                    assertThat(gpu.state().temperatureC()).isEqualTo(31);
                    assertThat(gpu.state().otherProcesses()).isNull();
                });
    }

    @Test
    void cutsOffWhatWritesWithoutEnd() throws Exception {
        tool = FakeTool.create(folder, "nvidia-smi", "exec yes 'GPU 0, GPU 1'");
        assertThat(new NvidiaSmi(tool.path(), AMPLE).read()).isEmpty();
    }

    @Test
    void isFoundOnThePathAlone() throws Exception {
        FakeTool.create(folder, "nvidia-smi", "");
        Path empty = Files.createDirectory(folder.resolve("empty"));
        Files.writeString(empty.resolve("rocm-smi"), "not executable");
        assertThat(NvidiaSmi.find(empty + java.io.File.pathSeparator + folder, AMPLE))
                .isPresent();
        assertThat(ToolProcess.find("rocm-smi", empty.toString(), List.of())).isEmpty();
        assertThat(ToolProcess.find("nvidia-smi", "", List.of())).isEmpty();
        assertThat(ToolProcess.run(empty.resolve("nothing"), List.of(), AMPLE)).isEmpty();
    }
}
