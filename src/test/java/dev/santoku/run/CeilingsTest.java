package dev.santoku.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.santoku.backend.LinkCeiling;
import dev.santoku.matrix.Precision;
import dev.santoku.matrix.Shape;
import dev.santoku.result.Ceiling;
import dev.santoku.result.Cell;
import dev.santoku.result.CellFlags;
import dev.santoku.result.CellResult;
import dev.santoku.result.Contender;
import dev.santoku.result.Outcome;
import dev.santoku.result.Roofline;
import dev.santoku.result.Verified;
import dev.santoku.statistics.Estimate;
import dev.santoku.statistics.StopRule;
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
                Verified.NOTHING,
                new CellResult.Seconds(0, estimate, estimate, estimate, estimate),
                10,
                1,
                StopRule.Reason.PRECISION,
                new CellResult.Gflops(gflops, gflops / 2),
                null,
                null,
                List.of(CellFlags.WIDE),
                null,
                null,
                null,
                null,
                List.of(),
                null,
                null);
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
        assertThat(above.flags()).containsExactly(CellFlags.WIDE, CellFlags.ABOVE_CEILING);
        assertThat(ceilings.judged(above)).isEqualTo(above);
        ceilings.fma(ONE, Precision.F32, 110);
        assertThat(ceilings.judged(above).ofCeiling()).isEqualTo(1);
        assertThat(ceilings.judged(above).flags()).containsExactly(CellFlags.WIDE);
    }

    @Test
    void theLowerRoofBoundsAProduct() {
        ceilings.fma(ONE, Precision.F32, 100);
        assertThat(ceilings.judged(cell(ONE, 10)).roofline())
                .as("no bandwidth is known")
                .isNull();
        ceilings.bandwidth(ONE, 20);
        // 2·8³ operations on 3·8²·4 bytes: 4/3 of an operation for each
        Roofline memory = ceilings.judged(cell(ONE, 10)).roofline();
        assertThat(memory.flopsPerByte()).isEqualTo(4.0 / 3);
        assertThat(memory.roof()).isEqualTo(Roofline.Roof.MEMORY);
        assertThat(memory.gflops()).isCloseTo(20 * 4.0 / 3, within(1e-12));
        assertThat(memory.share()).isCloseTo(10 / (20 * 4.0 / 3), within(1e-12));
        ceilings.bandwidth(ONE, 80);
        assertThat(ceilings.judged(cell(ONE, 110)).roofline())
                .isEqualTo(new Roofline(4.0 / 3, Roofline.Roof.COMPUTE, 100, 1.1));
        assertThat(ceilings.judged(cell(ONE, 110)).flags()).contains(CellFlags.ABOVE_CEILING);
    }

    @Test
    void aCacheMayBeatTheMemorysRoofWithoutADoubt() {
        ceilings.fma(ONE, Precision.F32, 100);
        ceilings.bandwidth(ONE, 20);
        CellResult cached = ceilings.judged(cell(ONE, 60));
        assertThat(cached.roofline().share()).isGreaterThan(2);
        assertThat(cached.flags()).doesNotContain(CellFlags.ABOVE_CEILING);
    }

    @Test
    void theWayToADeviceStandsInEachOfItsRows() {
        Contender jocl = new Contender("jocl", "v", "cl0");
        Contender clblast = new Contender("clblast", "v", "cl0");
        ceilings.fma(jocl, Precision.F32, 200);
        ceilings.fma(jocl, Precision.F64, 100);
        ceilings.link(jocl, new LinkCeiling(8, 9, 10, 11, 12));
        ceilings.link(clblast, new LinkCeiling(9, 8, 10, 11, 13));
        assertThat(ceilings.all())
                .containsExactly(
                        new Ceiling("cl0", null, Precision.F32, 200, null, 9.0, 9.0, 10.0, 11.0, 12.0),
                        new Ceiling("cl0", null, Precision.F64, 100, null, 9.0, 9.0, 10.0, 11.0, 12.0));
    }

    @Test
    void whatHasNoCeilingOrNoRateHasNoShare() {
        ceilings.fma(ONE, Precision.F64, 100);
        assertThat(ceilings.judged(cell(ONE, 10)).ofCeiling()).isNull();
        ceilings.fma(ONE, Precision.F32, 100);
        CellResult skipped = CellResult.notMeasured(
                new Cell(ONE, Precision.F32, Shape.square(8)), 1, false, Outcome.SKIPPED, "too slow");
        assertThat(ceilings.judged(skipped)).isEqualTo(skipped);
    }
}
