package dev.santoku.diagnosis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.santoku.backend.Availability;
import dev.santoku.backend.Device;
import dev.santoku.diagnosis.OpenClInstallation.Icd;
import dev.santoku.matrix.Precision;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What doctor says of systems that are not this one, and the command that mends each. */
class DriverProblemsTest {
    private static final String INTEL = "/usr/lib/x86_64-linux-gnu/intel-opencl/libigdrcl.so";

    @TempDir
    private Path root;

    private Path temporary;

    @BeforeEach
    void create() throws Exception {
        temporary = Files.createDirectory(root.resolve("tmp")).toRealPath();
    }

    private void file(String path, String content) throws Exception {
        Path file = root.resolve(path.substring(1));
        Files.createDirectories(file.getParent());
        Files.writeString(file, content);
    }

    private static Device device(String platform) {
        return new Device(
                "cl0", Device.Kind.CPU, "X", "opencl", platform, "1", 2, 1L << 30, 1L << 28, List.of(Precision.F32));
    }

    private List<Availability.Unavailable> troubles(
            Map<String, String> environment, boolean opens, List<Device> devices) {
        DriverEnvironment here = new DriverEnvironment(root, environment, path -> opens);
        return new DriverProblems(here, OpenClDrivers.find(root, environment)).all(devices, temporary);
    }

    private List<Availability.Unavailable> intel(boolean opens) throws Exception {
        file("/etc/OpenCL/vendors/intel.icd", INTEL);
        file(INTEL, "");
        return troubles(Map.of(), opens, List.of());
    }

    private static void says(List<Availability.Unavailable> troubles, String reason, String cure) {
        assertThat(troubles).singleElement().satisfies(trouble -> {
            assertThat(trouble.reason()).contains(reason);
            assertThat(trouble.cure()).contains(cure).doesNotContain("setup.sh");
        });
    }

    @Test
    void aGpuThatIsNotVisible() throws Exception {
        says(intel(true), "there is no /dev/dri/renderD128", "--device /dev/dri");
    }

    @Test
    void aGpuThatTheUserMayNotOpen() throws Exception {
        file("/dev/dri/renderD128", "");
        says(
                intel(false),
                "Intel's driver has no device: you may not open /dev/dri/renderD128",
                "sudo usermod -aG render,video $USER, then log in again");
    }

    @Test
    void aGpuOfAnotherVendor() throws Exception {
        file("/dev/dri/renderD128", "");
        file("/sys/class/drm/renderD128/device/vendor", "0x1002\n");
        says(intel(true), "no GPU here is of Intel", "none where there is no such GPU");
        file("/sys/class/drm/renderD128/device/vendor", "0x8086\n");
        says(intel(true), "though a GPU can be opened", "another release of the driver");
    }

    @Test
    void amdsDriverOpensOneMore() throws Exception {
        file("/etc/OpenCL/vendors/amd.icd", "/opt/rocm/lib/libamdocl64.so");
        file("/opt/rocm/lib/libamdocl64.so", "");
        says(troubles(Map.of(), true, List.of()), "AMD's driver", "--device /dev/kfd --device /dev/dri");
        file("/dev/dri/renderD128", "");
        says(troubles(Map.of(), false, List.of()), "/dev/dri/renderD128, /dev/kfd", "usermod");
    }

    @Test
    void aDriverWithADeviceIsInOrder() throws Exception {
        file("/etc/OpenCL/vendors/intel.icd", INTEL);
        file(INTEL, "");
        assertThat(troubles(Map.of(), true, List.of(device("Intel(R) OpenCL Graphics"))))
                .isEmpty();
        assertThat(troubles(Map.of(), true, List.of(device("Portable Computing Language"))))
                .as("beside PoCL, which works")
                .extracting(Availability.Unavailable::reason)
                .contains("Intel's driver has no device: there is no /dev/dri/renderD128, so no GPU is visible here");
    }

    @Test
    void rusticlWantsToBeAsked() throws Exception {
        file("/etc/OpenCL/vendors/rusticl.icd", "/usr/lib/libRusticlOpenCL.so.1");
        file("/usr/lib/libRusticlOpenCL.so.1", "");
        says(troubles(Map.of(), true, List.of()), "RUSTICL_ENABLE", "export RUSTICL_ENABLE=");
        says(
                troubles(Map.of("RUSTICL_ENABLE", "foo"), true, List.of()),
                "RUSTICL_ENABLE=foo names no device",
                "name another");
    }

