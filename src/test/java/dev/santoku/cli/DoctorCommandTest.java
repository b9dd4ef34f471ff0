package dev.santoku.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.santoku.cli.terminal.ExitCode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** On this machine, whose OpenCL is PoCL. */
@Tag("slow")
class DoctorCommandTest {
    private final InProcess program = new InProcess();

    @Test
    void listsTheProcessorsAndWhatRunsOnThem() {
        assertThat(program.run("doctor")).isEqualTo(ExitCode.DONE);
        assertThat(program.err()).isEmpty();
        assertThat(program.out())
                .startsWith("Processors\n  cpu  ")
                .containsPattern("\n  cl0  CPU \\S")
                .containsPattern("\n  loader   /.*libOpenCL\\.so\\.1\n")
                .contains(
                        "\n  single   ready\n", "\n  pool     ready\n", "\n  jocl     ready\n", "\n  aparapi  ready\n")
                .contains("Vector API present")
                .contains("note no GPU: OpenCL runs on the CPU alone\n          → ")
                .doesNotContain("missing", "null", "\u001b");
    }

    @ParameterizedTest
    @ValueSource(strings = {"--json", "--json -"})
    void printsOneDocument(String json) {
        assertThat(program.run(("doctor " + json).split(" ", -1))).isEqualTo(ExitCode.DONE);
        assertThat(program.err()).isEmpty();
        JsonNode diagnosis = Program.json(program.out());
        assertThat(diagnosis.get("schema").asText()).isEqualTo("santoku/doctor/1");
        assertThat(diagnosis.get("devices").findValuesAsText("id")).startsWith("cpu", "cl0");
        assertThat(diagnosis.get("devices").findValuesAsText("kind")).doesNotContain("GPU");
        assertThat(diagnosis.get("backends").findValuesAsText("id")).contains("single", "pool", "jocl", "aparapi");
        assertThat(diagnosis.at("/opencl/drivers")).isNotEmpty();
        assertThat(diagnosis.get("compilers")).isEmpty();
        assertThat(diagnosis.get("findings")).isNotEmpty().allSatisfy(finding -> {
            assertThat(finding.get("what").asText()).isNotBlank();
            assertThat(finding.get("cure").asText()).isNotBlank();
        });
    }

    @Test
    void asksCompilers() {
        assertThat(program.run("doctor", "--compiler")).isEqualTo(ExitCode.DONE);
        assertThat(program.err()).isEmpty();
        assertThat(program.out())
                .contains("\nCompilers\n  cl0  64 KB of local memory in a kernel         accepted\n")
                .containsPattern("\n  cl0  mma.sync, products in TF32 +not asked: PTX is NVIDIA's language\n")
                .containsPattern("\n  cl0  registers of warp in f64 +not asked: only NVIDIA's compiler reports this\n")
                .doesNotContain("wrong", "lost");
    }

    @Test
    void saysWhatMendsAMachineWithoutDrivers(@TempDir Path folder) throws Exception {
        Path vendors = Files.createDirectory(folder.resolve("vendors"));
        Program doctor = Program.run(folder, Map.of("OCL_ICD_VENDORS", vendors.toString()), "doctor");
        assertThat(doctor.waitForEnd()).as(doctor.stderr()).isZero();
        assertThat(doctor.stderr()).isEmpty();
        for (String backend : new String[] {"jocl", "aparapi"}) {
            assertThat(doctor.stdout())
                    .containsPattern("\n  " + backend + " +unavailable\n")
                    .containsPattern("\n  missing " + backend + ": .*OCL_ICD_VENDORS=.+\n +→ unset OCL_ICD_VENDORS;");
        }
        assertThat(doctor.stdout())
                .contains("drivers  none registered\n  chosen by OCL_ICD_VENDORS=" + vendors + "\n")
                .contains("\n  single   ready\n", "\n  pool     ready\n")
                .doesNotContain("cl0");
    }

    /** Where nothing else keeps a job to its processors, the program does, and has PoCL do so. */
    @Test
    void aJobUsesTheProcessorsThatItWasGranted(@TempDir Path folder) throws Exception {
        Program doctor = Program.run(folder, Map.of("SLURM_JOB_ID", "7", "SLURM_CPUS_PER_TASK", "1"), "doctor");
        assertThat(doctor.waitForEnd()).as(doctor.stderr()).isZero();
        assertThat(doctor.stdout())
                .containsPattern("\n  cpu  .*, 1 core, ")
                .containsPattern("\n  cl0  CPU .*, 1 unit, ")
                .contains("batch job: 1 granted processor")
                .contains("the pool uses 1 thread");
    }

    @Test
    void aDriverThatIsRegisteredTwiceIsThereOnce(@TempDir Path folder) throws Exception {
        Path vendors = Files.createDirectory(folder.resolve("vendors"));
        Path pocl = Path.of("/etc/OpenCL/vendors/pocl.icd");
        Files.copy(pocl, vendors.resolve("one.icd"));
        Files.copy(pocl, vendors.resolve("other.icd"));
        Program doctor = Program.run(folder, Map.of("OCL_ICD_VENDORS", vendors.toString()), "doctor", "--json");
        assertThat(doctor.waitForEnd()).as(doctor.stderr()).isZero();
        assertThat(Program.json(doctor.stdout()).get("devices").findValuesAsText("id"))
                .containsExactly("cpu", "cl0", "toy0"); // the last is a test's own
    }
}
