package dev.santoku.backend.opencl;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every kernel under Oclgrind, an interpreter that reports races, accesses out of bounds, values never set and wrong
 * calls. In a child process, since the loader reads at its start which drivers there are.
 */
class OclgrindTest {
    private static final Path DRIVER = Path.of("/usr/lib/oclgrind/liboclgrind-rt-icd.so");

    @TempDir
    private Path folder;

    private Path log;

    @BeforeEach
    void requireOclgrind() {
        assertThat(DRIVER)
                .as("Oclgrind is missing: scripts/setup.sh --tests installs it")
                .exists();
        log = folder.resolve("oclgrind.txt");
    }

    @Test
    void findsNoRaceAndNoAccessOutOfBoundsInAnyKernel() throws Exception {
        ChildJvm.Outcome outcome = run("all", Map.of());
        assertSilent(outcome);
        String covered = outcome.output()
                .lines()
                .filter(line -> line.contains("kernels × shapes"))
                .findFirst()
                .orElseThrow();
        assertThat(covered)
                .contains("naive/naive", "tiled/tiled", "panel/pack_b", "panel/panel")
                .contains(
                        "direct/direct,", "direct/direct_column", "direct/sum_slices", "warp/warp", "warp/sum_slices");
        Files.writeString(Path.of("target", "oclgrind.txt"), covered + "\n");
    }

    @Test
    void findsNoValueThatWasNeverSet() throws Exception {
        // Oclgrind's tracker of values does not know all that its optimiser makes, and without the optimiser it is
        // slow.
        assertSilent(run("few", Map.of("OCLGRIND_UNINITIALIZED", "1", "OCLGRIND_BUILD_OPTIONS", "-cl-opt-disable")));
    }

    private void assertSilent(ChildJvm.Outcome outcome) throws Exception {
        assertThat(reports()).isEmpty();
        assertThat(outcome.output()).endsWith("done\n").doesNotContain("OCLGRIND", "Oclgrind");
        assertThat(outcome.exitCode()).isZero();
    }

    @Test
    void reportsAPlantedReadOutOfBounds() throws Exception {
        run("planted_bounds", Map.of());
        assertThat(reports()).contains("Invalid read of size 4");
    }

    @Test
    void reportsAPlantedRace() throws Exception {
        run("planted_race", Map.of());
        assertThat(reports()).contains("data race");
    }

    private ChildJvm.Outcome run(String what, Map<String, String> more) throws Exception {
        Path vendors = Files.createDirectory(folder.resolve("vendors"));
        Files.writeString(vendors.resolve("oclgrind.icd"), DRIVER + "\n");
        Map<String, String> environment = new HashMap<>(more);
        environment.put("OCL_ICD_VENDORS", vendors.toString());
        environment.put("OCLGRIND_DATA_RACES", "1");
        environment.put("OCLGRIND_CHECK_API", "1");
        environment.put("OCLGRIND_LOG", log.toString());
        return ChildJvm.run(folder, List.of(), environment, OclgrindChild.class, what);
    }

    private String reports() throws Exception {
        return Files.exists(log) ? Files.readString(log) : "";
    }
}
