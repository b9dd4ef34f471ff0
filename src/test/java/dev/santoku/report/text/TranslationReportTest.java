package dev.santoku.report.text;

import static org.assertj.core.api.Assertions.assertThat;

import dev.santoku.matrix.Precision;
import dev.santoku.report.Results;
import dev.santoku.report.Style;
import dev.santoku.result.RunResult;
import java.util.List;
import org.junit.jupiter.api.Test;

class TranslationReportTest {
    private static final String NAIVE = "aparapi:naive@cl0";
    private static final String NAIVE_C = "jocl:naive@cl0";
    private static final String BEST_C = "jocl:warp@cl0";

    private static Results measured() {
        return new Results()
                .measured(NAIVE, Precision.F32, Results.SMALL, 1.25)
                .measured(NAIVE_C, Precision.F32, Results.SMALL, 1)
                .measured(Results.APARAPI, Precision.F32, Results.SMALL, 0.5)
                .measured(Results.GPU, Precision.F32, Results.SMALL, 0.4)
                .measured(BEST_C, Precision.F32, Results.SMALL, 0.25);
    }

    @Test
    void whatIsLostIsToldVariantByVariantAndForTheFastest() {
        RunResult result = measured()
                .computeSpeedup(NAIVE, NAIVE_C, Precision.F32, Results.SMALL, 0.8, 0.79, 0.81)
                .computeSpeedup(Results.APARAPI, Results.GPU, Precision.F32, Results.SMALL, 1, 0.97, 1.03)
                .computeSpeedup(Results.APARAPI, BEST_C, Precision.F32, Results.SMALL, 0.5, 0.49, 0.51)
                .speedup(Results.APARAPI, BEST_C, Precision.F32, Results.SMALL, 0.4, 0.39, 0.41)
                .build();
        assertThat(new TranslationReport(result).sections())
                .containsExactly(List.of(
                        "Java instead of OpenCL C, f32 64×64×64 on cl0, computing alone",
                        "  aparapi:naive    1.00 s  jocl:naive    800 ms  0.800× (0.790–0.810)",
                        "  aparapi:tiled    400 ms  jocl:tiled    320 ms  1.00× (0.970–1.03)",
                        "  aparapi:tiled    400 ms  jocl:warp     200 ms  0.500× (0.490–0.510)",
                        "  Kernels written in Java and translated by Aparapi, beside those of the same name in OpenCL C: naive "
                                + "loses 20.0 % of the speed, tiled loses nothing; the fastest of each loses 50.0 % of the "
                                + "speed."));
        assertThat(new TableReport(result, Style.PLAIN).toText())
                .contains("\nJava instead of OpenCL C, f32 64×64×64 on cl0, computing alone\n");
    }

    @Test
    void noiseIsNoLossAndAGainIsTold() {
        RunResult result = measured()
                .computeSpeedup(NAIVE, NAIVE_C, Precision.F32, Results.SMALL, 0.9, 0.7, 1.1)
                .computeSpeedup(Results.APARAPI, BEST_C, Precision.F32, Results.SMALL, 1.3, 1.2, 1.4)
                .build();
        assertThat(new TranslationReport(result).sections().get(0))
                .last()
                .asString()
                .endsWith("naive varied too much to tell; the fastest of each is 1.30× as fast.");
    }

    @Test
    void withoutBothThereIsNothingToTell() {
        assertThat(new TranslationReport(measured().build()).sections()).isEmpty();
    }
}
