package dev.santoku.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.santoku.matrix.Precision;
import dev.santoku.matrix.Shape;
import dev.santoku.report.text.TableReport;
import org.junit.jupiter.api.Test;

class ClusterLinesTest {
    @Test
    void tellsBytesSharesAndWhatWasPredicted() {
        assertThat(ClusterLines.of(Clusters.run()))
                .hasSize(10)
                .startsWith(
                        "spark:cuboids@cpu, f32 1024×1024×1024: a product shuffles 8.40 MB",
                        "     of 1 slot's time tasks compute 50.0 %, write shuffles 12.5 %, wait for them 6.3 %; no task runs "
                                + "31.3 %; predicted 72.5 ms, computed in 80.0 ms")
                .contains(
                        "spark:cuboids@cpu on 2 threads, f32 1024×1024×1024: a product shuffles 12.6 MB, 3.00 × the lower bound")
                .endsWith(
                        "mllib:b1024@cpu on 2 threads, f64 1024×1024×1024: a product shuffles 21.0 MB, 5.00 × the lower bound",
                        "     of 2 slots' time tasks compute 40.0 %, write shuffles 10.0 %, wait for them 20.0 %; no task runs 30.0 %");
        assertThat(ClusterLines.of(Results.typical())).isEmpty();
    }

    @Test
    void theReportHasThem() {
        assertThat(new TableReport(Clusters.run(), Style.PLAIN).toText())
                .contains(
                        "a product shuffles 12.6 MB",
                        "weak scaling of spark:cuboids@cpu, f32, 2.15 GFLOP for each thread");
    }

    @Test
    void aBatchIsPredictedAsSoManyProducts() {
        Shape batch = new Shape(64, 64, 64, 10);
        assertThat(ClusterLines.predicted(new Results()
                        .cluster(Clusters.TWO)
                        .measured(Clusters.SPARK, Precision.F32, batch, 1)
                        .build()
                        .results()
                        .get(0)))
                .isEqualTo(0.5);
    }
}
