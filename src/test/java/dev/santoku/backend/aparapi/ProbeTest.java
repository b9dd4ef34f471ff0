package dev.santoku.backend.aparapi;

import static org.assertj.core.api.Assertions.assertThat;

import dev.santoku.backend.Backend;
import dev.santoku.backend.Backends;
import dev.santoku.backend.Device;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jocl.CL;
import org.jocl.Pointer;
import org.jocl.cl_device_id;
import org.jocl.cl_platform_id;
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
    void numbersTheDevicesAsAPlainEnumerationDoes() {
        Backend backend = new AparapiBackend();
        List<Device> devices = backend.probe().devices();
        assertThat(devices).extracting(Device::name).isEqualTo(namesThroughJocl());
        for (int i = 0; i < devices.size(); i++) {
            assertThat(devices.get(i).id()).isEqualTo("cl" + i);
            assertThat(devices.get(i).route()).isEqualTo("opencl");
        }
    }

    @Test
    void saysWhatIsMissingWithoutPlatforms() throws Exception {
        String output = run(Map.of("OCL_ICD_VENDORS", folder.toString()), List.of());
        assertThat(output)
                .contains("reason: the OpenCL loader knows no platform with a device")
                .contains("cure: run scripts/setup.sh")
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

    /** The answer to CL_DEVICE_TYPE_ALL of each platform in turn. */
    private static List<String> namesThroughJocl() {
        CL.setExceptionsEnabled(true);
        int[] count = new int[1];
        CL.clGetPlatformIDs(0, null, count);
        cl_platform_id[] platforms = new cl_platform_id[count[0]];
        CL.clGetPlatformIDs(platforms.length, platforms, null);
        List<String> names = new ArrayList<>();
        for (cl_platform_id platform : platforms) {
            CL.clGetDeviceIDs(platform, CL.CL_DEVICE_TYPE_ALL, 0, null, count);
            cl_device_id[] devices = new cl_device_id[count[0]];
            CL.clGetDeviceIDs(platform, CL.CL_DEVICE_TYPE_ALL, devices.length, devices, null);
            for (cl_device_id device : devices) {
                byte[] name = new byte[1024];
                long[] length = new long[1];
                CL.clGetDeviceInfo(device, CL.CL_DEVICE_NAME, name.length, Pointer.to(name), length);
                names.add(new String(name, 0, (int) length[0] - 1, StandardCharsets.UTF_8).strip());
            }
        }
        return names;
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
