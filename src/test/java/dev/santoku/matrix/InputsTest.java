package dev.santoku.matrix;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class InputsTest {
    @ParameterizedTest
    @EnumSource(Precision.class)
    void sameSeedSameMatricesOtherSeedOthers(Precision precision) {
        Shape shape = new Shape(30, 20, 10);
        String digest = Digest.of(Inputs.uniform(shape, precision, 1).a());
        assertThat(Digest.of(Inputs.uniform(shape, precision, 1).a())).isEqualTo(digest);
        assertThat(Digest.of(Inputs.uniform(shape, precision, 2).a())).isNotEqualTo(digest);
        assertThat(Digest.of(Inputs.uniform(Shape.square(10), precision, 1).b()))
                .isNotEqualTo(
                        Digest.of(Inputs.uniform(Shape.square(10), precision, 1).a()));
    }

    @ParameterizedTest
    @EnumSource(value = Precision.class, names = "I8", mode = EnumSource.Mode.EXCLUDE)
    void uniformElementsFillTheirRange(Precision precision) {
        Matrix a = Inputs.uniform(new Shape(100, 1, 100), precision, 3).a();
        double sum = 0;
        double largest = 0;
        for (int i = 0; i < 100; i++) {
            for (int j = 0; j < 100; j++) {
                assertThat(a.at(i, j)).isBetween(-1.0, 1.0);
                sum += a.at(i, j);
                largest = Math.max(largest, Math.abs(a.at(i, j)));
            }
        }
        assertThat(sum / 10_000).isBetween(-0.03, 0.03);
        assertThat(largest).isGreaterThan(0.99);
    }

    @ParameterizedTest
    @EnumSource(Precision.class)
    void noPartialSumOfIntegersLeavesTheExactRange(Precision precision) {
        for (int k : new int[] {1, 2, 1000, 65_536}) {
            Inputs inputs = Inputs.integers(new Shape(3, 2, k), precision, 4);
            for (int i = 0; i < 3; i++) {
                for (int j = 0; j < 2; j++) {
                    double magnitude = 0;
                    for (int p = 0; p < k; p++) {
                        double term = inputs.a().at(i, p) * inputs.b().at(p, j);
                        assertThat(term).isNotZero().isEqualTo(Math.rint(term));
                        magnitude += Math.abs(term);
                    }
                    assertThat(magnitude)
                            .isLessThanOrEqualTo((double) precision.storage().exactLimit());
                }
            }
        }
    }

    @Test
    void verySlimProductsStayExactByLeavingTermsOut() {
        int k = 3 * (1 << 24) + 5;
        Inputs inputs = Inputs.integers(new Shape(1, 1, k), Precision.F32, 5);
        double magnitude = 0;
        for (int p = 0; p < k; p++) {
            magnitude += Math.abs(inputs.a().at(0, p) * inputs.b().at(p, 0));
        }
        assertThat(magnitude).isBetween(1e6, 0x1p24);
    }

    /** Each kind of inputs, as it is drawn for three products at once. */
    @ParameterizedTest
    @EnumSource(Precision.class)
    void productsOfABatchAreAllDifferent(Precision precision) {
        Shape shape = new Shape(5, 7, 19, 3);
        List<Inputs> drawn = new ArrayList<>(Inputs.fullWidth(shape, precision, 9));
        drawn.add(Inputs.uniform(shape, precision, 9));
        drawn.add(Inputs.integers(shape, precision, 9));
        for (Inputs batch : drawn) {
            assertThat(batch.shape()).isEqualTo(shape);
            assertThat(IntStream.range(0, 3)
                            .mapToObj(product -> Digest.of(batch.slice(product).a())))
                    .doesNotHaveDuplicates();
            assertThat(IntStream.range(0, 3)
                            .mapToObj(product -> Digest.of(batch.slice(product).b())))
                    .doesNotHaveDuplicates();
        }
    }

    @Test
    void turningChangesEveryProductOfABatch() {
        Inputs batch = Inputs.uniform(new Shape(5, 7, 19, 3), Precision.F64, 9);
        List<double[]> before = IntStream.range(0, 3)
                .mapToObj(product -> product(batch.slice(product)))
                .toList();
        Inputs turned = batch.turned();
        List<double[]> byA = IntStream.range(0, 3)
                .mapToObj(product -> product(turned.slice(product)))
                .toList();
        batch.turnB();
        for (int product = 0; product < 3; product++) {
            double[] after = product(batch.slice(product));
            assertThat(byA.get(product)).containsExactly(after);
            for (int i = 0; i < after.length; i++) {
                assertThat(after[i]).isNotEqualTo(before.get(product)[i]);
            }
        }
    }

    @Test
    void digestsSeeEveryElement() {
        FloatMatrix matrix = new FloatMatrix(3, 5000, new float[15_000]);
        String zeros = Digest.of(matrix);
        for (int element : new int[] {0, 8191, 8192, 14_999}) {
            matrix.elements()[element] = Float.MIN_VALUE;
            assertThat(Digest.of(matrix)).isNotEqualTo(zeros);
            matrix.elements()[element] = 0;
        }
        assertThat(zeros).startsWith("sha256:").hasSize(7 + 64);
    }

    private static double[] product(Inputs inputs) {
        Shape shape = inputs.shape();
        double[] c = new double[shape.m() * shape.n()];
        for (int i = 0; i < c.length; i++) {
            for (int p = 0; p < shape.k(); p++) {
                c[i] += inputs.a().at(i / shape.n(), p) * inputs.b().at(p, i % shape.n());
            }
        }
        return c;
    }

    @ParameterizedTest
    @EnumSource(Precision.class)
    void turningEitherFactorChangesEveryElementAlikeAndTurningBothChangesNone(Precision precision) {
        for (int k : new int[] {1, 15, 16, 17, 101}) {
            Inputs inputs = Inputs.uniform(new Shape(5, 7, k), precision, 8);
            double[] before = product(inputs);
            double[] copy = product(inputs.turned());
            assertThat(product(inputs)).containsExactly(before);
            inputs.turnA();
            assertThat(product(inputs)).containsExactly(copy);
            for (int i = 0; i < before.length; i++) {
                assertThat(copy[i]).isNotEqualTo(before[i]);
            }
            inputs.turnB();
            assertThat(product(inputs)).containsExactly(before);
            inputs.turnA();
            assertThat(product(inputs)).containsExactly(copy);
            inputs.turnB();
            assertThat(product(inputs)).containsExactly(before);
        }
    }
}
