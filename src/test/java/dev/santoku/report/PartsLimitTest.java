package dev.santoku.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.santoku.matrix.Precision;
import dev.santoku.matrix.Shape;
import dev.santoku.report.html.HtmlReport;
import dev.santoku.report.text.TableReport;
import dev.santoku.result.Outcome;
import org.junit.jupiter.api.Test;

/** A product of 1000 has 2·10⁹ operations. */
class PartsLimitTest {
    private static final Shape SHAPE = Shape.square(1000);

    private final Results results = new Results();

    private PartsLimitTest rate(String contender, double gflops) {
        results.measured(contender, Precision.F32, SHAPE, 2 / gflops);
        return this;
    }

    @Test
    void theSumOfThePartsIsTheLimit() {
        rate(Results.POOL, 50).rate("pool:naive@cpu", 5).rate(Results.GPU, 200).rate("hybrid:tiles@cpu+cl0", 240);
        assertThat(PartsLimit.of(results.build())).singleElement().satisfies(limit -> assertThat(limit.lines())
                .containsExactly(
                        "shared product f32 1000×1000×1000, end to end",
                        "  pool:blocked@cpu on 2 threads     50.0 GFLOP/s",
                        "  jocl:tiled@cl0                     200 GFLOP/s",
                        "  limit                              250 GFLOP/s, sum of the parts",
                        "  hybrid:tiles@cpu+cl0               240 GFLOP/s, 96.0 % of the limit"));
        assertThat(new TableReport(results.build(), Style.PLAIN).toText()).contains(", 96.0 % of the limit\n");
        assertThat(HtmlReport.of(results.build()))
                .contains("<td>pool:blocked@cpu on 2 threads 50.0, jocl:tiled@cl0 200</td>");
    }

    /** A driver that computes on the CPU has the cores of the pool. */
    @Test
    void onTheSameCoresTheFastestCounts() {
        rate(Results.POOL, 50).rate(Results.POCL, 40).rate("hybrid:tiles@cpu+cl1", 45);
        PartsLimit limit = PartsLimit.of(results.build()).get(0);
        assertThat(limit.gflops()).isEqualTo(50);
        assertThat(limit.limitInWords()).isEqualTo("the faster of the parts, which share cores");
    }

    @Test
    void besideAGpuTheyCountOnce() {
        rate(Results.POOL, 50).rate(Results.POCL, 40).rate(Results.GPU, 200).rate("hybrid:tiles@cpu+cl0+cl1", 200);
        PartsLimit limit = PartsLimit.of(results.build()).get(0);
        assertThat(limit.gflops()).isEqualTo(250);
        assertThat(limit.share()).isEqualTo(0.8);
        assertThat(limit.sameCores()).isTrue();
    }

    /** A thread of Java is what {@code cpu:1} is; the pool's two threads are not. */
    @Test
    void piecesAreApart() {
        rate(Results.SINGLE, 25)
                .rate(Results.POOL, 50)
                .rate("jocl:tiled@cl1:1", 20)
                .rate("hybrid:tiles@cpu:1+cl1:1", 42);
        assertThat(PartsLimit.of(results.build())).singleElement().satisfies(limit -> {
            assertThat(limit.gflops()).isEqualTo(45);
            assertThat(limit.limitInWords()).isEqualTo("sum of the parts");
        });
    }

    @Test
    void piecesOfAsManyUnitsCountAlike() {
        rate("jocl:tiled@cl1:1", 20).rate("jocl:tiled@cl1:2", 38).rate("hybrid:tiles@cl1:1+cl1:1from1", 39);
        assertThat(PartsLimit.of(results.build()).get(0).gflops()).isEqualTo(40);
    }

    @Test
    void withoutEachPartThereIsNoLimit() {
        rate(Results.POOL, 50).rate("hybrid:tiles@cpu+cl0", 240);
        results.notMeasured(Results.GPU, Precision.F32, SHAPE, Outcome.FAILED, "crashed")
                .measured(Results.GPU, Precision.F32, Results.SMALL, 1);
        assertThat(PartsLimit.of(results.build())).isEmpty();
    }
}
