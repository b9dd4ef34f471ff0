package dev.santoku.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.santoku.matrix.DoubleMatrix;
import dev.santoku.matrix.Precision;
import dev.santoku.matrix.file.Piece;
import dev.santoku.matrix.file.StoredMatrix;
import dev.santoku.plan.Grid;
import java.util.List;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.util.CollectionAccumulator;
import org.junit.jupiter.api.Test;
import scala.Tuple2;

/** A cuboid of 2×1×3: (1 2 3; 4 5 6) · (1; 10; 100). */
class MultiplyTest {
    private final JavaSparkContext spark = LocalSpark.context();
    private final CollectionAccumulator<CuboidDone> done = spark.sc().collectionAccumulator("cuboids of a test");

    private static Tuple2<Integer, byte[]> piece(int tag, int row, int rows, int columns, double... elements) {
        return Tuple2.apply(0, Piece.of(tag, row, new DoubleMatrix(rows, columns, elements)));
    }

    private double[] product(List<Tuple2<Integer, byte[]>> pieces) {
        ProductTask task = new ProductTask(
                StoredMatrix.random(2, 3, Precision.F64, 0),
                StoredMatrix.random(3, 1, Precision.F64, 0),
                Precision.F64,
                "single",
                "",
                new ProductTask.Target("", ""),
                true,
                new ProductTask.Wanted(0, 0));
        NodeMultiplier.Wish wish = new NodeMultiplier.Wish("single", 2, 1, 3, Precision.F64, 1, 1);
        Multiply multiply = new Multiply(task, new Grid(2, 1, 3, 1, 1, 1), wish, done);
        return spark.parallelize(pieces, 1)
                .mapPartitions(some ->
                        List.of(LocalSpark.elements(multiply.product(some))).iterator())
                .collect()
                .get(0);
    }

    @Test
    void piecesComeInAnyOrder() {
        double[] c = product(List.of(
                piece(Send.OF_B, 1, 2, 1, 10, 100),
                piece(Send.OF_A, 1, 1, 3, 4, 5, 6),
                piece(Send.OF_B, 0, 1, 1, 1),
                piece(Send.OF_A, 0, 1, 3, 1, 2, 3)));
        assertThat(c[0]).isEqualTo(321);
        assertThat(c[1]).isEqualTo(654);
        assertThat(done.value()).singleElement().satisfies(cuboid -> {
            assertThat(cuboid.cuboid()).isZero();
            assertThat(cuboid.by()).isEqualTo("single@cpu");
            assertThat(cuboid.unverified()).isEmpty();
        });
    }

    @Test
    void rowsThatAreMissingAreNoZeros() {
        assertThatThrownBy(() ->
                        product(List.of(piece(Send.OF_B, 0, 3, 1, 1, 10, 100), piece(Send.OF_A, 1, 1, 3, 4, 5, 6))))
                .hasStackTraceContaining("of the factors of a block 3 elements are missing");
    }

    @Test
    void aProductThatCannotBeVerifiedSaysSo() {
        double[] c = product(
                List.of(piece(Send.OF_B, 0, 3, 1, 1, 10, Double.NaN), piece(Send.OF_A, 0, 2, 3, 1, 2, 3, 4, 5, 6)));
        assertThat(c[0]).isNaN();
        assertThat(done.value()).singleElement().satisfies(cuboid -> assertThat(cuboid.unverified())
                .contains("hold NaN or infinity"));
    }
}
