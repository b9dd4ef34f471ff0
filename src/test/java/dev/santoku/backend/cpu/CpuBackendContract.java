package dev.santoku.backend.cpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.santoku.backend.BackendContract;
import dev.santoku.backend.BackendException;
import dev.santoku.backend.Device;
import dev.santoku.backend.Multiplier;
import dev.santoku.backend.Product;
import dev.santoku.backend.Variant;
import dev.santoku.matrix.Inputs;
import dev.santoku.matrix.Matrix;
import dev.santoku.matrix.Precision;
import dev.santoku.matrix.ProductCheck;
import dev.santoku.matrix.Shape;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What {@code single} and {@code pool} promise beyond every back end, with and without the Vector API. */
abstract class CpuBackendContract extends BackendContract {
    private static final long SEED = 31;
    private static final int LARGEST = 70;
    private static final int[] AROUND_TILES = {15, 17, 31, 33, 63, 65};

    private static final List<Shape> RAGGED = List.of(
            new Shape(1, 1, 1),
            new Shape(3, 5, 7),
            new Shape(13, 17, 19),
            new Shape(29, 61, 23),
            new Shape(37, 129, 40),
            new Shape(70, 70, 70),
            new Shape(61, 150, 530));

    @Override
    protected final boolean opens(Variant variant) {
        return !variant.id().equals("vector") || VectorModule.isPresent();
    }

    @Test
    void theVectorApiDecidesWhichVariantIsTheDefaultAndWhetherVectorOpens() {
        Variant vector = backend().variants().stream()
                .filter(variant -> variant.id().equals("vector"))
                .findFirst()
                .orElseThrow();
        if (VectorModule.isPresent()) {
            assertThat(backend().defaultVariant(device())).isEqualTo(vector);
            open(vector).close();
        } else {
            assertThat(backend().defaultVariant(device()).id()).isEqualTo("blocked");
            assertThatThrownBy(() -> open(vector))
                    .isInstanceOf(BackendException.class)
                    .hasMessage("the Vector API is not loaded: start Java with --add-modules jdk.incubator.vector");
        }
        assertThat(backend().defaultVariants(device(), options())).containsExactly(vector);
    }

    /** Every square up to a few tiles, and every length along each side of what lies around whole tiles. */
    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("variantsAndPrecisions")
    @Tag("slow")
    void multipliesEverySmallShapeExactly(Variant variant, Precision precision) {
        try (Multiplier multiplier = open(variant)) {
            for (int side = 1; side <= LARGEST; side++) {
                assertExact(multiplier, Shape.square(side), precision);
                for (int tile : AROUND_TILES) {
                    assertExact(multiplier, new Shape(side, tile, tile), precision);
                    assertExact(multiplier, new Shape(tile, side, tile), precision);
                    assertExact(multiplier, new Shape(tile, tile, side), precision);
                }
            }
        }
    }

    /** Packed blocks and scratch memory are wider than a ragged product; what they held before must not reach it. */
    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("variantsAndPrecisions")
    void whatAProductOfNaNLeavesBehindNeverLeaks(Variant variant, Precision precision) {
        try (Multiplier multiplier = open(variant)) {
            for (Shape shape : RAGGED) {
                multiplyNaN(multiplier, new Shape(150, 200, 600), precision);
                multiplyNaN(multiplier, shape, precision);
                assertExact(multiplier, shape, precision);
            }
        }
    }

    /** One NaN or infinity in each corner of A and of B: a whole row or column of C, and no other element. */
    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("variantsAndPrecisions")
    @Tag("slow")
    void specialValuesAtTheEdgesReachTheirRowOrColumnAlone(Variant variant, Precision precision) {
        try (Multiplier multiplier = open(variant)) {
            for (Shape shape : RAGGED) {
                multiplyNaN(multiplier, shape, precision);
                for (double special : new double[] {Double.NaN, Double.POSITIVE_INFINITY}) {
                    for (int p : new int[] {0, shape.k() - 1}) {
                        for (int i : new int[] {0, shape.m() - 1}) {
                            Inputs inputs = Inputs.integers(shape, precision, SEED);
                            inputs.a().set(i, p, special);
                            assertSpecial(multiplier, inputs, i, -1);
                        }
                        for (int j : new int[] {0, shape.n() - 1}) {
                            Inputs inputs = Inputs.integers(shape, precision, SEED);
                            inputs.b().set(p, j, special);
                            assertSpecial(multiplier, inputs, -1, j);
                        }
                    }
                }
            }
        }
    }

    /** The first products may allocate: what the interpreter runs of the Vector API makes objects of vectors. */
    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("variantsAndPrecisions")
    void aWarmProductAllocatesNothing(Variant variant, Precision precision) {
        Inputs inputs = Inputs.uniform(new Shape(130, 150, 300), precision, SEED);
        try (Multiplier multiplier = open(variant);
                Product product = multiplier.prepare(inputs.a(), inputs.b())) {
            assertThat(new Allocations("santoku-pool-").onceWarm(product::compute, multiplier::awaitCompiler))
                    .as("bytes in ten products")
                    .isZero();
        }
    }

    private static void assertExact(Multiplier multiplier, Shape shape, Precision precision) {
        Inputs inputs = Inputs.integers(shape, precision, SEED);
        try (Product product = multiplier.prepare(inputs.a(), inputs.b())) {
            product.poison();
            product.compute();
            assertThat(ProductCheck.exact(inputs, product.result(), SEED))
                    .as("%s", shape)
                    .isEmpty();
        }
    }

    private static void multiplyNaN(Multiplier multiplier, Shape shape, Precision precision) {
        Matrix a = Matrix.zeros(precision, shape.m(), shape.k());
        Matrix b = Matrix.zeros(precision, shape.k(), shape.n());
        a.fill(Double.NaN);
        b.fill(Double.NaN);
        try (Product product = multiplier.prepare(a, b)) {
            product.compute();
            assertThat(product.result().at(shape.m() - 1, shape.n() - 1)).isNaN();
        }
    }

    /**
     * Compares with the textbook's sums, which are exact where they are finite.
     *
     * @param row of C that must not be finite, or −1
     * @param column of C that must not be finite, or −1
     */
    private static void assertSpecial(Multiplier multiplier, Inputs inputs, int row, int column) {
        Shape shape = inputs.shape();
        List<String> wrong = new ArrayList<>();
        try (Product product = multiplier.prepare(inputs.a(), inputs.b())) {
            product.compute();
            Matrix c = product.result();
            for (int i = 0; i < shape.m(); i++) {
                for (int j = 0; j < shape.n(); j++) {
                    double expected = 0;
                    for (int p = 0; p < shape.k(); p++) {
                        expected += inputs.a().at(i, p) * inputs.b().at(p, j);
                    }
                    boolean isFinite = i != row && j != column;
                    if (Double.compare(c.at(i, j), expected) != 0 || Double.isFinite(expected) != isFinite) {
                        wrong.add("(%d, %d) is %s and must be %s".formatted(i, j, c.at(i, j), expected));
                    }
                }
            }
        }
        assertThat(wrong).as("%s", shape).isEmpty();
    }

    /** The processor, which is always there. */
    @Override
    protected final Device device() {
        return Device.cpu();
    }
}
