package dev.santoku.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.santoku.backend.ClusterCost;
import dev.santoku.matrix.Precision;
import dev.santoku.matrix.Shape;
import dev.santoku.result.CellResult;
import dev.santoku.result.RunResult;
import java.util.List;
import org.junit.jupiter.api.Test;

class WeakScalingTest {
    /** From 80 ms on one thread to 100 ms on two, which multiply 1.9993 times as much. */
    @Test
    void sizesThatGrowAsTheThreadsAreHeldToTheFewest() {
        List<WeakScaling> scalings = WeakScaling.of(Clusters.run());
        assertThat(scalings).hasSize(1);
        WeakScaling scaling = scalings.get(0);
        assertThat(scaling.cells()).extracting(CellResult::shape).containsExactly(Clusters.SMALL, Clusters.TWICE);
        assertThat(scaling.cells()).extracting(CellResult::threads).containsExactly(1, 2);
        assertThat(scaling.efficiency(scaling.cells().get(0))).isEqualTo(1);
        assertThat(scaling.efficiency(scaling.cells().get(1)))
                .isCloseTo(0.8 * Math.pow(1290.0 / 1024, 3) / 2, within(1e-12));
        assertThat(scaling.lines())
                .containsExactly(
                        "weak scaling of spark:cuboids@cpu, f32, 2.15 GFLOP for each thread, computing alone",
                        "  threads  size                      time  efficiency  predicted",
                        "        1  1024×1024×1024         80.0 ms     100.0 %    72.5 ms",
                        "        2  1290×1290×1290          100 ms      80.0 %    50.0 ms");
    }

    @Test
    void anyContenderWithThreadsIsSpreadEndToEnd() {
        RunResult result = new Results()
                .threads(1)
                .measured(Results.POOL, Precision.F32, Shape.square(512), 0.01)
                .threads(2)
                .measured(Results.POOL, Precision.F32, new Shape(1024, 512, 512), 0.0125)
                .measured(Results.POOL, Precision.F64, new Shape(1024, 512, 512), 0.02)
                .build();
        assertThat(WeakScaling.of(result)).singleElement().satisfies(scaling -> {
            assertThat(scaling.time()).isEqualTo("endToEnd");
            assertThat(scaling.efficiency(scaling.cells().get(1))).isCloseTo(0.8, within(1e-12));
        });
    }

    /** 6 % more, and the same size on all threads. */
    @Test
    void whereTheWorkDoesNotMatchThereIsNone() {
        RunResult result = new Results()
                .threads(1)
                .measured(Results.POOL, Precision.F32, Shape.square(1000), 0.01)
                .threads(2)
                .measured(Results.POOL, Precision.F32, new Shape(2120, 1000, 1000), 0.01)
                .measured(Results.POOL, Precision.F32, Shape.square(1000), 0.005)
                .build();
        assertThat(WeakScaling.of(result)).isEmpty();
        assertThat(WeakScaling.of(Results.typical())).isEmpty();
    }

    @Test
    void aClusterWhoseSlotsAreNotTheThreadsSaysNothing() {
        ClusterCost given = new ClusterCost(4, 1e6, 1e6, 1, 0, 0, 0, null);
        RunResult result = new Results()
                .cluster(given)
                .threads(1)
                .measured(Clusters.SPARK, Precision.F32, Shape.square(1000), 0.01)
                .threads(2)
                .measured(Clusters.SPARK, Precision.F32, new Shape(2000, 1000, 1000), 0.01)
                .build();
        assertThat(WeakScaling.of(result)).isEmpty();
    }
}
