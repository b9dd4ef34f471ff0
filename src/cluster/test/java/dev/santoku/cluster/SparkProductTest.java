package dev.santoku.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.santoku.backend.BackendException;
import dev.santoku.matrix.Digest;
import dev.santoku.matrix.Inputs;
import dev.santoku.matrix.Matrix;
import dev.santoku.matrix.Precision;
import dev.santoku.matrix.ProductCheck;
import dev.santoku.matrix.Shape;
import dev.santoku.matrix.file.StoredMatrix;
import dev.santoku.plan.Grid;
import java.util.Set;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SparkProductTest {
    private static final long SEED = 20_260_401;

    private final JavaSparkContext spark = LocalSpark.context();

    private SparkProduct upload(Inputs inputs, int p, int q, int r, String backend) {
        Shape shape = inputs.shape();
        Precision precision = inputs.precision();
        ProductTask task = new ProductTask(
                StoredMatrix.random(shape.m(), shape.k(), precision, 0),
                StoredMatrix.random(shape.k(), shape.n(), precision, 0),
                precision,
                backend,
                "",
                new ProductTask.Target("", ""),
                true,
                new ProductTask.Wanted(0, 0));
        Grid grid = new Grid(shape.m(), shape.n(), shape.k(), p, q, r);
        NodeMultiplier.Wish wish = new NodeMultiplier.Wish(backend, 64, 64, 64, precision, 1, 1);
        return new SparkProduct(shape, LocalSpark.engine(), task, grid, wish, inputs.a(), inputs.b(), "here");
    }

    @ParameterizedTest
    @CsvSource({
        "F32, 1x1x1, 1, 1, 1",
        "F64, 1x1x97, 1, 1, 97",
        "F32, 1x53x29, 1, 53, 1",
        "F64, 59x1x31, 59, 1, 2",
        "F32, 67x131x71, 1, 1, 1",
        "F64, 67x131x71, 3, 2, 1",
        "F32, 67x131x71, 2, 5, 3",
        "F64, 2x3x5, 2, 3, 5",
        "F64, 41x43x47, 7, 1, 47",
    })
    void anyGridGivesTheExactProduct(Precision precision, Shape shape, int p, int q, int r) {
        Inputs inputs = Inputs.integers(shape, precision, SEED);
        try (SparkProduct product = upload(inputs, p, q, r, "pool")) {
            product.poison();
            assertThat(product.result().at(shape.m() - 1, shape.n() - 1)).isNaN();
            for (int run = 0; run < 2; run++) {
                product.compute();
                assertThat(ProductCheck.exact(inputs, product.result(), SEED)).isEmpty();
            }
            assertThat(product.ranOn()).isEqualTo("here");
        }
    }

    @Test
    void partsAreAddedInOneOrder() {
        Inputs inputs = Inputs.uniform(new Shape(31, 37, 1009), Precision.F32, SEED);
        try (SparkProduct product = upload(inputs, 2, 2, 7, "single")) {
            product.compute();
            String first = Digest.of(product.result());
            for (int run = 0; run < 5; run++) {
                product.poison();
                product.compute();
                assertThat(Digest.of(product.result())).isEqualTo(first);
            }
            assertThat(ProductCheck.bounded(inputs, product.result(), SEED).complaint())
                    .isEmpty();
        }
    }

    @Test
    void nanAndInfinityGoWhereTheyBelong() {
        Inputs inputs = Inputs.integers(new Shape(5, 7, 11), Precision.F64, SEED);
        inputs.a().set(1, 10, Double.NaN);
        inputs.a().set(3, 0, Double.POSITIVE_INFINITY);
        inputs.b().set(0, 2, 0);
        try (SparkProduct product = upload(inputs, 2, 3, 4, "pool")) {
            product.compute();
            Matrix c = product.result();
            for (int column = 0; column < 7; column++) {
                assertThat(c.at(0, column)).isFinite();
                assertThat(c.at(1, column)).isNaN();
                assertThat(Double.isFinite(c.at(3, column))).isFalse();
            }
            assertThat(c.at(3, 2)).as("∞·0").isNaN();
        }
    }

    @Test
    void whatWasUploadedGoesWhenItIsClosed() {
        Set<Integer> before = spark.getPersistentRDDs().keySet();
        Inputs inputs = Inputs.integers(new Shape(20, 30, 40), Precision.F32, SEED);
        SparkProduct product = upload(inputs, 2, 2, 2, "pool");
        product.compute();
        product.compute();
        assertThat(spark.getPersistentRDDs()).as("the factors and one C").hasSize(before.size() + 2);
        product.close();
        assertThat(spark.getPersistentRDDs().keySet()).isEqualTo(before);
    }

    /** As when an executor dies: Spark cannot make again what was kept there alone. */
    @Test
    void factorsThatAreLostAreToldInALine() {
        Inputs inputs = Inputs.integers(new Shape(20, 30, 40), Precision.F32, SEED);
        Set<Integer> before = spark.getPersistentRDDs().keySet();
        try (SparkProduct product = upload(inputs, 2, 2, 1, "pool")) {
            product.compute();
            spark.getPersistentRDDs().forEach((id, kept) -> {
                if (!before.contains(id)) {
                    kept.unpersist(true);
                }
            });
            assertThatThrownBy(product::compute)
                    .isInstanceOf(BackendException.class)
                    .hasMessageNotContaining("\n")
                    .hasMessage("an executor was lost, and its blocks of A and B with it");
            assertThatThrownBy(product::result).isInstanceOf(BackendException.class);
        }
    }
}
