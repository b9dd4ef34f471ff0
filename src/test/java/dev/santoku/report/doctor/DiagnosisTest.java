package dev.santoku.report.doctor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.santoku.backend.Availability;
import dev.santoku.backend.Device;
import dev.santoku.diagnosis.OpenClInstallation;
import dev.santoku.report.Results;
import dev.santoku.report.Style;
import dev.santoku.report.doctor.Diagnosis.Finding;
import dev.santoku.report.doctor.Diagnosis.Level;
import dev.santoku.result.HostFacts;
import dev.santoku.result.Json;
import dev.santoku.result.Machine;
import dev.santoku.result.file.ResultFile;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What {@code doctor} says of machines that are not this one. */
class DiagnosisTest {
    private static final Optional<Path> LOADER = Optional.of(Path.of("/usr/lib64/libOpenCL.so.1"));
    private static final Availability CPU = new Availability.Available(List.of(Device.cpu()));
    private static final Availability GPU = new Availability.Available(List.of(Results.gpu()));
    private static final Availability POCL = new Availability.Available(List.of(Results.pocl("cl0")));

    private static OpenClInstallation installation(Optional<Path> loader, String... drivers) {
        return new OpenClInstallation(
                loader,
                Optional.empty(),
                List.of(drivers).stream()
                        .map(library -> new OpenClInstallation.Icd(
                                Path.of("/etc/OpenCL/vendors/x.icd"),
                                library,
                                Optional.of(library)
                                        .filter(name -> !name.contains("missing"))
                                        .map(Path::of)))
                        .toList(),
                Optional.empty(),
                Optional.empty());
    }

    private static Diagnosis diagnose(Availability jocl, OpenClInstallation installation) {
        return diagnose(List.of(), jocl, installation, true);
    }

    private static Diagnosis diagnose(
            List<String> warnings, Availability jocl, OpenClInstallation installation, boolean vectorApi) {
        Map<String, Availability> availability = new LinkedHashMap<>();
        availability.put("single", CPU);
        availability.put("jocl", jocl);
        Diagnosis diagnosis = Diagnosis.of(
                new Machine(Results.host(warnings), availability),
                installation,
                vectorApi,
                Set.of("openblas"),
                List.of(),
                List.of());
        assertThat(diagnosis.findings()).allSatisfy(finding -> {
            assertThat(finding.what()).isNotBlank().doesNotContain("\n");
            assertThat(finding.cure()).isNotBlank().doesNotContain("\n");
            assertThat(text(diagnosis)).contains(finding.what(), "→ " + finding.cure());
        });
        return diagnosis;
    }

    private static String text(Diagnosis diagnosis) {
        return DoctorReport.toText(diagnosis, Style.PLAIN);
    }

    @Test
    void noLoader() {
        String reason = "no OpenCL loader (libOpenCL.so.1) on this machine";
        Diagnosis diagnosis =
                diagnose(new Availability.Unavailable(reason, "run scripts/setup.sh"), installation(Optional.empty()));
        assertThat(diagnosis.findings())
                .containsExactly(new Finding(Level.MISSING, "jocl: " + reason, "run scripts/setup.sh"));
        assertThat(text(diagnosis))
                .contains("loader   none", "drivers  none registered", "single   ready", "jocl     unavailable")
                .contains("missing jocl: no OpenCL loader");
    }

    @Test
    void aGpuStandsWithWhatDisturbsIt() {
        Diagnosis diagnosis = Diagnosis.of(
                new Machine(Results.host(List.of()), Map.of()),
                installation(LOADER, "libnvidia-opencl.so.1"),
                true,
                Set.of(),
                List.of(Results.gpuFacts("its driver sleeps: sudo nvidia-smi -pm 1")),
                List.of());
        assertThat(diagnosis.findings())
                .contains(new Finding(Level.WARNING, "its driver sleeps", "sudo nvidia-smi -pm 1"));
        assertThat(text(diagnosis))
                .contains("\n  gpu  NVIDIA GeForce RTX 5060 is cl0, driver 570.124.06, by nvidia-smi: 210 of 2600 MHz")
                .contains("\n       caches of a core: 32 KB, 1 MB, 32 MB\n");
    }

    @Test
    void aGpuThatNoOpenClDriverOffersIsFound() {
        Map<String, Availability> availability = Map.of("jocl", POCL);
        OpenClInstallation installation = installation(LOADER, "libpocl.so.2");
        Diagnosis with = Diagnosis.of(
                new Machine(Results.host(List.of()), availability),
                installation,
                true,
                Set.of(),
                List.of(Results.gpuFacts()),
                List.of());
        assertThat(with.findings())
                .containsExactly(new Finding(
                        Level.WARNING,
                        "nvidia-smi sees NVIDIA GeForce RTX 5060, and no OpenCL driver offers it",
                        "install or register its vendor's OpenCL driver (src/site/markdown/installing.md)"));
        Diagnosis without = Diagnosis.of(
                new Machine(Results.host(List.of()), availability), installation, true, Set.of(), List.of(), List.of());
        assertThat(without.findings())
                .extracting(Finding::what)
                .containsExactly("no GPU: OpenCL runs on the CPU alone");
    }

