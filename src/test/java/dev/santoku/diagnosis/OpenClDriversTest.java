package dev.santoku.diagnosis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.santoku.diagnosis.OpenClInstallation.Icd;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OpenClDriversTest {
    private static final String LIBRARIES = "/usr/lib/x86_64-linux-gnu";
    private static final String NVIDIA = LIBRARIES + "/libnvidia-opencl.so.1";

    @TempDir
    private Path folder;

    private Path root;
    private Path mine;

    @BeforeEach
    void makeRoot() throws IOException {
        root = Files.createDirectory(folder.resolve("root"));
        mine = folder.resolve("mine");
    }

    private void file(String path, String content) throws IOException {
        Path file = root.resolve(path.substring(1));
        Files.createDirectories(file.getParent());
        Files.writeString(file, content);
    }

    private void library(String path) throws IOException {
        file(path, "ELF");
    }

    private void icd(String name, String library) throws IOException {
        file("/etc/OpenCL/vendors/" + name, library);
    }

    private OpenClInstallation find() {
        return find(Map.of());
    }

    private OpenClInstallation find(Map<String, String> environment) {
        return OpenClDrivers.find(root, environment);
    }

    private static String contentOf(Path file) throws IOException {
        return Files.readString(file).strip();
    }

    private static Stream<String> namesIn(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList().stream();
        }
    }

    @Test
    void findsNothingInAnEmptySystem() {
        OpenClInstallation installation = find();
        assertThat(installation.loader()).isEmpty();
        assertThat(installation.chosenByUser()).isEmpty();
        assertThat(installation.registered()).isEmpty();
        assertThat(installation.unregisteredNvidia()).isEmpty();
        assertThat(installation.notice()).isEmpty();
        assertThat(installation.register(mine)).isEmpty();
        assertThat(mine).doesNotExist();
    }

    @Test
    void findsTheLoaderAndTheDriversOfThisMachine() {
        OpenClInstallation installation = OpenClDrivers.find();
        assertThat(installation.loader())
                .hasValueSatisfying(loader -> assertThat(loader).isAbsolute().exists());
        assertThat(installation.registered()).extracting(Icd::library).anyMatch(library -> library.contains("pocl"));
    }

    @Test
    void whatIsNoTextRegistersNothingThatHarms() throws Exception {
        icd("a.icd", "libnvidia-opencl.so.1\0/x");
        icd("b.icd", "\0\n");
        Path vendors = root.resolve("etc/OpenCL/vendors");
        Files.createSymbolicLink(vendors.resolve("c.icd"), Path.of("/dev/zero"));
        assertThat(new ProcessBuilder("mkfifo", vendors.resolve("d.icd").toString())
                        .start()
                        .waitFor())
                .isZero();
        icd("e.icd", "L".repeat(300_000));
        icd("f.icd", "/opt/ü/\u001b[31m.so");
        assertThat(find().registered())
                .extracting(Icd::library)
                .containsExactly("libnvidia-opencl.so.1", "L".repeat(1 << 16), "/opt/ü/\u001b[31m.so");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/usr/lib/x86_64-linux-gnu",
                "/usr/lib/aarch64-linux-gnu",
                "/usr/lib64",
                "/usr/lib",
                "/lib/x86_64-linux-gnu"
            })
    void findsLibrariesWhereDistributionsKeepThem(String libraries) throws IOException {
        library(libraries + "/libOpenCL.so.1");
        library(libraries + "/libnvidia-opencl.so.1");
        OpenClInstallation installation = find();
        assertThat(installation.loader()).contains(Path.of(libraries, "libOpenCL.so.1"));
        assertThat(installation.unregisteredNvidia()).contains(Path.of(libraries, "libnvidia-opencl.so.1"));
        assertThat(installation.libraryPath()).isEmpty();
    }

    @Test
    void findsLibrariesWhereTheDynamicLoaderIsTold() throws IOException {
        library("/opt/one/libOpenCL.so.1");
        library("/opt/two/libnvidia-opencl.so.1");
        file("/etc/ld.so.conf.d/two.conf", "# drivers\n/opt/two\n");
        OpenClInstallation installation = find(Map.of("LD_LIBRARY_PATH", "/nowhere::relative:/opt/one"));
        assertThat(installation.loader()).contains(Path.of("/opt/one/libOpenCL.so.1"));
        assertThat(installation.unregisteredNvidia()).contains(Path.of("/opt/two/libnvidia-opencl.so.1"));
        assertThat(installation.libraryPath()).isEmpty();
    }

    @Test
    void prefersTheLibraryThatTheDynamicLoaderTakes() throws IOException {
        library(NVIDIA);
        library("/mine/libnvidia-opencl.so.1");
        assertThat(find(Map.of("LD_LIBRARY_PATH", "/mine")).unregisteredNvidia())
                .contains(Path.of("/mine/libnvidia-opencl.so.1"));
    }

    @Test
    void listsTheRegisteredDriversByName() throws IOException {
        icd("pocl.icd", "libpocl.so.2.10.0");
        icd("amdocl64.icd", " /opt/rocm/lib/libamdocl64.so \nnoise\n");
        icd("empty.icd", "\n");
        icd("notes.txt", "libnvidia-opencl.so.1");
        library(LIBRARIES + "/libpocl.so.2.10.0");
        assertThat(find().registered())
                .containsExactly(
                        new Icd(
                                Path.of("/etc/OpenCL/vendors/amdocl64.icd"),
                                "/opt/rocm/lib/libamdocl64.so",
                                Optional.empty()),
                        new Icd(
                                Path.of("/etc/OpenCL/vendors/pocl.icd"),
                                "libpocl.so.2.10.0",
                                Optional.of(Path.of(LIBRARIES, "libpocl.so.2.10.0"))));
    }

    @Test
    void knowsTheSharedFolderOfOpenSuse() throws IOException {
        file("/usr/share/OpenCL/vendors/pocl.icd", "libpocl.so");
        assertThat(find().registered()).extracting(Icd::library).containsExactly("libpocl.so");
        icd("other.icd", "libother.so");
        assertThat(find().registered()).extracting(Icd::library).containsExactly("libother.so");
    }

    @Test
    void registersNvidiaBesideTheOthers() throws IOException {
        library(NVIDIA);
        icd("pocl.icd", "libpocl.so.2.10.0");
        OpenClInstallation installation = find();
        Map<String, String> environment = installation.register(mine);
        assertThat(environment)
                .containsExactly(
                        Map.entry("OCL_ICD_VENDORS", mine.toAbsolutePath().toString()));
        assertThat(namesIn(mine)).containsExactly("nvidia.icd", "pocl.icd");
        assertThat(contentOf(mine.resolve("nvidia.icd"))).isEqualTo(NVIDIA);
        assertThat(contentOf(mine.resolve("pocl.icd"))).isEqualTo("libpocl.so.2.10.0");
        assertThat(installation.register(mine)).as("twice").isEqualTo(environment);
    }

    @Test
    void whatItRegistersIsFoundRegistered() throws IOException {
        library(NVIDIA);
        icd("pocl.icd", "libpocl.so.2.10.0");
        find().register(root.resolve("run/santoku"));
        OpenClInstallation worker = find(Map.of("OCL_ICD_VENDORS", "/run/santoku"));
        assertThat(worker.registered()).extracting(Icd::library).containsExactly(NVIDIA, "libpocl.so.2.10.0");
        assertThat(worker.unregisteredNvidia()).isEmpty();
    }

    @Test
    void tellsWhatItDidAndWhatMakesItPermanent() throws IOException {
        library(NVIDIA);
        assertThat(find().notice())
                .contains("NVIDIA's OpenCL driver " + NVIDIA
                        + " is installed but not registered; registered it for this run. To keep it, as root:"
                        + " mkdir -p /etc/OpenCL/vendors && echo " + NVIDIA + " > /etc/OpenCL/vendors/nvidia.icd");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/usr/local/nvidia/lib64", "/usr/local/nvidia/lib", "/run/opengl-driver/lib"})
    void letsAMountedDriverFindItsCompiler(String mounted) throws IOException {
        library(mounted + "/libnvidia-opencl.so.1");
        assertThat(find().register(mine)).containsEntry("LD_LIBRARY_PATH", mounted);
        assertThat(find(Map.of("LD_LIBRARY_PATH", "/a b:/c")).register(mine))
                .containsEntry("LD_LIBRARY_PATH", "/a b:/c:" + mounted);
        assertThat(find(Map.of("LD_LIBRARY_PATH", "/c:" + mounted)).register(mine))
                .containsOnlyKeys("OCL_ICD_VENDORS");
        assertThat(find().notice()).hasValueSatisfying(line -> assertThat(line)
                .endsWith("&& echo " + mounted + " > /etc/ld.so.conf.d/nvidia.conf && ldconfig")
                .doesNotContain("\n"));
    }

    @Test
    void aLoaderThatIsOnlyMountedIsNone() throws IOException {
        library("/usr/local/nvidia/lib64/libOpenCL.so.1");
        assertThat(find().loader()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"libnvidia-opencl.so.1", "libnvidia-opencl.so.570.86", NVIDIA})
    void leavesARegisteredNvidiaAlone(String registered) throws IOException {
        library(NVIDIA);
        icd("nvidia.icd", registered + "\n");
        assertThat(find().unregisteredNvidia()).isEmpty();
        assertThat(find().register(mine)).isEmpty();
        assertThat(find().notice()).isEmpty();
    }

    @Test
    void replacesARegistrationThatLeadsNowhere() throws IOException {
        library(NVIDIA);
        icd("10-gpu.icd", "/old/libnvidia-opencl.so.1");
        icd("pocl.icd", "libpocl.so");
        assertThat(find().unregisteredNvidia()).contains(Path.of(NVIDIA));
        find().register(mine);
        assertThat(namesIn(mine)).containsExactly("nvidia.icd", "pocl.icd");
    }

    @Test
    void countsFilesThatTheKhronosLoaderIsGiven() throws IOException {
        library(NVIDIA);
        assertThat(find(Map.of("OCL_ICD_FILENAMES", "libother.so:libnvidia-opencl.so.1"))
                        .unregisteredNvidia())
                .isEmpty();
        assertThat(find(Map.of("OCL_ICD_FILENAMES", "libother.so")).unregisteredNvidia())
                .isPresent();
    }

    @ParameterizedTest
    @ValueSource(strings = {"OCL_ICD_VENDORS", "OPENCL_VENDOR_PATH"})
    void letsTheUserChoose(String variable) throws IOException {
        library(NVIDIA);
        icd("pocl.icd", "libpocl.so");
        file("/opt/only/oclgrind.icd", "/usr/lib/oclgrind/liboclgrind-rt-icd.so");
        OpenClInstallation installation = find(Map.of(variable, "/opt/only"));
        assertThat(installation.chosenByUser()).contains("/opt/only");
        assertThat(installation.registered())
                .extracting(Icd::library)
                .containsExactly("/usr/lib/oclgrind/liboclgrind-rt-icd.so");
        assertThat(installation.unregisteredNvidia()).isEmpty();
        assertThat(installation.register(mine)).isEmpty();
        assertThat(installation.notice()).isEmpty();
        assertThat(mine).doesNotExist();
    }

    @Test
    void readsEveryKindOfChoice() throws IOException {
        icd("pocl.icd", "libpocl.so");
        file("/opt/only.icd", "/opt/libonly.so");
        library("/opt/libonly.so");
        assertThat(find(Map.of("OCL_ICD_VENDORS", "/opt/only.icd")).registered())
                .containsExactly(
                        new Icd(Path.of("/opt/only.icd"), "/opt/libonly.so", Optional.of(Path.of("/opt/libonly.so"))));
        assertThat(find(Map.of("OCL_ICD_VENDORS", "pocl.icd")).registered())
                .containsExactly(new Icd(Path.of("/etc/OpenCL/vendors/pocl.icd"), "libpocl.so", Optional.empty()));
        assertThat(find(Map.of("OCL_ICD_VENDORS", "libdirect.so")).registered())
                .extracting(Icd::library)
                .containsExactly("libdirect.so");
        assertThat(find(Map.of("OCL_ICD_VENDORS", "/opt/absent.icd")).registered())
                .isEmpty();
    }

    @Test
    void takesAnEmptyChoiceForNone() throws IOException {
        library(NVIDIA);
        assertThat(find(Map.of("OCL_ICD_VENDORS", "")).unregisteredNvidia()).isPresent();
    }

    @Test
    void saysWhereItCouldNotWrite() throws IOException {
        library(NVIDIA);
        Path occupied = Files.writeString(folder.resolve("occupied"), "a file");
        assertThatThrownBy(() -> find().register(occupied))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("cannot register NVIDIA's OpenCL driver in " + occupied);
    }
}
