package dev.santoku.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.santoku.matrix.FloatMatrix;
import dev.santoku.matrix.Precision;
import dev.santoku.matrix.file.Piece;
import dev.santoku.matrix.file.StoredMatrix;
import dev.santoku.plan.Grid;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import scala.Tuple2;

class SumTest {
    private static final float LARGE = 1e30f;

    private final Grid grid = new Grid(1, 2, 3, 1, 1, 3);
    private final Sum sum = new Sum(
            new ProductTask(
                    StoredMatrix.random(1, 3, Precision.F32, 0),
                    StoredMatrix.random(3, 2, Precision.F32, 0),
                    Precision.F32,
                    "",
                    "",
                    new ProductTask.Target("", ""),
                    true,
                    new ProductTask.Wanted(0, 0)),
            grid);

    private static Tuple2<Integer, byte[]> part(int depth, float... elements) {
        return Tuple2.apply(0, Piece.of(depth, 0, new FloatMatrix(1, 2, elements)));
    }

    private double[] sum(List<Tuple2<Integer, byte[]>> parts) {
        Sum adds = sum; // not the test, which cannot be sent
        return LocalSpark.context()
                .parallelize(parts, 1)
                .mapPartitions(
                        pieces -> List.of(LocalSpark.elements(adds.add(pieces))).iterator())
                .collect()
                .get(0);
    }

    @Test
    void whicheverPartComesFirstTheOrderIsThatOfTheInnerSide() {
        List<Tuple2<Integer, byte[]>> parts =
                new ArrayList<>(List.of(part(0, LARGE, 1), part(1, -LARGE, LARGE), part(2, 1, -LARGE)));
        for (int turn = 0; turn < parts.size(); turn++) {
            Collections.rotate(parts, 1);
            double[] c = sum(parts);
            assertThat(c[0]).as("(10³⁰ − 10³⁰) + 1").isEqualTo(1);
            assertThat(c[1]).as("(1 + 10³⁰) − 10³⁰").isEqualTo(0);
        }
    }

    @Test
    void aPartThatIsMissingIsNoZero() {
        assertThatThrownBy(() -> sum(List.of(part(0, 1, 2), part(2, 3, 4))))
                .hasStackTraceContaining("of the parts of a block 2 elements are missing");
    }

    @Test
    void aPartThatComesTwiceIsRefused() {
        assertThatThrownBy(() -> sum(List.of(part(0, 1, 2), part(1, 1, 2), part(2, 3, 4), part(2, 3, 4))))
                .hasStackTraceContaining("-2 elements are missing");
    }
}