    @Test
    void aDriverWhoseLibraryIsMissingIsFoundBesideOneThatWorks() {
        assertThat(diagnose(POCL, installation(LOADER, "libpocl.so.2", "libmissing.so.1"))
                        .findings())
                .contains(new Finding(
                        Level.WARNING,
                        "/etc/OpenCL/vendors/x.icd names libmissing.so.1, which is not there",
                        "install the driver that has it, or delete /etc/OpenCL/vendors/x.icd"));
        assertThat(diagnose(POCL, installation(LOADER, "missing-libpocl.so.2")).findings())
                .as("it works, wherever its library lies")
                .extracting(Finding::level)
                .containsExactly(Level.NOTE);
    }

    @Test
    void nothingMissesAYardstick() {
        Diagnosis diagnosis = Diagnosis.of(
                new Machine(
                        Results.host(List.of()),
                        Map.of("openblas", new Availability.Unavailable("it was not fetched", "fetch it"))),
                installation(LOADER, "libnvidia-opencl.so.1"),
                true,
                Set.of("openblas"),
                List.of(),
                List.of());
        assertThat(diagnosis.findings())
                .containsExactly(new Finding(Level.NOTE, "openblas: it was not fetched", "fetch it"));
    }

    @Test
    void loaderWithoutDrivers() {
        Diagnosis diagnosis = diagnose(
                new Availability.Unavailable("the OpenCL loader finds no platform", "run scripts/setup.sh"),
                installation(LOADER));
        assertThat(diagnosis.findings()).extracting(Finding::level).containsExactly(Level.MISSING);
        assertThat(text(diagnosis)).contains("loader   /usr/lib64/libOpenCL.so.1", "drivers  none registered");
    }

    @Test
    void driversThatTheUserChose() {
        OpenClInstallation chosen = new OpenClInstallation(
                LOADER, Optional.of("/opt/vendors"), List.of(), Optional.empty(), Optional.empty());
        assertThat(text(diagnose(GPU, chosen))).contains("chosen by OCL_ICD_VENDORS=/opt/vendors");
    }

    @Test
    void driverOfNvidiaThatIsNotRegistered() {
        OpenClInstallation unregistered = new OpenClInstallation(
                LOADER,
                Optional.empty(),
                List.of(),
                Optional.of(Path.of("/usr/lib64/libnvidia-opencl.so.1")),
                Optional.empty());
        assertThat(diagnose(GPU, unregistered).findings())
                .filteredOn(finding -> finding.level() == Level.WARNING)
                .singleElement()
                .satisfies(finding -> assertThat(finding.cure())
                        .contains("echo /usr/lib64/libnvidia-opencl.so.1 > /etc/OpenCL/vendors/nvidia.icd"));
    }

    @Test
    void aCpuUnderOpenClIsNoGpu() {
        Diagnosis diagnosis = diagnose(POCL, installation(LOADER, "libpocl.so.2"));
        assertThat(diagnosis.findings()).extracting(Finding::level).containsExactly(Level.NOTE);
        assertThat(text(diagnosis))
                .contains("cl0  CPU pthread-AMD EPYC 9B14", "drivers  libpocl.so.2")
                .contains("note no GPU: OpenCL runs on the CPU alone");
        assertThat(text(diagnosis).lines().filter(line -> line.contains("GPU"))).hasSize(1);
    }

    @Test
    void aGpuWithoutDoublePrecision() {
        Diagnosis diagnosis = diagnose(GPU, installation(LOADER, "libnvidia-opencl.so.1"));
        assertThat(diagnosis.findings()).singleElement().satisfies(finding -> {
            assertThat(finding.level()).isEqualTo(Level.NOTE);
            assertThat(finding.what()).isEqualTo("cl0 does not compute in f64");
        });
        assertThat(text(diagnosis)).contains("cl0  GPU NVIDIA GeForce RTX 5060").doesNotContain("no GPU");
    }

    @Test
    void noVectorModule() {
        Diagnosis diagnosis = diagnose(List.of(), GPU, installation(LOADER, "x"), false);
        assertThat(diagnosis.findings())
                .filteredOn(finding -> finding.what().contains("jdk.incubator.vector"))
                .singleElement()
                .satisfies(finding -> {
                    assertThat(finding.level()).isEqualTo(Level.WARNING);
                    assertThat(finding.cure()).contains("scripts/setup.sh");
                });
        assertThat(text(diagnosis)).contains("Debian 17.0.15, Vector API absent");
    }

    @Test
    void noNativeLibraryForThisArchitecture() {
        Diagnosis diagnosis = diagnose(
                new Availability.Unavailable("JOCL has no native library for Linux on riscv64", "use 64-bit Java"),
                installation(LOADER, "x"));
        assertThat(diagnosis.findings())
                .containsExactly(new Finding(
                        Level.MISSING, "jocl: JOCL has no native library for Linux on riscv64", "use 64-bit Java"));
    }

