package dev.santoku.backend.aparapi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.santoku.backend.Backends;
import dev.santoku.backend.Device;
import dev.santoku.matrix.Precision;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which devices are found, in which order, and what is said where there are none. */
class ProbeTest {
    @TempDir
    private Path folder;

    @Test
    void isFoundByItsName() {
        assertThat(Backends.byId("aparapi"))
                .hasValueSatisfying(backend -> assertThat(backend).isInstanceOf(AparapiBackend.class));
    }

    @Test
    void callsEachDeviceAsJoclCallsIt() {
        List<Device> devices = new AparapiBackend().probe().devices();
        assertThat(devices).isNotEmpty().allMatch(device -> device.route().equals("opencl"));
        assertThat(devices)
                .extracting(Device::id, Device::name)
                .isEqualTo(Backends.byId("jocl").orElseThrow().probe().devices().stream()
                        .map(device -> tuple(device.id(), device.name()))
                        .toList());
    }

    /** One that jocl leaves out, and another order, shift no number. */
    @Test
    void aDeviceIsKnownByItsHandle() {
        Device cl0 = called("cl0");
        Device cl1 = called("cl1");
        assertThat(AparapiDevices.numbers(List.of(30L, 20L, 10L), Map.of(10L, cl0, 20L, cl1)))
                .isEqualTo(new TreeMap<>(Map.of(0, 10L, 1, 20L, 2, 30L)));
        assertThat(AparapiDevices.numbers(List.of(20L), Map.of(10L, cl0, 20L, cl1)))
                .isEqualTo(new TreeMap<>(Map.of(1, 20L)));
        assertThat(AparapiDevices.numbers(List.of(20L, 10L), Map.of()))
                .isEqualTo(new TreeMap<>(Map.of(0, 20L, 1, 10L)));
    }

    @Test
    void saysWhatIsMissingWithoutPlatforms() throws Exception {
        String output = run(Map.of("OCL_ICD_VENDORS", folder.toString()), List.of());
        assertThat(output)
                .contains("names no driver, and the system's own are not used")
                .contains("cure: unset OCL_ICD_VENDORS")
                .doesNotContain("device:");
    }

    @Test
    void saysWhatIsMissingWithoutALoader() throws Exception {
        Files.createFile(folder.resolve("libOpenCL.so.1")); // found first, and no library
        String output = run(Map.of("LD_LIBRARY_PATH", folder.toString()), List.of());
        assertThat(output)
                .contains("reason: Aparapi's native library does not load:")
                .contains("libOpenCL.so.1")
                .contains("cure: run scripts/setup.sh")
                .doesNotContain("Check your environment");
    }

    @Test
    void saysThatThisProcessorIsNotServed() throws Exception {
        String output = run(Map.of(), List.of("-Dos.arch=riscv64"));
        assertThat(output)
                .contains("reason: Aparapi brings no native library for linux on riscv64")
                .contains("cure: use the jocl back end");
    }

    @Test
    void isSilentUnlessAsked() throws Exception {
        assertThat(run(Map.of(), List.of()))
                .contains("fallback: ")
                .contains("handler: INFO")
                .doesNotContain("Device failed for")
                .doesNotContain("NestHost")
                .doesNotContain("Exception");
        assertThat(run(Map.of(), List.of("-Dcom.aparapi.logLevel=WARNING")))
                .contains("fallback: ")
                .contains("Device failed for");
    }

    private static Device called(String id) {
        return new Device(id, Device.Kind.GPU, "a GPU", "opencl", "P", "1", 1, null, null, List.of(Precision.F32));
    }

    /** Runs {@link ProbeMain}, and returns what it writes to both its outputs. */
    private String run(Map<String, String> environment, List<String> flags) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(new AparapiBackend().jvmFlags());
        command.addAll(flags);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), ProbeMain.class.getName()));
        Path output = folder.resolve("output");
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
        builder.environment().putAll(environment);
        Process process = builder.start();
        assertThat(process.waitFor(2, TimeUnit.MINUTES)).as("ends").isTrue();
        String text = Files.readString(output);
        assertThat(process.exitValue()).as(text).isZero();
        return text;
    }
}
