package dev.santoku.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.santoku.matrix.Precision;
import dev.santoku.report.html.HtmlReport;
import dev.santoku.report.text.CsvReport;
import dev.santoku.report.text.TableReport;
import dev.santoku.result.CellFlags;
import dev.santoku.result.Noise;
import dev.santoku.result.RunResult;
import dev.santoku.result.file.ResultFile;
import dev.santoku.result.file.ResultReader;
import dev.santoku.statistics.Outliers.Cause;
import dev.santoku.statistics.Outliers.Count;
import java.util.List;
import org.junit.jupiter.api.Test;

class NoiseLinesTest {
    private static final Noise DISTURBED = new Noise(
            14,
            2,
            0.01,
            0.2,
            List.of(new Count(Cause.DISTURBED, 9), new Count(Cause.OWN, 3)),
            new Noise.Change(118, 95),
            new Noise.Change(3000, 2400));

    private static RunResult flagged(String... flags) {
        return new Results()
                .samples(80, flags)
                .noise(DISTURBED)
                .launches(3)
                .measured(Results.POOL, Precision.F32, Results.SMALL, 1e-3)
                .build();
    }

    @Test
    void aDisturbedMachineIsToldOnceForAllContendersOfASize() {
        assertThat(NoiseLines.of(new Results()
                        .samples(80, CellFlags.DISTURBED)
                        .noise(DISTURBED)
                        .measured(Results.POOL, Precision.F32, Results.SMALL, 1e-3)
                        .measured(Results.SINGLE, Precision.F32, Results.SMALL, 1e-3)
                        .build()))
                .containsExactly("f32 64×64×64: the machine was disturbed in 2 of 14 rounds; "
                        + "of its processor time in all rounds other programs took 20.0 %, the hypervisor 1.0 %");
    }

    @Test
    void aFlaggedCellIsExplainedInOneLine() {
        assertThat(NoiseLines.of(flagged(CellFlags.DISTURBED, CellFlags.BURSTS)).get(1))
                .isEqualTo("f32 64×64×64 pool:blocked@cpu on 2 threads: "
                        + "12 of 80 samples are far slower than the rest (9 in disturbed rounds; "
                        + "3 alone in their rounds, the contender's own doing)");
        assertThat(NoiseLines.of(flagged(CellFlags.THROTTLED, CellFlags.LAUNCHES_DIFFER))
                        .get(1))
                .contains(
                        "throttled, or short of processor time: its multiply-adds fell from 118 to 95.0 GFLOP/s, "
                                + "the clock from 3000 to 2400 MHz",
                        "the medians of its 3 JVM launches are more than 5 % apart");
    }

    @Test
    void whatIsNotFlaggedIsNotTold() {
        assertThat(NoiseLines.of(flagged(CellFlags.WIDE)))
                .as("the machine's alone")
                .hasSize(1);
        assertThat(NoiseLines.of(Results.typical()))
                .as("files of older versions")
                .isEmpty();
    }

    @Test
    void everyReportTellsOfIt() throws Exception {
        RunResult run = flagged(CellFlags.DISTURBED);
        assertThat(new TableReport(run, Style.PLAIN).toText())
                .contains("f32 64×64×64, 3 JVM launches each\n", "1 of 1 cell disturbed by others: ")
                .doesNotContain("14 rounds");
        assertThat(HtmlReport.of(run)).contains("What disturbed the samples", "disturbed in 2 of 14 rounds");
        assertThat(CsvReport.toText(run))
                .contains(",launches,disturbed_rounds,outliers,")
                .contains(",3,2,12,");
        assertThat(ResultReader.of(ResultFile.toText(run)).results()).isEqualTo(run.results());
    }
}
