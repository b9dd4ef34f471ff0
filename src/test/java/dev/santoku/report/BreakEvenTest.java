package dev.santoku.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.santoku.matrix.Precision;
import dev.santoku.matrix.Shape;
import dev.santoku.report.html.HtmlReport;
import dev.santoku.report.text.TableReport;
import dev.santoku.result.Outcome;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Two processors at a few sizes; an interval is ±2 %, so that 8 % more is a clear difference and 3 % is none. */
class BreakEvenTest {
    private final Results results = new Results().samples(23);

    /** The pool takes a second at each size; the GPU is so many times as fast. */
    private BreakEvenTest gpu(int size, double speed) {
        results.measured(Results.POOL, Precision.F32, Shape.square(size), 1)
                .measured(Results.GPU, Precision.F32, Shape.square(size), 1 / speed);
        return this;
    }

    private List<String> words() {
        return BreakEven.of(results.build()).stream()
                .map(each -> "%s over %s %s".formatted(each.faster(), each.slower(), each.inWords()))
                .toList();
    }

    /** Speeds 1/2 and 2 are equal at the geometric mean, 724; 1/2 and 4 at 512·2^(1/3), 645. */
    @Test
    void betweenTwoSizesItIsInterpolated() {
        gpu(256, 0.1).gpu(512, 0.5).gpu(1024, 2).gpu(2048, 5);
        assertThat(words()).containsExactly("cl0 (GPU) over the pool from about 720 up (between 512 and 1024)");
        assertThat(BreakEven.of(new BreakEvenTest()
                                .gpu(512, 0.5)
                                .gpu(1024, 4)
                                .results
                                .build())
                        .get(0)
                        .about()
                        .orElseThrow())
                .isBetween(645.0, 645.1);
    }

    @Test
    void sizesFarApartHaveNoneBetweenThem() {
        assertThat(gpu(512, 0.5).gpu(2048, 2).words())
                .containsExactly("cl0 (GPU) over the pool from somewhere between 512 and 2048 up");
    }

    @Test
    void aSizeWithoutAVerdictWidensTheGap() {
        assertThat(gpu(512, 0.5).gpu(724, 1.03).gpu(1024, 2).words())
                .containsExactly("cl0 (GPU) over the pool from somewhere between 512 and 1024 up");
    }

    @Test
    void nothingIsToldOutsideOfWhatWasMeasured() {
        assertThat(gpu(512, 2).words()).as("one size").isEmpty();
        assertThat(gpu(1024, 2).words()).containsExactly("cl0 (GPU) over the pool at every size measured, 512 to 1024");
        assertThat(new BreakEvenTest().gpu(512, 0.5).gpu(1024, 0.6).words())
                .containsExactly("the pool over cl0 (GPU) at every size measured, 512 to 1024");
        assertThat(new BreakEvenTest().gpu(512, 0.5).gpu(1024, 1.02).words()).isEmpty();
        assertThat(new BreakEvenTest().gpu(512, 1.02).gpu(1024, 2).words())
                .containsExactly("cl0 (GPU) over the pool from 1024, and not clearly below");
    }

    /** Faster, slower, and faster again: the last time counts. */
    @Test
    void itIsFasterAtAllLargerSizes() {
        assertThat(gpu(256, 2).gpu(512, 0.5).gpu(1024, 2).words())
                .containsExactly("cl0 (GPU) over the pool from about 720 up (between 512 and 1024)");
    }

    @Test
    void theFastestContenderOfAProcessorCounts() {
        gpu(512, 0.5).gpu(1024, 2);
        results.measured(Results.APARAPI, Precision.F32, Shape.square(512), 0.5)
                .measured(Results.YARDSTICK_POOL, Precision.F32, Shape.square(512), 1e-6)
                .measured("pool:naive@cpu", Precision.F32, Shape.square(1024), 9);
        assertThat(words()).containsExactly("cl0 (GPU) over the pool at every size measured, 512 to 1024");
    }

    @Test
    void whereItFailedNothingIsKnown() {
        gpu(512, 0.5).gpu(1024, 2);
        results.notMeasured(Results.GPU, Precision.F32, Shape.square(2048), Outcome.FAILED, "crashed");
        assertThat(words()).isEmpty();
    }

    /** Shapes that are no cubes, batches, and samples too few for a verdict. */
    @Test
    void otherCellsDoNotCount() {
        results.measured(Results.POOL, Precision.F32, Results.OBLONG, 1)
                .measured(Results.GPU, Precision.F32, Results.OBLONG, 9)
                .measured(Results.POOL, Precision.F32, Shape.square(64).inBatch(8), 1)
                .measured(Results.GPU, Precision.F32, Shape.square(64).inBatch(8), 9);
        gpu(1024, 2);
        assertThat(words()).isEmpty();
        results.samples(3, "few-samples");
        assertThat(gpu(2048, 0.1).words()).isEmpty();
    }

    @Test
    void textAndPageTellIt() {
        gpu(512, 0.5).gpu(1024, 2);
        results.measured(Sharings.HYBRID, Precision.F32, Shape.square(512), 1.5)
                .measured(Sharings.HYBRID, Precision.F32, Shape.square(1024), 0.4);
        assertThat(new TableReport(results.build(), Style.PLAIN).toText())
                .contains(
                        "break-even f32, end to end: cl0 (GPU) is faster than the pool from about 720 up (between 512 and 1024)\n",
                        "break-even f32, end to end: hybrid on cpu+cl0+cl1 is faster than the pool from about 630 up "
                                + "(between 512 and 1024)\n")
                .doesNotContain("faster than cl0");
        assertThat(HtmlReport.of(results.build()))
                .contains(
                        "<h2 id=\"break-even\">Break-even sizes</h2>",
                        "<td>at every size measured, 512 to 1024</td>",
                        "<td class=\"figure\" data-value=\"724.0");
    }
}
