package dev.santoku.matrix;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The judges are judged: a right product passes, one wrong element anywhere does not. */
class ProductCheckTest {
    private static final long SEED = 7;

    private static Stream<Arguments> cases() {
        return Stream.of(Precision.values())
                .flatMap(precision -> Stream.of(new Shape(1, 1, 1), new Shape(5, 7, 3), new Shape(33, 65, 31))
                        .map(shape -> Arguments.of(precision, shape)));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void rightProductsPass(Precision precision, Shape shape) {
        Inputs integers = Inputs.integers(shape, precision, SEED);
        assertThat(ProductCheck.exact(integers, multiply(integers), SEED)).isEmpty();
        Inputs uniform = Inputs.uniform(shape, precision, SEED);
        for (ProductCheck.Bounded bounded : List.of(
                ProductCheck.bounded(uniform, multiply(uniform), SEED),
                ProductCheck.spotCheck(uniform, multiply(uniform), SEED))) {
            assertThat(bounded.complaint()).isEmpty();
            assertThat(bounded.error()).isBetween(0.0, bounded.bound());
            assertThat(bounded.bound()).isEqualTo(ErrorBound.gamma(shape.k(), precision));
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void oneWrongIntegerAnywhereIsFound(Precision precision, Shape shape) {
        Inputs integers = Inputs.integers(shape, precision, SEED);
        for (int i = 0; i < shape.m(); i++) {
            for (int j = 0; j < shape.n(); j++) {
                Matrix c = multiply(integers);
                c.set(i, j, c.at(i, j) + 1);
                assertThat(ProductCheck.exact(integers, c, SEED))
                        .hasValueSatisfying(complaint -> assertThat(complaint).contains("integer product"));
            }
        }
    }

    /** Rows are copied where they cross segments. */
    @ParameterizedTest
    @EnumSource(Precision.class)
    void matricesOutsideOfTheHeapAreJudgedAlike(Precision precision) {
        Shape shape = new Shape(33, 67, 31);
        Inputs integers = Inputs.integers(shape, precision, SEED);
        Inputs uniform = Inputs.uniform(shape, precision, SEED);
        try (OffHeapMatrix a = OffHeap.copyOf(integers.a());
                OffHeapMatrix b = OffHeap.copyOf(integers.b());
                OffHeapMatrix c = OffHeap.copyOf(multiply(integers));
                OffHeapMatrix uniformA = OffHeap.copyOf(uniform.a());
                OffHeapMatrix uniformB = OffHeap.copyOf(uniform.b());
                OffHeapMatrix uniformC = OffHeap.copyOf(multiply(uniform))) {
            Inputs far = new Inputs(a, b);
            assertThat(ProductCheck.exact(far, c, SEED)).isEmpty();
            assertThat(ProductCheck.exact(new Inputs(integers.a(), b), c, SEED)).isEmpty();
            c.set(32, 66, c.at(32, 66) + 1);
            assertThat(ProductCheck.exact(far, c, SEED))
                    .isEqualTo(ProductCheck.exact(integers, OffHeap.onHeap(c), SEED));
            assertThat(ProductCheck.exact(far, c, SEED).orElseThrow()).contains("element (32, 66)");

            Inputs farUniform = new Inputs(uniformA, uniformB);
            for (double wrong : new double[] {uniformC.at(17, 64), 5, Double.NaN}) {
                uniformC.set(17, 64, wrong);
                Matrix near = OffHeap.onHeap(uniformC);
                assertThat(ProductCheck.bounded(farUniform, uniformC, SEED).toString())
                        .isEqualTo(ProductCheck.bounded(uniform, near, SEED).toString());
                assertThat(ProductCheck.spotCheck(farUniform, uniformC, SEED).toString())
                        .isEqualTo(ProductCheck.spotCheck(uniform, near, SEED).toString());
            }
            assertThat(ProductCheck.bounded(farUniform, uniformC, SEED).complaint())
                    .isPresent();
        }
    }

    @ParameterizedTest
    @EnumSource(Precision.class)
    void aResultThatIsNoIntegerIsFound(Precision precision) {
        Inputs integers = Inputs.integers(Shape.square(9), precision, SEED);
        for (double wrong : new double[] {Double.NaN, Double.POSITIVE_INFINITY, 0.5, 1e300}) {
            Matrix c = multiply(integers);
            c.set(4, 8, wrong);
            assertThat(ProductCheck.exact(integers, c, SEED)).isPresent();
        }
    }

    @ParameterizedTest
    @EnumSource(Precision.class)
    void anErrorBeyondRoundingIsFound(Precision precision) {
        Shape shape = new Shape(40, 30, 50);
        Inputs uniform = Inputs.uniform(shape, precision, SEED);
        double gamma = ErrorBound.gamma(shape.k(), precision);
        Matrix c = multiply(uniform);
        c.set(11, 13, c.at(11, 13) + Math.max(1, 40 * gamma * shape.k()));
        ProductCheck.Bounded bounded = ProductCheck.bounded(uniform, c, SEED);
        assertThat(bounded.complaint())
                .hasValueSatisfying(words -> assertThat(words).contains("element (11, 13)"));
        assertThat(bounded.error()).isGreaterThan(bounded.bound());
        assertThat(bounded.method()).isEqualTo("reference");
    }

    @ParameterizedTest
    @EnumSource(Precision.class)
    void poisonIsFoundEverywhere(Precision precision) {
        Inputs uniform = Inputs.uniform(new Shape(40, 30, 50), precision, SEED);
        for (int element : new int[] {0, 29, 30, 599, 1199}) {
            Matrix c = multiply(uniform);
            c.set(element / 30, element % 30, Double.NaN);
            assertThat(ProductCheck.bounded(uniform, c, SEED).complaint()).isPresent();
            assertThat(ProductCheck.spotCheck(uniform, c, SEED).complaint())
                    .hasValueSatisfying(complaint -> assertThat(complaint).contains("NaN"));
        }
    }

    /** A right product in the wrong place, too. */
    @ParameterizedTest
    @EnumSource(Precision.class)
    void aFaultInOneProductOfABatchIsToldWithItsPlace(Precision precision) {
        Shape shape = new Shape(9, 8, 7, 5);
        Inputs integers = Inputs.integers(shape, precision, SEED);
        Matrix c = multiply(integers);
        assertThat(ProductCheck.exact(integers, c, SEED)).isEmpty();
        c.set(3 * 9 + 4, 2, c.at(3 * 9 + 4, 2) + 1);
        assertThat(ProductCheck.exact(integers, c, SEED)).hasValueSatisfying(words -> assertThat(words)
                .startsWith("product 4 of 5: element (4, 2) of an integer"));
        Inputs uniform = Inputs.uniform(shape, precision, SEED);
        Matrix right = multiply(uniform);
        BoundCheck bound = new BoundCheck(uniform);
        assertThat(ProductCheck.bounded(uniform, right, SEED).complaint()).isEmpty();
        assertThat(ProductCheck.bounded(uniform, right, SEED).error()).isBetween(0.0, ErrorBound.gamma(7, precision));
        assertThat(bound.complaint(uniform, right, SEED)).isEmpty();
        Matrix exchanged = multiply(uniform);
        exchanged.paste(9, right.slice(18, 9));
        exchanged.paste(18, right.slice(9, 9));
        for (Optional<String> complaint : List.of(
                ProductCheck.bounded(uniform, exchanged, SEED).complaint(),
                ProductCheck.spotCheck(uniform, exchanged, SEED).complaint(),
                bound.complaint(uniform, exchanged, SEED))) {
            assertThat(complaint)
                    .hasValueSatisfying(words -> assertThat(words).startsWith("product 2 of 5: element ("));
        }
    }

    @Test
    void aWrongTileIsFoundBySampling() {
        Shape shape = new Shape(300, 280, 20);
        Inputs uniform = Inputs.uniform(shape, Precision.F32, SEED);
        Matrix c = multiply(uniform);
        for (int i = 128; i < 192; i++) {
            for (int j = 0; j < 280; j++) {
                c.set(i, j, c.at(i, j) * 1.01);
            }
        }
        ProductCheck.Bounded bounded = ProductCheck.spotCheck(uniform, c, SEED);
        assertThat(bounded.complaint()).isPresent();
        assertThat(bounded.method()).isEqualTo("sampled");
    }

    @ParameterizedTest
    @MethodSource("cases")
    void fullWidthProductsPassOnlyWithAllTheirBits(Precision precision, Shape shape) {
        for (Inputs wide : Inputs.fullWidth(shape, precision, SEED)) {
            assertThat(ProductCheck.exact(wide, multiply(wide), SEED)).isEmpty();
        }
    }

    @Test
    void inputsRoundedToTf32PassTheBoundButNotFullWidth() {
        Shape shape = new Shape(32, 32, 4096);
        Inputs uniform = Inputs.uniform(shape, Precision.F32, SEED);
        assertThat(ProductCheck.bounded(uniform, multiply(roundedToTf32(uniform)), SEED)
                        .complaint())
                .as("this is why the other check is there")
                .isEmpty();
        for (Inputs wide : Inputs.fullWidth(shape, Precision.F32, SEED)) {
            assertThat(ProductCheck.exact(wide, multiply(roundedToTf32(wide)), SEED))
                    .isPresent();
        }
    }

    private static Inputs roundedToTf32(Inputs inputs) {
        return new Inputs(roundedToTf32(inputs.a()), roundedToTf32(inputs.b()));
    }

    private static Matrix roundedToTf32(Matrix matrix) {
        Matrix rounded = Matrix.zeros(Precision.F32, matrix.rows(), matrix.columns());
        for (int i = 0; i < matrix.rows(); i++) {
            for (int j = 0; j < matrix.columns(); j++) {
                int bits = Float.floatToIntBits((float) matrix.at(i, j));
                rounded.set(i, j, Float.intBitsToFloat((bits + 0x1000) & ~0x1FFF));
            }
        }
        return rounded;
    }

    @Test
    void theReferenceForF64IsBetterThanF64() {
        Shape shape = new Shape(1, 1, 2000);
        Inputs inputs = Inputs.uniform(shape, Precision.F64, SEED);
        BigDecimal exact = BigDecimal.ZERO;
        for (int p = 0; p < shape.k(); p++) {
            exact = exact.add(new BigDecimal(inputs.a().at(0, p))
                    .multiply(new BigDecimal(inputs.b().at(p, 0))));
        }
        Reference reference = new Reference(inputs);
        reference.computeRow(0);
        assertThat(reference.product(0)).isEqualTo(exact.doubleValue());
    }

    @Test
    void gammaIsHighamsConstant() {
        assertThat(ErrorBound.gamma(1024, Precision.F32)).isEqualTo(0x1p-14 / (1 - 0x1p-14));
        assertThat(ErrorBound.gamma(1 << 24, Precision.F32)).isInfinite();
    }

    private static Matrix multiply(Inputs inputs) {
        Shape shape = inputs.shape();
        Matrix c = Matrix.zeros(inputs.precision().storage(), shape.rows(), shape.n());
        for (int i = 0; i < shape.rows(); i++) {
            int from = i / shape.m() * shape.k();
            for (int j = 0; j < shape.n(); j++) {
                double sum = 0;
                for (int p = 0; p < shape.k(); p++) {
                    sum += inputs.a().at(i, p) * inputs.b().at(from + p, j);
                }
                c.set(i, j, sum);
            }
        }
        return c;
    }
}
