package dev.santoku.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.santoku.matrix.Precision;
import dev.santoku.matrix.Shape;
import dev.santoku.report.html.HtmlReport;
import dev.santoku.report.text.TableReport;
import dev.santoku.result.RunResult;
import dev.santoku.result.SecondRoute;
import dev.santoku.result.file.ResultFile;
import dev.santoku.result.file.ResultReader;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TwinDeviceLinesTest {
    private static final Shape LARGE = Shape.square(1024);
    private static final String SECOND = "jocl:warp@cuda0";

    private final Results results = new Results().routes(new SecondRoute("cuda0", "cl0"));

    @Test
    void theSecondRouteLosesWhatItIsSlower() throws Exception {
        RunResult result = results.measured(Results.GPU, Precision.F32, Results.SMALL, 1)
                .measured("jocl:warp@cl0", Precision.F32, LARGE, 1)
                .measured(Results.GPU, Precision.F32, LARGE, 2)
                .measured(SECOND, Precision.F32, Results.SMALL, 2)
                .measured(SECOND, Precision.F32, LARGE, 1)
                .measured(SECOND, Precision.F64, LARGE, 1)
                .build();
        String line =
                "cuda0, the second route to cl0, f32 end to end: at 64 it loses 50.0 % of the speed; at 1024 it loses nothing";
        assertThat(TwinDeviceLines.of(result)).containsExactly(line);
        assertThat(new TableReport(result, Style.PLAIN).toText()).contains(line + "\n");
        assertThat(HtmlReport.of(result)).contains("<li>" + line + "</li>");
        assertThat(ResultReader.of(ResultFile.toText(result))).isEqualTo(result);
        assertThat(ResultFile.toText(Results.typical())).doesNotContain("\"routes\"");
    }

    @Test
    void whereOneWayWasMeasuredThereIsNoLoss() {
        assertThat(TwinDeviceLines.of(results.measured(SECOND, Precision.F32, LARGE, 1)
                        .measured(Results.GPU, Precision.F32, Results.SMALL, 1)
                        .measured(Results.APARAPI, Precision.F32, LARGE, 1)
                        .build()))
                .isEmpty();
    }

    /** GPUs of one model, each with so many seconds for a product. */
    private static RunResult siblings(double... seconds) {
        Results results = new Results()
                .devices(IntStream.range(0, seconds.length)
                        .mapToObj(i -> Results.gpu("cl" + i, "opencl"))
                        .toArray(dev.santoku.backend.Device[]::new));
        for (int i = 0; i < seconds.length; i++) {
            results.measured("jocl:tiled@cl" + i, Precision.F32, LARGE, seconds[i])
                    .measured("jocl:tiled@cl" + i, Precision.F64, LARGE, 2 * seconds[i]);
        }
        return results.build();
    }

    @Test
    void aGpuThatIsSlowerThanItsSiblingsIsNamed() {
        assertThat(TwinDeviceLines.of(siblings(1, 1.01, 1, 1.25, 0.99)))
                .containsExactly(
                        "cl3 is slower than its siblings, 5 GPUs NVIDIA GeForce RTX 5060: 0.800× of their median "
                                + "over 2 cells, 13.7 MAD off");
        assertThat(TwinDeviceLines.of(siblings(1, 1.01, 1, 1.04, 0.99))).isEmpty();
    }

    /** As among machines: of three it cannot be told which one is odd. */
    @Test
    void amongFewerThanFourNoneIsOdd() {
        assertThat(TwinDeviceLines.of(siblings(1, 1, 2))).isEmpty();
        assertThat(List.of(siblings(1, 1, 1, 2)))
                .flatExtracting(TwinDeviceLines::of)
                .hasSize(1);
    }
}
