package dev.santoku.report.html;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.santoku.matrix.Precision;
import dev.santoku.report.GpuLines;
import dev.santoku.report.Results;
import dev.santoku.report.Style;
import dev.santoku.report.text.CsvReport;
import dev.santoku.report.text.TableReport;
import dev.santoku.result.Energy;
import dev.santoku.result.EnergySource;
import dev.santoku.result.GpuFacts;
import dev.santoku.result.GpuState;
import dev.santoku.result.RunResult;
import dev.santoku.result.file.RefusedFileException;
import dev.santoku.result.file.ResultFile;
import dev.santoku.result.file.ResultReader;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is measured of energy and told of GPUs stands in every report; what is not leaves no trace. */
class EnergyAndGpuReportTest {
    private static final String WARNING = "heat slowed cl0 down for 3.2 s of the run: cool it better";

    private static RunResult with() {
        return new Results()
                .measured(Results.SINGLE, Precision.F32, Results.SMALL, 1e-3)
                .energy(new Energy(EnergySource.NVML, 0.0473, 52.5, 310, 64, 1.05))
                .measured(Results.GPU, Precision.F32, Results.SMALL, 1e-3)
                .gpus(Results.gpuFacts(WARNING))
                .build();
    }

    private static RunResult without() {
        return new Results()
                .measured(Results.SINGLE, Precision.F32, Results.SMALL, 1e-3)
                .measured(Results.GPU, Precision.F32, Results.SMALL, 1e-3)
                .build();
    }

    @Test
    void theTableHasColumnsOfEnergyWhereSomethingWasMeasured() {
        List<String> lines =
                new TableReport(with(), Style.PLAIN).toText().lines().toList();
        assertThat(lines)
                .anyMatch(line -> line.matches("hardware .* energy +GFLOP/s/W .*"))
                .anyMatch(line -> line.matches("cl0 GPU .* 47\\.3 mJ +52\\.5 .*"))
                .contains(
                        "cl0  before: 210 of 2600 MHz, memory 405 of 14001 MHz, 31 °C, 8.25 of 145 W, P8; after: "
                                + "2600 of 2600 MHz, memory 14001 of 14001 MHz, 61 °C, 98.0 W, P0, slowed down by heat",
                        "     warning: " + WARNING);
        assertThat(new TableReport(without(), Style.PLAIN).toText())
                .doesNotContain("energy", "GFLOP/s/W", "before:", "null");
    }

    @Test
    void thePageHasASectionOfEnergyWhereSomethingWasMeasured() {
        String page = HtmlReport.of(with());
        assertThat(page)
                .contains("id=\"energy\"", "energy of a product", "47.3 mJ", "nvml")
                .contains("Warning: " + WARNING, "slowed down by heat");
        assertThat(HtmlReport.of(without())).doesNotContain("id=\"energy\"", "energy of a product", "before:");
    }

    @Test
    void theCsvHasIts() {
        assertThat(CsvReport.toText(with()))
                .contains(",energy_source,joules_per_product,gflops_per_watt,within,batch,arithmetic\n")
                .containsOnlyOnce(",,,,0.02,1,\n")
                .endsWith(",nvml,0.0473,52.5,0.02,1,\n");
    }

    @Test
    void comesBackFromAFile() throws Exception {
        assertThat(ResultReader.of(ResultFile.toText(with()))).isEqualTo(with());
    }

    @Test
    void aFileWithoutAnyIsRead() throws Exception {
        String old = ResultFile.toText(without())
                .replaceAll("(?s),\\s*\"energy\" : null", "")
                .replaceAll("(?s),\\s*\"gpus\" : \\[ *\\]", "");
        assertThat(old).doesNotContain("energy", "gpus");
        assertThat(ResultReader.of(old)).isEqualTo(without());
    }

    @Test
    void energyThatCannotBeIsRefused() {
        String text = ResultFile.toText(with());
        for (String damage : List.of("0.0473", "52.5", "310.0")) {
            assertThatThrownBy(() -> ResultReader.of(text.replace(" : " + damage, " : -1")))
                    .isInstanceOf(RefusedFileException.class)
                    .hasMessage("it is damaged: results/1: energy is incomplete");
        }
        assertThatThrownBy(() -> ResultReader.of(text.replace("\"nvml\"", "\"a meter\"")))
                .isInstanceOf(RefusedFileException.class);
    }

    @Test
    void aGpuOfWhichNothingIsKnownLeavesItsFactsOut() throws Exception {
        GpuState nothing = new GpuState(null, null, null, null, null, null, null, null, null, null, null);
        GpuFacts unknown = new GpuFacts("cl0", null, null, "nvidia-smi", nothing, null, null, List.of());
        assertThat(GpuLines.of(List.of(unknown))).containsExactly("cl0  nothing else is known");
        assertThat(GpuLines.all(List.of(unknown)))
                .containsExactly("a GPU is cl0, driver unknown, by nvidia-smi: nothing else is known");
        GpuFacts unmatched = new GpuFacts(null, "T4", "1", "nvidia-smi", nothing, null, null, List.of());
        assertThat(GpuLines.of(List.of(unmatched))).isEmpty();
        assertThat(GpuLines.all(List.of(unmatched)))
                .containsExactly("T4 is not an OpenCL device, driver 1, by nvidia-smi: nothing else is known");
        String empty = ResultFile.toText(with()).replaceAll("(?s)\"gpus\" : \\[.*\\]", "\"gpus\" : [{}]");
        assertThat(new TableReport(ResultReader.of(empty), Style.PLAIN).toText())
                .doesNotContain("null");
    }
}
