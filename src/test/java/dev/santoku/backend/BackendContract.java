package dev.santoku.backend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.santoku.matrix.Digest;
import dev.santoku.matrix.Inputs;
import dev.santoku.matrix.Matrix;
import dev.santoku.matrix.OffHeap;
import dev.santoku.matrix.OffHeapMatrix;
import dev.santoku.matrix.Precision;
import dev.santoku.matrix.ProductCheck;
import dev.santoku.matrix.Shape;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What every back end promises, for each of its variants; a back end's test supplies the back end alone. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class BackendContract {
    private static final long SEED = 20_260_301;

    /** Opened once for all shapes: opening takes longer than most products, and kernels are built for each anew. */
    private final Map<Variant, Multiplier> opened = new HashMap<>();

    /** The back end under test. */
    protected abstract Backend backend();

    /** Shapes at this back end's own edges: tile − 1, tile, tile + 1. */
    protected List<Shape> edges() {
        return List.of();
    }

    /** How the back end is opened here. */
    protected OpenOptions options() {
        return new OpenOptions(3);
    }

    /** The device under test; a machine without one fails these tests, for CI has one. */
    protected Device device() {
        Availability availability = backend().probe();
        assertThat(availability).isInstanceOf(Availability.Available.class);
        return availability.devices().get(0);
    }

    private List<Shape> shapes() {
        List<Shape> shapes = new ArrayList<>(List.of(
                new Shape(1, 1, 1),
                new Shape(1, 1, 97),
                new Shape(1, 37, 1),
                new Shape(41, 1, 1),
                new Shape(1, 53, 29),
                new Shape(59, 1, 31),
                new Shape(2, 3, 5),
                new Shape(13, 17, 19),
                new Shape(32, 32, 32),
                new Shape(33, 31, 65),
                new Shape(100, 10, 3),
                new Shape(67, 131, 71)));
        shapes.addAll(edges());
        return shapes;
    }

    /** Whether this JVM can open a variant; its back end's test asserts how it refuses the others. */
    protected boolean opens(Variant variant) {
        return true;
    }

    /** The variants that are tested. */
    protected final Stream<Variant> variants() {
        return backend().variants().stream().filter(this::opens);
    }

    private Stream<Arguments> cells() {
        return variants().flatMap(variant -> device().precisions().stream()
                .flatMap(precision -> shapes().stream().map(shape -> Arguments.of(variant, precision, shape))));
    }

    /** Each variant with each precision of the device. */
    protected final Stream<Arguments> variantsAndPrecisions() {
        return variants()
                .flatMap(variant -> device().precisions().stream().map(precision -> Arguments.of(variant, precision)));
    }

    /** A multiplier of the variant, on the device under test. */
    protected final Multiplier open(Variant variant) {
        return backend().open(device(), variant, options());
    }

    private Multiplier opened(Variant variant) {
        return opened.computeIfAbsent(variant, this::open);
    }

    @AfterAll
    void closeThemAll() {
        opened.values().forEach(Multiplier::close);
    }

    @Test
    void probesTheSameTwice() {
        Backend backend = backend();
        assertThat(backend.probe()).isEqualTo(backend.probe());
    }

    @Test
    void describesItsVariants() {
        assertThat(backend().variants()).isNotEmpty().extracting(Variant::id).doesNotHaveDuplicates();
        assertThat(backend().variants())
                .allSatisfy(variant ->
                        assertThat(variant.description()).isNotBlank().doesNotContain("\n"))
                .contains(backend().defaultVariant(device()));
    }

    @ParameterizedTest(name = "{0} {1} {2}")
    @MethodSource("cells")
    void multipliesIntegersExactly(Variant variant, Precision precision, Shape shape) {
        Inputs inputs = Inputs.integers(shape, precision, SEED);
        String before = Digest.of(inputs.a()) + Digest.of(inputs.b());
        Multiplier multiplier = opened(variant);
        try (Product product = multiplier.prepare(inputs.a(), inputs.b())) {
            product.poison();
            assertThat(product.result().at(shape.m() - 1, shape.n() - 1)).isNaN();
            product.compute();
            assertThat(ProductCheck.exact(inputs, product.result(), SEED)).isEmpty();
            assertThat(product.ranOn()).matches(multiplier::isOwn);
            assertThat(product.shape()).isEqualTo(shape);
        }
        assertThat(Digest.of(inputs.a()) + Digest.of(inputs.b())).isEqualTo(before);
    }

    /** In segments that end within rows. */
    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("variantsAndPrecisions")
    void multipliesMatricesOutsideOfTheHeap(Variant variant, Precision precision) {
        Inputs inputs = Inputs.integers(new Shape(67, 131, 71), precision, SEED);
        Multiplier multiplier = opened(variant);
        try (OffHeapMatrix a = OffHeap.copyOf(inputs.a());
                OffHeapMatrix b = OffHeap.copyOf(inputs.b());
                OffHeapMatrix c = OffHeap.junk(inputs.shape(), precision);
                Product product = multiplier.prepare(a, b, c)) {
            product.compute();
            assertThat(product.result()).isSameAs(c);
            assertThat(ProductCheck.exact(inputs, OffHeap.onHeap(c), SEED)).isEmpty();
            assertThat(product.ranOn()).matches(multiplier::isOwn);
        }
    }

    @ParameterizedTest(name = "{0} {1} {2}")
    @MethodSource("cells")
    void staysWithinTheErrorBound(Variant variant, Precision precision, Shape shape) {
        Inputs inputs = Inputs.uniform(shape, precision, SEED);
        try (Product product = opened(variant).prepare(inputs.a(), inputs.b())) {
            product.poison();
            product.compute();
            assertThat(ProductCheck.bounded(inputs, product.result(), SEED).complaint())
                    .isEmpty();
        }
    }

    private Stream<Arguments> reduced() {
        return variants().flatMap(variant -> Stream.of(Precision.values())
                .filter(Precision::isReduced)
                .map(precision -> Arguments.of(variant, precision)));
    }

    /** Where there are no instructions for a format it is f32 to the back end, and the result is in any case. */
    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("reduced")
    void multipliesReducedInputs(Variant variant, Precision precision) {
        multipliesReducedInputs(opened(variant), precision);
    }

    /** Exactly and within the bound, alone and in a batch, with a result in f32. */
    protected static void multipliesReducedInputs(Multiplier multiplier, Precision precision) {
        assertThat(multiplier.arithmetic(precision)).isIn(precision, Precision.F32);
        for (Shape shape : List.of(new Shape(33, 31, 65), new Shape(13, 17, 19, 3))) {
            Inputs integers = Inputs.integers(shape, precision, SEED);
            try (Product product = multiplier.prepare(integers.a(), integers.b(), shape.batch())) {
                product.poison();
                product.compute();
                assertThat(product.result().precision()).isEqualTo(Precision.F32);
                assertThat(ProductCheck.exact(integers, product.result(), SEED)).isEmpty();
            }
            Inputs uniform = Inputs.uniform(shape, precision, SEED);
            try (Product product = multiplier.prepare(uniform.a(), uniform.b(), shape.batch())) {
                product.compute();
                assertThat(ProductCheck.bounded(uniform, product.result(), SEED).complaint())
                        .isEmpty();
            }
        }
    }

    private Stream<Arguments> batches() {
        List<Shape> shapes = new ArrayList<>(List.of(
                new Shape(1, 1, 1, 17),
                new Shape(1, 53, 29, 2),
                new Shape(59, 1, 31, 3),
                new Shape(13, 17, 19, 17),
                new Shape(32, 32, 32, 3),
                new Shape(33, 31, 65, 2),
                new Shape(67, 131, 71, 3)));
        edges().stream().limit(3).forEach(shape -> shapes.add(shape.inBatch(3)));
        return variantsAndPrecisions()
                .flatMap(cell -> shapes.stream().map(shape -> Arguments.of(cell.get()[0], cell.get()[1], shape)));
    }

    @ParameterizedTest(name = "{0} {1} {2}")
    @MethodSource("batches")
    void multipliesBatchesExactly(Variant variant, Precision precision, Shape shape) {
        Inputs inputs = Inputs.integers(shape, precision, SEED);
        String before = Digest.of(inputs.a()) + Digest.of(inputs.b());
        Multiplier multiplier = opened(variant);
        try (Product product = multiplier.prepare(inputs.a(), inputs.b(), shape.batch())) {
            for (int run = 0; run < 2; run++) {
                product.poison();
                assertThat(product.result().at(shape.rows() - 1, shape.n() - 1)).isNaN();
                product.compute();
                assertThat(ProductCheck.exact(inputs, product.result(), SEED)).isEmpty();
            }
            assertThat(product.ranOn()).matches(multiplier::isOwn);
            assertThat(product.shape()).isEqualTo(shape);
        }
        assertThat(Digest.of(inputs.a()) + Digest.of(inputs.b())).isEqualTo(before);
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("variantsAndPrecisions")
    void keepsNaNWithinItsProductOfABatch(Variant variant, Precision precision) {
        Shape shape = new Shape(19, 35, 21, 3);
        Inputs inputs = Inputs.uniform(shape, precision, SEED);
        for (int column = 0; column < shape.k(); column++) {
            inputs.a().set(shape.m(), column, Double.NaN);
            inputs.a().set(2 * shape.m() - 1, column, Double.NaN);
        }
        try (Product product = opened(variant).prepare(inputs.a(), inputs.b(), shape.batch())) {
            product.compute();
            Matrix c = product.result();
            for (int row = 0; row < c.rows(); row++) {
                boolean poisoned = row == shape.m() || row == 2 * shape.m() - 1;
                for (int column = 0; column < c.columns(); column++) {
                    assertThat(Double.isNaN(c.at(row, column)))
                            .as("(%d, %d)", row, column)
                            .isEqualTo(poisoned);
                }
            }
        }
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("variantsAndPrecisions")
    void propagatesNaNAndInfinityAsIeee754Says(Variant variant, Precision precision) {
        Inputs inputs = Inputs.uniform(new Shape(37, 41, 43), precision, SEED);
        inputs.a().set(3, 5, Double.NaN);
        inputs.a().set(7, 0, Double.POSITIVE_INFINITY);
        inputs.a().set(36, 42, Double.NEGATIVE_INFINITY);
        inputs.b().set(0, 9, 0);
        inputs.b().set(11, 40, Double.POSITIVE_INFINITY);
        inputs.b().set(42, 1, Double.NaN);
        inputs.a().set(8, 11, 0);
        try (Product product = opened(variant).prepare(inputs.a(), inputs.b())) {
            product.compute();
            Matrix c = product.result();
            for (int i = 0; i < c.rows(); i++) {
                for (int j = 0; j < c.columns(); j++) {
                    double expected = 0;
                    for (int p = 0; p < inputs.a().columns(); p++) {
                        expected += inputs.a().at(i, p) * inputs.b().at(p, j);
                    }
                    if (Double.isFinite(expected)) {
                        assertThat(c.at(i, j)).as("(%d, %d)", i, j).isFinite();
                    } else {
                        assertThat(c.at(i, j)).as("(%d, %d)", i, j).isEqualTo(Double.valueOf(expected));
                    }
                }
            }
        }
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("variantsAndPrecisions")
    void writesIntoTheCallersMatrix(Variant variant, Precision precision) {
        Inputs inputs = Inputs.integers(new Shape(35, 67, 41), precision, SEED);
        Matrix c = Matrix.zeros(precision, 35, 67);
        c.fill(Double.NaN);
        opened(variant).multiply(inputs.a(), inputs.b(), c);
        assertThat(ProductCheck.exact(inputs, c, SEED)).isEmpty();
        try (Product product = opened(variant).prepare(inputs.a(), inputs.b(), c)) {
            product.poison();
            product.compute();
            assertThat(product.result()).isSameAs(c);
        }
        assertThat(ProductCheck.exact(inputs, c, SEED)).isEmpty();
        Matrix wide = Matrix.zeros(precision, 35, 68);
        assertThatThrownBy(() -> opened(variant).multiply(inputs.a(), inputs.b(), wide))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("C is 35×68 in ")
                .hasMessageContaining("must be 35×67");
        Inputs square = Inputs.integers(Shape.square(5), precision, SEED);
        assertThatThrownBy(() -> opened(variant).multiply(square.a(), square.b(), square.b()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("C is also a factor");
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("variantsAndPrecisions")
    void computesAgainWithTheSameResult(Variant variant, Precision precision) {
        Inputs inputs = Inputs.uniform(new Shape(61, 67, 71), precision, SEED);
        try (Product product = opened(variant).prepare(inputs.a(), inputs.b())) {
            product.compute();
            String first = Digest.of(product.result());
            product.compute();
            assertSame(variant, inputs, product, first);
            product.poison();
            product.compute();
            assertSame(variant, inputs, product, first);
        }
    }

    private void assertSame(Variant variant, Inputs inputs, Product product, String first) {
        if (opened(variant).sumsInOneOrder()) {
            assertThat(Digest.of(product.result())).isEqualTo(first);
        } else {
            assertThat(ProductCheck.bounded(inputs, product.result(), SEED).complaint())
                    .isEmpty();
        }
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("variantsAndPrecisions")
    void computesBlocksOfRowsAlone(Variant variant, Precision precision) {
        Inputs inputs = Inputs.integers(new Shape(97, 61, 43), precision, SEED);
        Matrix c = Matrix.zeros(precision, 97, 61);
        try (RowProduct product = opened(variant).prepareRows(inputs.a(), inputs.b(), c)) {
            product.poison();
            product.compute(30, 60);
            assertThat(product.ranOn()).matches(opened(variant)::isOwn);
            for (int row = 0; row < 97; row++) {
                for (int column : List.of(0, 60)) {
                    assertThat(Double.isNaN(c.at(row, column)))
                            .as("(%d, %d)", row, column)
                            .isEqualTo(row < 30 || row >= 90);
                }
            }
            product.compute(90, 7);
            product.compute(1, 29);
            product.compute(0, 1);
            assertThat(ProductCheck.exact(inputs, product.result(), SEED)).isEmpty();
            assertThatThrownBy(() -> product.compute(90, 8)).isInstanceOf(IndexOutOfBoundsException.class);
        }
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("variantsAndPrecisions")
    void keepsTwoProductsApart(Variant variant, Precision precision) {
        Inputs one = Inputs.integers(new Shape(20, 30, 40), precision, SEED);
        Inputs two = Inputs.integers(new Shape(70, 50, 90), precision, SEED + 1);
        try (Multiplier multiplier = open(variant);
                Product first = multiplier.prepare(one.a(), one.b());
                Product second = multiplier.prepare(two.a(), two.b())) {
            second.compute();
            first.compute();
            Matrix firstResult = first.result();
            Matrix secondResult = second.result();
            assertThat(ProductCheck.exact(one, firstResult, SEED)).isEmpty();
            assertThat(ProductCheck.exact(two, secondResult, SEED)).isEmpty();
        }
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("variantsAndPrecisions")
    void servesSeveralThreads(Variant variant, Precision precision) throws Exception {
        ExecutorService callers = Executors.newFixedThreadPool(4);
        try (Multiplier multiplier = open(variant)) {
            List<Callable<Boolean>> calls = new ArrayList<>();
            for (int call = 0; call < 12; call++) {
                Inputs inputs = Inputs.integers(new Shape(30 + call, 40, 50), precision, call);
                calls.add(() -> {
                    try (Product product = multiplier.prepare(inputs.a(), inputs.b())) {
                        product.compute();
                        return ProductCheck.exact(inputs, product.result(), SEED)
                                .isEmpty();
                    }
                });
            }
            for (Future<Boolean> right : callers.invokeAll(calls)) {
                assertThat(right.get()).isTrue();
            }
        } finally {
            callers.shutdownNow();
        }
    }

    @ParameterizedTest
    @MethodSource("variants")
    void refusesWhatDoesNotFit(Variant variant) {
        try (Multiplier multiplier = open(variant)) {
            Matrix a = Matrix.zeros(Precision.F32, 2, 3);
            assertThatThrownBy(() -> multiplier.prepare(a, Matrix.zeros(Precision.F32, 4, 5)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("A must have as many columns as B has rows");
            assertThatThrownBy(() -> multiplier.prepare(a, Matrix.zeros(Precision.F64, 3, 5)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("one precision");
            assertThatThrownBy(() -> multiplier.prepare(a, Matrix.zeros(Precision.F32, 6, 5), 3))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("cannot be cut into 3 equal slices");
            assertThatThrownBy(() -> multiplier.prepare(a, Matrix.zeros(Precision.F32, 8, 5), 2))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("for each of 2 products");
        }
    }

    @ParameterizedTest
    @MethodSource("variants")
    void refusesUseAfterClose(Variant variant) {
        Inputs inputs = Inputs.integers(Shape.square(8), Precision.F32, SEED);
        Multiplier multiplier = open(variant);
        Product product = multiplier.prepare(inputs.a(), inputs.b());
        assertThatThrownBy(product::ranOn).isInstanceOf(IllegalStateException.class);
        product.compute();
        Matrix result = product.result();
        product.close();
        product.close();
        assertThat(ProductCheck.exact(inputs, result, SEED))
                .as("the result lives on")
                .isEmpty();
        assertThatThrownBy(product::compute).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(product::result).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(product::poison).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(product::ranOn).isInstanceOf(IllegalStateException.class);

        Product forgotten = multiplier.prepare(inputs.a(), inputs.b());
        multiplier.close();
        assertThatCode(multiplier::close).doesNotThrowAnyException();
        assertThatThrownBy(forgotten::compute).isInstanceOf(IllegalStateException.class);
        assertThatCode(forgotten::close).doesNotThrowAnyException();
        assertThatThrownBy(() -> multiplier.prepare(inputs.a(), inputs.b())).isInstanceOf(IllegalStateException.class);
    }
}