    private static String processors(Integer cores, Integer logical) {
        HostFacts host = Results.host(List.of());
        HostFacts other = new HostFacts(
                new HostFacts.Cpu("X", cores, logical, null, null, null, null),
                null,
                null,
                host.arch(),
                host.jdk(),
                null,
                null,
                null,
                null,
                null,
                null,
                List.of());
        return text(Diagnosis.of(
                new Machine(other, Map.of()), installation(LOADER, "x"), true, Set.of(), List.of(), List.of()));
    }

    @Test
    void thePoolTakesAThreadForEachCore() {
        assertThat(processors(4, 4)).contains("X, 4 cores", "the pool uses 4 threads, one per core\n");
        assertThat(processors(1, 1)).contains("the pool uses 1 thread, one per core\n");
        assertThat(processors(64, 128))
                .contains("X, 64 cores, 128 threads")
                .contains("the pool uses 64 threads, one per core, though cores run several (SMT): "
                        + "--threads 64,128 compares with all 128\n");
        assertThat(processors(null, 8)).contains("the pool uses 8 threads, one per processor, since cores are unknown");
    }

    /** In the words of HostProbe, which names the cure of a warning after a colon. */
    @Test
    void whatDisturbsHasItsCure() {
        Diagnosis diagnosis = diagnose(
                List.of(
                        "the CPU governor is powersave, so the clock follows the load: sudo cpupower frequency-set",
                        "the fan is loud"),
                GPU,
                installation(LOADER, "x"),
                true);
        assertThat(diagnosis.findings())
                .filteredOn(finding -> finding.level() == Level.WARNING)
                .containsExactly(
                        new Finding(
                                Level.WARNING,
                                "the CPU governor is powersave, so the clock follows the load",
                                "sudo cpupower frequency-set"),
                        new Finding(Level.WARNING, "the fan is loud", "none from here"));
    }

    @Test
    void nothingIsMissing() {
        Device complete = new Device(
                "cl0",
                Device.Kind.GPU,
                "NVIDIA H200",
                "opencl",
                "NVIDIA CUDA",
                null,
                132,
                139L << 30,
                null,
                Results.pocl("cl1").precisions());
        Diagnosis diagnosis =
                diagnose(new Availability.Available(List.of(complete, Results.pocl("cl1"))), installation(LOADER, "x"));
        assertThat(diagnosis.findings()).isEmpty();
        assertThat(text(diagnosis)).endsWith("\nNothing is missing.\n").doesNotContain("\u001b", "null");
        Availability noted =
                new Availability.Available(List.of(complete), Map.of(), Map.of(), Map.of("cl0", "cl0 multiplies f16"));
        assertThat(diagnose(noted, installation(LOADER, "x")).findings())
                .extracting(Finding::level, Finding::what)
                .containsExactly(tuple(Level.NOTE, "cl0 multiplies f16"));
    }

    @Test
    void comesBackFromJson() throws Exception {
        Diagnosis diagnosis = diagnose(
                List.of("it is warm: open a window"),
                new Availability.Unavailable("no driver", "get one"),
                installation(LOADER, "libpocl.so.2"),
                false);
        assertThat(Json.mapper().readValue(ResultFile.toText(diagnosis), Diagnosis.class))
                .isEqualTo(diagnosis);
        assertThat(Json.mapper()
                        .readTree(ResultFile.toText(diagnosis))
                        .get("schema")
                        .asText())
                .isEqualTo("santoku/doctor/1");
    }

    @Test
    void aDriversToolThatHangsIsAWarning() {
        Diagnosis diagnosis = Diagnosis.of(
                new Machine(HostFacts.unknown(), Map.of()),
                installation(LOADER, "x"),
                true,
                Set.of(),
                List.of(),
                List.of("nvidia-smi did not answer: see whether it does"));
        assertThat(diagnosis.findings())
                .contains(new Diagnosis.Finding(
                        Diagnosis.Level.WARNING, "nvidia-smi did not answer", "see whether it does"));
    }

    @Test
    void whatABackEndTellsIsNotToldTwice() {
        Diagnosis diagnosis = diagnose(
                        new Availability.Unavailable("no platform: a lacks b", "unset a"),
                        installation(LOADER, "missing"))
                .withTroubles(List.of(
                        new Availability.Unavailable("a lacks b", "unset a"),
                        new Availability.Unavailable("c lacks d", "unset c")));
        assertThat(diagnosis.findings())
                .containsExactly(
                        new Finding(Level.MISSING, "jocl: no platform: a lacks b", "unset a"),
                        new Finding(
                                Level.WARNING,
                                "/etc/OpenCL/vendors/x.icd names missing, which is not there",
                                "install the driver that has it, or delete /etc/OpenCL/vendors/x.icd"),
                        new Finding(Level.WARNING, "c lacks d", "unset c"));
    }
}
