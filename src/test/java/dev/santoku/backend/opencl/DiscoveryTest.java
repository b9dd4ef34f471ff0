package dev.santoku.backend.opencl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.santoku.backend.Availability;
import dev.santoku.backend.BackendException;
import dev.santoku.backend.Device;
import dev.santoku.backend.OpenOptions;
import dev.santoku.backend.Variant;
import dev.santoku.backend.opencl.handle.OpenClDevice;
import dev.santoku.backend.opencl.probe.ProbeChild;
import dev.santoku.matrix.Precision;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the probe finds: PoCL here, and in child processes machines that lack one thing or another. */
class DiscoveryTest {
    @TempDir
    private Path folder;

    @Test
    void describesPoclAsACpu() {
        List<Device> devices = new JoclBackend().probe().devices();
        assertThat(devices).isNotEmpty();
        assertThat(devices.get(0).id()).isEqualTo("cl0");
        assertThat(devices)
                .filteredOn(device -> device.platform().contains("Portable"))
                .isNotEmpty()
                .allSatisfy(pocl -> {
                    assertThat(pocl.kind()).isEqualTo(Device.Kind.CPU);
                    assertThat(pocl.route()).isEqualTo("opencl");
                    assertThat(pocl.name())
                            .isNotBlank()
                            .isEqualTo(pocl.name().strip())
                            .doesNotContain("\0");
                    assertThat(pocl.driver()).isNotBlank();
                    assertThat(pocl.computeUnits()).isPositive();
                    assertThat(pocl.memoryBytes()).isGreaterThanOrEqualTo(pocl.maxAllocationBytes());
                    assertThat(pocl.maxAllocationBytes()).isGreaterThan(1 << 20);
                    assertThat(pocl.precisions()).containsExactly(Precision.F32, Precision.F64);
                });
    }

    @Test
    void asksOnceThoughSeveralThreadsAsk() throws Exception {
        JoclBackend backend = new JoclBackend();
        Callable<Availability> question = backend::probe;
        ExecutorService callers = Executors.newFixedThreadPool(4);
        try {
            Availability first = backend.probe();
            for (Future<Availability> answer : callers.invokeAll(Collections.nCopies(8, question))) {
                assertThat(answer.get()).isSameAs(first);
            }
        } finally {
            callers.shutdownNow();
        }
    }

    @Test
    void tellsKindsApart() {
        assertThat(OpenClDevice.kind(1 << 1)).isEqualTo(Device.Kind.CPU);
        assertThat(OpenClDevice.kind((1 << 0) | (1 << 2))).isEqualTo(Device.Kind.GPU);
        assertThat(OpenClDevice.kind(1 << 3)).isEqualTo(Device.Kind.ACCELERATOR);
        assertThat(OpenClDevice.kind(15)).as("Oclgrind claims to be all").isEqualTo(Device.Kind.ACCELERATOR);
    }

    @Test
    void readsVersions() {
        assertThat(OpenClDevice.isBeforeOpenCl12("OpenCL 1.0 ")).isTrue();
        assertThat(OpenClDevice.isBeforeOpenCl12("OpenCL 1.1 vendor")).isTrue();
        assertThat(OpenClDevice.isBeforeOpenCl12("OpenCL 1.2 vendor")).isFalse();
        assertThat(OpenClDevice.isBeforeOpenCl12("OpenCL 3.0 PoCL")).isFalse();
    }

    @Test
    void refusesADeviceThatIsNotHere() {
        JoclBackend backend = new JoclBackend();
        Variant variant = backend.variants().get(0);
        assertThatThrownBy(() -> backend.open(Device.cpu(), variant, OpenOptions.defaults()))
                .isInstanceOf(BackendException.class)
                .hasMessageContaining("no OpenCL device cpu");
    }

    @Test
    void refusesAVariantThatItDoesNotKnow() {
        JoclBackend backend = new JoclBackend();
        Device device = backend.probe().devices().get(0);
        assertThatThrownBy(() -> backend.open(device, new Variant("magic", "none"), OpenOptions.defaults()))
                .isInstanceOf(BackendException.class)
                .hasMessage("jocl has no variant 'magic': choose from naive, direct, tiled, panel, warp, matrix");
    }

    @Test
    void saysThatAFolderOfDriversIsEmpty() throws Exception {
        Path empty = Files.createDirectory(folder.resolve("vendors"));
        assertSaysTwice(
                List.of(),
                Map.of("OCL_ICD_VENDORS", empty.toString()),
                "names no driver, and the system's own are not used",
                "unset OCL_ICD_VENDORS");
    }

    @Test
    void saysThatTheLoaderIsMissing() throws Exception {
        // What cannot be loaded is found first, and hides the system's loader.
        for (String name : List.of("libOpenCL.so", "libOpenCL.so.1")) {
            Files.createFile(folder.resolve(name));
        }
        assertSaysTwice(
                List.of(),
                Map.of("LD_LIBRARY_PATH", folder.toString()),
                "no OpenCL loader (libOpenCL.so.1)",
                "scripts/setup.sh");
    }

    @Test
    void saysThatJoclHasNoLibraryForThisArchitecture() throws Exception {
        assertSaysTwice(
                List.of("-Dos.arch=riscv64"),
                Map.of(),
                "JOCL has no native library for Linux on riscv64",
                "use 64-bit Java");
    }

    @Test
    void saysThatTheLibraryCannotBeUnpacked() throws Exception {
        Path file = Files.createFile(folder.resolve("file"));
        assertSaysTwice(
                List.of("-Djava.io.tmpdir=" + file.resolve("below")),
                Map.of(),
                "Could not create directory for temporary file",
                "java.io.tmpdir");
    }

    private void assertSaysTwice(List<String> flags, Map<String, String> environment, String reason, String cure)
            throws Exception {
        ChildJvm.Outcome outcome = ChildJvm.run(folder, flags, environment, ProbeChild.class);
        assertThat(outcome.exitCode()).as(outcome.output()).isZero();
        List<String> reasons = startingWith(ProbeChild.REASON, outcome);
        List<String> cures = startingWith(ProbeChild.CURE, outcome);
        assertThat(reasons).as(outcome.output()).hasSize(2).containsOnly(reasons.get(0));
        assertThat(reasons.get(0)).contains(reason);
        assertThat(cures).hasSize(2).containsOnly(cures.get(0));
        assertThat(cures.get(0)).contains(cure);
    }

    /** JOCL's native code prints lines of its own. */
    private static List<String> startingWith(String start, ChildJvm.Outcome outcome) {
        return outcome.output().lines().filter(line -> line.startsWith(start)).toList();
    }
}
