package dev.santoku.measure;

import static org.assertj.core.api.Assertions.assertThat;

import dev.santoku.matrix.Precision;
import dev.santoku.matrix.Shape;
import dev.santoku.measure.statistics.Estimate;
import dev.santoku.measure.statistics.StopRule;
import java.util.List;
import org.junit.jupiter.api.Test;

class CeilingsTest {
    private static final Contender ONE = new Contender("single", "v", "cpu", 1);
    private static final Contender OTHER = new Contender("openblas", "v", "cpu", 1);
    private static final Contender TWO = new Contender("pool", "v", "cpu", 2);

    private final Ceilings ceilings = new Ceilings();

    private static CellResult cell(Contender contender, double gflops) {
        Estimate estimate = new Estimate(1, 1, 1);
        return new CellResult(
                contender.toString(),
                contender.backend(),
                contender.variant(),
                contender.device(),
                contender.threads(),
                false,
                Precision.F32,
                Shape.square(8),
                Outcome.MEASURED,
                null,
                "here",
                null,
                new CellResult.Seconds(0, estimate, estimate, estimate, estimate),
                10,
                StopRule.Reason.PRECISION,
                new CellResult.Gflops(gflops, gflops / 2),
                null,
                List.of(Doubts.WIDE));
    }

    @Test
    void theBestCountsWhoeverMeasuredIt() {
        ceilings.fma(ONE, Precision.F32, 90);
        ceilings.fma(OTHER, Precision.F32, 100);
        ceilings.fma(ONE, Precision.F32, 95);
        ceilings.fma(TWO, Precision.F32, 180);
        ceilings.bandwidth(ONE, 20);
        ceilings.bandwidth(OTHER, 18);
        assertThat(ceilings.all())
                .containsExactly(
                        new Ceiling("cpu", 1, Precision.F32, 100, 20.0),
                        new Ceiling("cpu", 2, Precision.F32, 180, null));
        assertThat(ceilings.judged(cell(OTHER, 50)).ofCeiling()).isEqualTo(0.5);
        assertThat(ceilings.judged(cell(TWO, 45)).ofCeiling()).isEqualTo(0.25);
    }

    @Test
    void aCellAboveItIsFlaggedUntilAHigherOneIsMeasured() {
        ceilings.fma(ONE, Precision.F32, 100);
        CellResult above = ceilings.judged(cell(ONE, 110));
        assertThat(above.ofCeiling()).isEqualTo(1.1);
        assertThat(above.flags()).containsExactly(Doubts.WIDE, Doubts.ABOVE_CEILING);
        assertThat(ceilings.judged(above)).isEqualTo(above);
        ceilings.fma(ONE, Precision.F32, 110);
        assertThat(ceilings.judged(above).ofCeiling()).isEqualTo(1);
        assertThat(ceilings.judged(above).flags()).containsExactly(Doubts.WIDE);
    }

    @Test
    void whatHasNoCeilingOrNoRateHasNoShare() {
        ceilings.fma(ONE, Precision.F64, 100);
        assertThat(ceilings.judged(cell(ONE, 10)).ofCeiling()).isNull();
        ceilings.fma(ONE, Precision.F32, 100);
        CellResult skipped = CellResults.notMeasured(
                new Cell(ONE, Precision.F32, Shape.square(8)), 1, false, Outcome.SKIPPED, "too slow");
        assertThat(ceilings.judged(skipped)).isEqualTo(skipped);
    }
}