    @Test
    void variablesThatNameNothing() throws Exception {
        for (String variable : List.of("OCL_ICD_VENDORS", "OPENCL_VENDOR_PATH")) {
            for (String choice : List.of("/nonexistent", "/nonexistent.icd", "/tmp")) {
                assertThat(troubles(Map.of(variable, choice), true, List.of()))
                        .as(variable + "=" + choice)
                        .singleElement()
                        .satisfies(trouble -> {
                            assertThat(trouble.reason()).contains(variable + "=", "names no driver");
                            assertThat(trouble.cure()).startsWith("unset " + variable);
                        });
            }
        }
        says(
                troubles(Map.of("OCL_ICD_FILENAMES", "/usr/lib/libnone.so"), true, List.of()),
                "OCL_ICD_FILENAMES names /usr/lib/libnone.so, which is not there",
                "unset OCL_ICD_FILENAMES");
        file("/usr/lib/libsome.so", "");
        assertThat(troubles(Map.of("OCL_ICD_FILENAMES", "/usr/lib/libsome.so"), true, List.of()))
                .isEmpty();
    }

    @Test
    void poclIsKeptFromItsDevice() throws Exception {
        file("/etc/OpenCL/vendors/pocl.icd", "/usr/lib/libpocl.so.2");
        file("/usr/lib/libpocl.so.2", "");
        String cache = root.resolve("cache").toString();
        says(
                troubles(Map.of("POCL_DEVICES", "foo", "POCL_CACHE_DIR", cache), true, List.of()),
                "POCL_DEVICES=foo names no device that PoCL has",
                "unset POCL_DEVICES");
        file("/cache", "a file, no folder");
        for (List<Device> devices : List.of(List.<Device>of(), List.of(device(PoclCache.PLATFORM)))) {
            says(
                    troubles(Map.of("POCL_CACHE_DIR", cache), true, devices),
                    "PoCL cannot write into the folder of its cache, $POCL_CACHE_DIR",
                    "make it writable, or name another folder in POCL_CACHE_DIR");
        }
    }

    @Test
    void aSimulatorAlone() {
        says(
                troubles(Map.of(), true, List.of(device("Oclgrind"))),
                "a simulator that checks kernels: its speeds say nothing",
                "sudo apt-get install pocl-opencl-icd");
        assertThat(troubles(
                        Map.of("POCL_CACHE_DIR", temporary.toString()),
                        true,
                        List.of(device("Oclgrind"), device(PoclCache.PLATFORM))))
                .isEmpty();
    }

    @Test
    void aFolderFromWhichNothingRuns() throws Exception {
        String mounts = "/dev/sda / ext4 rw 0 0\ntmpfs %s tmpfs rw,nosuid,%s 0 0\n";
        file("/proc/self/mounts", mounts.formatted(temporary, "noexec"));
        says(
                troubles(Map.of(), true, List.of()),
                "mounted with noexec",
                "export JAVA_TOOL_OPTIONS=-Djava.io.tmpdir=FOLDER");
        file("/proc/self/mounts", mounts.formatted(temporary, "nodev"));
        assertThat(troubles(Map.of(), true, List.of())).isEmpty();
        file("/proc/self/mounts", mounts.formatted(temporary + "-other", "noexec"));
        assertThat(troubles(Map.of(), true, List.of())).isEmpty();
    }

    /** As a back end tells it, which has asked the loader. */
    @Test
    void theBackEndsGiveTheSameReasons() {
        Path library = Path.of(System.getProperty("java.home"), "lib", "libjsig.so"); // loads, and offers nothing
        OpenClInstallation installation = new OpenClInstallation(
                Optional.empty(),
                Optional.empty(),
                List.of(new Icd(Path.of("/etc/OpenCL/vendors/intel.icd"), INTEL, Optional.of(library))),
                Optional.empty(),
                Optional.empty());
        assertThat(BrokenDrivers.noPlatform(installation, new DriverEnvironment(root, Map.of(), path -> true)))
                .hasValueSatisfying(trouble -> {
                    assertThat(trouble.reason())
                            .isEqualTo("the OpenCL loader finds no platform: Intel's driver has no device: there is no "
                                    + "/dev/dri/renderD128, so no GPU is visible here");
                    assertThat(trouble.cure()).contains("--device /dev/dri");
                });
    }
}
