package dev.santoku.backend.opencl.probe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.santoku.backend.opencl.ChildJvm;
import dev.santoku.backend.opencl.MatrixInstructionsTest;
import dev.santoku.matrix.Precision;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every kernel under Oclgrind, an interpreter that reports races, accesses out of bounds, values never set and wrong
 * calls. In a child process, since the loader reads at its start which drivers there are.
 */
@Tag("any-jdk")
class OclgrindTest {
    private static final Path DRIVER = Path.of("/usr/lib/oclgrind/liboclgrind-rt-icd.so");

    @TempDir
    private Path folder;

    @BeforeEach
    void requireOclgrind() {
        assertThat(DRIVER)
                .as("Oclgrind is missing: scripts/setup.sh --tests installs it")
                .exists();
    }

    @Test
    void findsNoRaceAndNoAccessOutOfBoundsInAnyKernel() throws Exception {
        List<String> covered = runEachPrecision("all", Map.of());
        assertThat(covered).hasSize(Precision.full().size()).allSatisfy(line -> assertThat(line)
                .contains("naive/naive", "tiled/tiled", "panel/pack_b", "panel/panel", "panel/own_panel")
                .contains("direct/direct,", "direct/direct_column", "direct/sum_slices")
                .contains("warp/warp", "warp/sum_slices"));
        assertThat(covered)
                .filteredOn(line -> line.startsWith("f32"))
                .singleElement()
                .satisfies(line -> assertThat(line)
                        .contains("panel/pack_a", "packed/pack,", "packed/packed", "packed/sum_slices"));
        assertThat(covered)
                .filteredOn(line -> line.startsWith("f64"))
                .singleElement()
                .satisfies(line -> assertThat(line).contains("matrix/matrix", "matrix/sum_slices"));
        Files.writeString(Path.of("target", "oclgrind.txt"), String.join("; ", covered) + "\n");
    }

    @Test
    void findsNoValueThatWasNeverSet() throws Exception {
        // Oclgrind's tracker of values does not know all that its optimiser makes, and without the optimiser it is
        // slow.
        runEachPrecision("few", Map.of("OCLGRIND_UNINITIALIZED", "1", "OCLGRIND_BUILD_OPTIONS", "-cl-opt-disable"));
    }

    /** Oclgrind keeps about one core busy: the precisions have a process each, at the same time. */
    private List<String> runEachPrecision(String what, Map<String, String> more) throws Exception {
        List<Precision> precisions = Precision.full();
        ExecutorService executor = Executors.newFixedThreadPool(precisions.size());
        try {
            List<Callable<String>> runs = new ArrayList<>();
            for (Precision precision : precisions) {
                Path own = Files.createDirectory(folder.resolve(precision.label()));
                runs.add(() -> silent(precision, own, run(own, more, what, precision.label())));
            }
            List<String> covered = new ArrayList<>();
            for (Future<String> run : executor.invokeAll(runs)) {
                covered.add(run.get());
            }
            return covered;
        } finally {
            executor.shutdownNow();
        }
    }

    /** Sees that Oclgrind had nothing to say; returns what was covered. */
    private static String silent(Precision precision, Path own, ChildJvm.Outcome outcome) throws IOException {
        assertThat(outcome.exitCode())
                .as("exit code of %s, which ends: %s", precision.label(), outcome.end())
                .isZero();
        assertThat(reports(own)).isEmpty();
        assertThat(outcome.end()).endsWith("done");
        assertThat(outcome.output().lines().filter(line -> line.matches("(?i).*oclgrind.*")))
                .isEmpty();
        return outcome.output()
                .lines()
                .filter(line -> line.startsWith(OclgrindChild.COVERED))
                .map(line -> precision.label() + " " + line)
                .findFirst()
                .orElse("");
    }

    @Test
    void reportsAPlantedReadOutOfBounds() throws Exception {
        run(folder, Map.of(), "planted_bounds");
        assertThat(reports(folder)).contains("Invalid read of size 4");
    }

    @Test
    void reportsAPlantedRace() throws Exception {
        run(folder, Map.of(), "planted_race");
        assertThat(reports(folder)).contains("data race");
    }

    /** Of matrix instructions of each layout, which Oclgrind runs by what they mean. */
    @Test
    void showsAPlantedWrongLane() throws Exception {
        ChildJvm.Outcome outcome = run(folder, Map.of(), "lanes");
        assertThat(outcome.exitCode())
                .as("exit code; it ends: %s", outcome.end())
                .isZero();
        assertThat(reports(folder)).isEmpty();
        assertThat(outcome.output().lines().filter(line -> line.startsWith("instruction ")))
                .hasSameSizeAs(MatrixInstructionsTest.layouts().toList())
                .allMatch(line -> line.matches("instruction \\d+: right; \\w+ of another lane: wrong"));
    }

    private static ChildJvm.Outcome run(Path own, Map<String, String> more, String... what) throws Exception {
        Path vendors = Files.createDirectory(own.resolve("vendors"));
        Files.writeString(vendors.resolve("oclgrind.icd"), DRIVER + "\n");
        Map<String, String> environment = new HashMap<>(more);
        environment.put("OCL_ICD_VENDORS", vendors.toString());
        environment.put("OCLGRIND_DATA_RACES", "1");
        environment.put("OCLGRIND_CHECK_API", "1");
        environment.put("OCLGRIND_LOG", log(own).toString());
        return ChildJvm.run(own, List.of(), environment, OclgrindChild.class, what);
    }

    private static Path log(Path own) {
        return own.resolve("oclgrind.txt");
    }

    private static String reports(Path own) throws IOException {
        return Files.exists(log(own)) ? Files.readString(log(own)) : "";
    }
}
