package dev.santoku.report;

import dev.santoku.backend.ClusterCost;
import dev.santoku.matrix.Precision;
import dev.santoku.matrix.Shape;
import dev.santoku.result.RunResult;
import dev.santoku.result.Scaling;
import java.util.List;

/** Products on a cluster, put together in code. */
public final class Clusters {
    public static final String SPARK = "spark:cuboids@cpu";
    public static final String MLLIB = "mllib:b1024@cpu";
    public static final Shape SMALL = Shape.square(1024);

    /** 1.9993 times the operations of {@link #SMALL}. */
    public static final Shape TWICE = Shape.square(1290);

    /** By one slot, which has no lower bound. */
    public static final ClusterCost ONE =
            new ClusterCost(1, 8.4e6, 0, 0.5, 0.125, 0.0625, 0.3125, new ClusterCost.Prediction(0.0725, 50, 1.25));

    /** By two slots. */
    public static final ClusterCost TWO =
            new ClusterCost(2, 12.6e6, 4.2e6, 0.75, 0.05, 0.08, 0.12, new ClusterCost.Prediction(0.05, 50, 1.25));

    private Clusters() {}

    /** {@code spark} on one and two threads, of two sizes in four cells; {@code mllib} on two, of which no model tells anything. */
    public static RunResult run() {
        return new Results()
                .threads(1)
                .cluster(ONE)
                .measured(SPARK, Precision.F32, SMALL, 0.1)
                .measured(SPARK, Precision.F32, TWICE, 0.2)
                .threads(2)
                .cluster(TWO)
                .measured(SPARK, Precision.F32, SMALL, 0.08)
                .measured(SPARK, Precision.F32, TWICE, 0.125)
                .cluster(new ClusterCost(2, 21e6, 4.2e6, 0.4, 0.1, 0.2, 0.3, null))
                .measured(MLLIB, Precision.F64, SMALL, 0.5)
                .scaling(new Scaling(
                        SPARK,
                        Precision.F32,
                        SMALL,
                        1,
                        null,
                        List.of(
                                new Scaling.Point(1, 0.08, 1, 1, 1, 1, true),
                                new Scaling.Point(2, 0.064, 1.25, 1.2, 1.3, 0.625, true)),
                        "compute"))
                .build();
    }
}
