package dev.santoku.report.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.santoku.matrix.Precision;
import dev.santoku.report.Results;
import dev.santoku.report.Style;
import dev.santoku.result.Json;
import dev.santoku.result.RunResult;
import dev.santoku.result.file.ResultFile;
import dev.santoku.result.file.ResultReader;
import dev.santoku.statistics.Repeatability;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MergerTest {
    private final Merger merger = new Merger();

    /** The typical result of another machine: so many times as slow, changed at some places. */
    private static RunResult run(String id, double slowness, Map<String, Object> changes) {
        RunResult result = new Results()
                .samples(23)
                .measured(Results.SINGLE, Precision.F32, Results.SMALL, 8e-3 * slowness)
                .measured(Results.POOL, Precision.F32, Results.SMALL, 4e-3 * slowness)
                .measured(Results.GPU, Precision.F32, Results.SMALL, 1e-3)
                .build();
        try {
            ObjectNode document = (ObjectNode) Json.mapper().readTree(ResultFile.toText(result));
            ((ObjectNode) document.get("run")).put("id", id);
            changes.forEach((place, value) -> {
                int end = place.lastIndexOf('/');
                JsonNode parent = document.at(place.substring(0, end));
                ((ObjectNode) parent).putPOJO(place.substring(end + 1), value);
            });
            return ResultReader.of(document.toString());
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private static RunResult run(String id, double slowness) {
        return run(id, slowness, Map.of());
    }

    private Merge.Hardware cpu() {
        return merger.result().hardware().stream()
                .filter(hardware -> hardware.route().equals("java"))
                .findFirst()
                .orElseThrow();
    }

    private Merge.Row pool() {
        return cpu().rows().stream()
                .filter(row -> row.contender().equals("pool:blocked"))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void precisionsHaveRowsOfTheirOwn() {
        merger.add(
                "a",
                new Results()
                        .measured(Results.POOL, Precision.F32, Results.SMALL, 1)
                        .measured(Results.POOL, Precision.BF16, Results.SMALL, 2)
                        .measured(Results.SINGLE, Precision.BF16, Results.SMALL, 6)
                        .build());
        assertThat(cpu().rows())
                .extracting(Merge.Row::contender, Merge.Row::precision, row -> row.overSingle() == null)
                .contains(
                        tuple("pool:blocked", Precision.F32, true), // whose single was measured in bf16 alone
                        tuple("pool:blocked", Precision.BF16, false));
    }

    @Test
    void rowsAreMediansOverMachinesWithTheirRange() {
        merger.add("a", run("a", 1));
        merger.add("b", run("b", 2));
        merger.add("c", run("c", 4));
        double fastest = Results.SMALL.flops() / 4e-3 / 1e9;
        Merge.Row pool = pool();
        assertThat(pool.threads()).isEqualTo(2);
        assertThat(pool.gflops().machines()).isEqualTo(3);
        assertThat(pool.gflops().median()).isEqualTo(fastest / 2, within(1e-9));
        assertThat(pool.gflops().low()).isEqualTo(fastest / 4, within(1e-9));
        assertThat(pool.gflops().high()).isEqualTo(fastest, within(1e-9));
        assertThat(pool.overSingle().median()).isEqualTo(2, within(1e-9));
        assertThat(pool.overPool()).isNull();
        assertThat(merger.result().machines()).isEqualTo(3);
    }

    @Test
    void repeatedRunsTellWhatMachinesDifferByThemselves() {
        for (int run = 0; run < 2; run++) {
            merger.add("a" + run, run("a" + run, run == 0 ? 1 : 1.02, Map.of("/run/label", "a")));
            merger.add("b" + run, run("b" + run, run == 0 ? 2 : 2.04, Map.of("/run/label", "b")));
        }
        Repeatability known = pool().repeatability();
        assertThat(known.runs()).isEqualTo(4);
        assertThat(known.within()).isEqualTo(Math.log(1.02) / Math.sqrt(2), within(1e-9));
        // The machines' means differ by log 2: its square over 2, less half of the variance within.
        assertThat(known.between())
                .isEqualTo(Math.sqrt((Math.pow(Math.log(2), 2) - Math.pow(Math.log(1.02), 2) / 2) / 2), within(1e-9));
        assertThat(new MergeText(merger.result()).toText(Style.PLAIN)).contains("within 1.4 %, between 49.0 %");
        assertThat(new MergePage(merger.result()).toHtml("1")).contains("SD between machines");
    }

    @Test
    void hardwareIsWhatGroups() {
        merger.add("a", run("a", 1));
        merger.add("b", run("b", 1, Map.of("/host/cpu/model", "Apple M4")));
        merger.add("c", run("c", 1, Map.of("/devices/1/id", "cl1", "/results/2/device", "cl1")));
        merger.add("d", run("d", 1, Map.of("/devices/1/memoryBytes", 16L << 30)));
        merger.add("e", run("e", 1, Map.of("/devices/1/memoryBytes", (8L << 30) - (100L << 20))));
        assertThat(merger.result().hardware())
                .extracting(Merge.Hardware::inWords, Merge.Hardware::machines)
                .containsExactly(
                        tuple("AMD EPYC 9B14, 2 cores", 4),
                        tuple("Apple M4, 2 cores", 1),
                        tuple("NVIDIA GeForce RTX 5060, 30 units, 16.0 GB by OpenCL", 1),
                        tuple("NVIDIA GeForce RTX 5060, 30 units, 8.00 GB by OpenCL", 4));
    }

    @Test
    void jdksAndDriversAreFacets() {
        merger.add("a", run("a", 1));
        merger.add("b", run("b", 2, Map.of("/host/jdk/version", "25.0.1")));
        merger.add("c", run("c", 2, Map.of("/host/jdk/version", "25.0.1")));
        assertThat(cpu().facets()).containsExactly("JDK 17.0.15", "JDK 25.0.1");
        double fastest = Results.SMALL.flops() / 4e-3 / 1e9;
        assertThat(pool().byFacet()).hasSize(2);
        assertThat(pool().byFacet().get(1).machines()).isEqualTo(2);
        assertThat(pool().byFacet().get(1).median()).isEqualTo(fastest / 2, within(1e-9));
        assertThat(merger.result().hardware().get(1).rows().get(0).byFacet()).isEmpty();
    }

    @Test
    void theSlowNodeIsNamed() {
        for (int i = 0; i < 8; i++) {
            merger.add("node-" + i, run("run-" + i, 1 + 0.01 * i, Map.of("/run/label", "node-" + i)));
        }
        assertThat(cpu().outliers()).isEmpty();
        merger.add("slow", run("slow", 1.5, Map.of("/run/label", "node-slow")));
        assertThat(cpu().outliers()).singleElement().satisfies(outlier -> {
            assertThat(outlier.machine()).isEqualTo("node-slow");
            assertThat(outlier.speed()).isEqualTo(1.04 / 1.5, within(1e-9));
            assertThat(outlier.deviations()).isLessThan(-3);
            assertThat(outlier.cells()).isEqualTo(2);
        });
        assertThat(merger.result().hardware().get(1).outliers())
                .as("its GPU is like the others")
                .isEmpty();
    }

    @Test
    void alikeMachinesHaveNoOutlierAndNorHaveThree() {
        merger.add("a", run("a", 1));
        merger.add("b", run("b", 1));
        merger.add("c", run("c", 3));
        assertThat(cpu().outliers()).isEmpty();
        merger.add("d", run("d", 1.04));
        merger.add("e", run("e", 1));
        assertThat(cpu().outliers()).extracting(Merge.Outlier::machine).containsExactly("c");
    }

    @Test
    void runsOfOneLabelAreOneMachines() {
        merger.add("a", run("a", 1, Map.of("/run/label", "lab")));
        merger.add("b", run("b", 2, Map.of("/run/label", "lab")));
        merger.add("c", run("c", 4, Map.of("/run/label", "lab")));
        merger.add("d", run("d", 1, Map.of("/run/label", "lab", "/host/cpu/model", "Apple M4")));
        assertThat(merger.result().runs()).isEqualTo(4);
        assertThat(merger.result().machines()).isEqualTo(2);
        double fastest = Results.SMALL.flops() / 4e-3 / 1e9;
        assertThat(pool().gflops()).isEqualTo(new Merge.Spread(1, fastest / 2, fastest / 2, fastest / 2));
    }

    @Test
    void aRunCountsOnceWhateverTheOrder() {
        merger.add("a", run("a", 1));
        merger.add("copy", run("a", 1));
        merger.add("b", run("b", 2));
        merger.refuse("z", "it is empty");
        merger.refuse("y", "it is cut off");
        Merger other = new Merger();
        other.refuse("y", "it is cut off");
        other.add("b", run("b", 2));
        other.add("a", run("a", 1));
        other.add("copy", run("a", 1));
        other.refuse("z", "it is empty");
        assertThat(merger.result().duplicates()).containsExactly("copy");
        assertThat(ResultFile.toText(merger.result())).isEqualTo(ResultFile.toText(other.result()));
    }

    @Test
    void textNamesHardwareOutliersAndFilesLeftOut() {
        for (int i = 0; i < 5; i++) {
            merger.add("run-" + i, run("run-" + i, 1));
        }
        merger.add("slow", run("slow", 2, Map.of("/run/label", "\u001b[2Jnode")));
        merger.refuse("broken.json", "it is cut off");
        List<String> lines =
                new MergeText(merger.result()).toText(Style.PLAIN).lines().toList();
        assertThat(lines)
                .contains(
                        "6 runs of 6 machines, 2 kinds of hardware",
                        "AMD EPYC 9B14, 2 cores (6 machines)",
                        "f32 64×64×64")
                .anyMatch(line ->
                        line.startsWith("\uFFFD[2Jnode is an outlier: 0.500× of its class's median over 2 cells, "))
                .contains("left out: broken.json: it is cut off")
                .anyMatch(line -> line.matches("pool:blocked on 2 threads +6 +0\\.131 \\(0\\.066–0\\.131\\) .*"));
    }

    @Test
    void otherWidthsOfIntervalsAreToldInALine() {
        merger.add("a.json", run("a", 1));
        assertThat(new MergeText(merger.result()).toText(Style.PLAIN)).doesNotContain("settled");
        merger.add("b.json", run("b", 1, Map.of("/run/within", 0.07)));
        merger.add("c.json", run("c", 1));
        assertThat(merger.result().within()).containsExactly(0.02, 0.07);
        String line = "Cells were settled at ±2 % or ±7 %, which differs by run.";
        assertThat(new MergeText(merger.result()).toText(Style.PLAIN)).contains(" of hardware\n" + line + "\n");
        assertThat(new MergePage(merger.result()).toHtml("0")).contains(line);
    }
}
