package dev.santoku.host.gpu;

import static org.assertj.core.api.Assertions.assertThat;

import dev.santoku.result.GpuState;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With scripts that write what releases of ROCm write. */
class RocmSmiTest {
    private static final Duration AMPLE = Duration.ofSeconds(20);

    @TempDir
    private Path folder;

    private FakeTool tool;

    private List<GpuReading> read(String body) throws Exception {
        tool = FakeTool.create(folder, "rocm-smi", body);
        return new RocmSmi(tool.path(), AMPLE).read();
    }

    private static String writing(String text) {
        return "cat <<'END'\n" + text + "\nEND\n";
    }

    @Test
    void readsAnAcceleratorInTheOrderOfItsCards() throws Exception {
        String card =
                """
                {"Temperature (Sensor junction) (C)": "39.0", "Temperature (Sensor memory) (C)": "33.0", "mclk clock speed:": "(900Mhz)",
                 "mclk clock level:": "0", "sclk clock speed:": "(132Mhz)", "sclk clock level:": "", "Max Graphics Package Power (W)": "750.0",
                 "Current Socket Graphics Package Power (W)": "141.0", "PCI Bus": "0000:%s:00.0", "Card Series": "AMD Instinct MI300X OAM",
                 "Card Model": "0x74a1", "Card Vendor": "Advanced Micro Devices, Inc. [AMD/ATI]", "Card SKU": "M3000100",
                 "Valid sclk range": "132Mhz - 2100Mhz", "Valid mclk range": "900Mhz - 1300Mhz", "Node ID": "2", "GUID": "51140",
                 "GFX Version": "gfx942"}""";
        List<GpuReading> gpus =
                read(writing("{\"card10\": %s, \"card2\": %s, \"system\": {\"Driver version\": \"6.10.5\"}}"
                        .formatted(card.formatted("C6"), card.formatted("05"))));
        assertThat(gpus).extracting(GpuReading::pciAddress).containsExactly("0000:05:00.0", "0000:c6:00.0");
        assertThat(gpus.get(0))
                .isEqualTo(new GpuReading(
                        "AMD Instinct MI300X OAM",
                        "6.10.5",
                        "0000:05:00.0",
                        new GpuState(132, 2100, 900, 1300, 39.0, 141.0, 750.0, null, null, null, null),
                        Map.of()));
        assertThat(String.join(" ", tool.asked())).doesNotContainIgnoringCase("serial", "uniqueid", "-a ");
    }

    @Test
    void readsAnIntegratedOneThroughWarningsAndAStatus() throws Exception {
        List<GpuReading> gpus = read(writing(
                        """
                        WARNING: AMD GPU device(s) is/are in a low-power state. Check power control/runtime_status

                        {"card0": {"Device Name": "Phoenix3", "Temperature (Sensor edge) (C)": "31.0", "mclk clock speed:": "(400Mhz)",
                        "sclk clock speed:": "(800Mhz)", "Current Socket Graphics Package Power (W)": "7.222", "PCI Bus": "0000:C4:00.0",
                        "Max Graphics Package Power (W)": "N/A"}}""")
                + "exit 2");
        assertThat(gpus)
                .containsExactly(new GpuReading(
                        "Phoenix3",
                        null,
                        "0000:c4:00.0",
                        new GpuState(800, null, 400, null, 31.0, 7.222, null, null, null, null, null),
                        Map.of()));
    }

    @Test
    void asksAnOldReleaseForLess() throws Exception {
        List<GpuReading> gpus = read(
                """
                case "$*" in *--showsclkrange*) echo 'usage: rocm-smi [-h] …' >&2; exit 2;; esac
                """
                        + writing(
                                """
                                {"card0": {"Average Graphics Package Power (W)": "15.0", "sclk clock speed:": "(1269Mhz)",
                                "Card series": "Vega 10 XL/XT", "Temperature (Sensor edge) (c)": "34.0"}, "system": {"Driver version": "5.18.13"}}"""));
        assertThat(gpus)
                .containsExactly(new GpuReading(
                        "Vega 10 XL/XT",
                        "5.18.13",
                        null,
                        new GpuState(1269, null, null, null, 34.0, 15.0, null, null, null, null, null),
                        Map.of()));
        assertThat(tool.asked()).hasSize(2);
    }

    @Test
    void knowsNothingFromGarbage() throws Exception {
        assertThat(read("echo 'ERROR: GPU not found { at all'; exit 1")).isEmpty();
        assertThat(read("echo '[1, 2]'")).isEmpty();
        assertThat(read("echo '{\"card0\": \"nothing\", \"cardX\": {}}'")).isEmpty();
        assertThat(read("exec sleep 0")).isEmpty();
    }
}
