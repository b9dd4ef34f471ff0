package dev.santoku.backend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.santoku.matrix.Digest;
import dev.santoku.matrix.Inputs;
import dev.santoku.matrix.Matrix;
import dev.santoku.matrix.OffHeap;
import dev.santoku.matrix.OffHeapMatrix;
import dev.santoku.matrix.Precision;
import dev.santoku.matrix.ProductCheck;
import dev.santoku.matrix.Shape;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Matrices outside of the heap through the one interface. */
class OffHeapProductTest {
    private static final long SEED = 17;
    private static final String TILED = "tiled";

    /** Back ends with a device; OpenCL also with so little memory that it computes in tiles. */
    static Stream<Arguments> products() {
        return Stream.of(
                        "single cpu",
                        "pool cpu",
                        "jocl cl0",
                        "jocl cl0 tiled",
                        "hybrid cpu:1+cl0:1",
                        "hybrid cpu:1+cl0:1 tiled")
                .flatMap(how -> Stream.of(Precision.F32, Precision.F64, Precision.BF16)
                        .map(precision -> Arguments.of(how, precision)));
    }

    private static Multiplier open(String how) {
        List<String> words = List.of(how.split(" "));
        Backend backend = Backends.byId(words.get(0)).orElseThrow();
        Device device = backend.device(backend.probe(), words.get(1)).orElseThrow();
        OpenOptions options = words.contains(TILED) ? new OpenOptions(2, 1 << 20) : new OpenOptions(2);
        return backend.open(device, backend.defaultVariant(device), options);
    }

    @ParameterizedTest
    @MethodSource("products")
    void integersAreExact(String how, Precision precision) {
        List<Shape> shapes = how.contains(TILED)
                ? List.of(new Shape(513, 509, 301))
                : List.of(new Shape(1, 1, 1), new Shape(1, 67, 33), new Shape(65, 1, 129), new Shape(131, 127, 67));
        try (Multiplier multiplier = open(how)) {
            for (Shape shape : shapes) {
                Inputs inputs = Inputs.integers(shape, precision, SEED);
                try (OffHeapMatrix a = OffHeap.copyOf(inputs.a());
                        OffHeapMatrix b = OffHeap.copyOf(inputs.b());
                        OffHeapMatrix c = OffHeap.junk(shape, precision)) {
                    multiplier.multiply(a, b, c);
                    isRight(inputs, c);

                    c.fill(Double.NaN);
                    multiplier.multiply(inputs.a(), inputs.b(), c);
                    isRight(inputs, c);

                    assertThat(ProductCheck.exact(inputs, multiplier.multiply(a, inputs.b()), SEED))
                            .isEmpty();
                    assertThat(ProductCheck.exact(
                                    inputs,
                                    multiplier.multiplyAsync(inputs.a(), b).join(),
                                    SEED))
                            .isEmpty();
                }
            }
            assertThat(multiplier.losses()).isEmpty();
            if (how.contains(TILED) && precision != Precision.BF16) {
                assertThat(multiplier.remarks()).anyMatch(remark -> remark.contains("tiles of"));
            }
        }
    }

    private static void isRight(Inputs inputs, OffHeapMatrix c) {
        assertThat(ProductCheck.exact(inputs, OffHeap.onHeap(c), SEED)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"single cpu", "pool cpu", "jocl cl0 tiled", "hybrid cpu:1+cl0:1"})
    void bringsNaNToItsRowAlone(String how) {
        Inputs inputs = Inputs.integers(Shape.square(200), Precision.F32, SEED);
        inputs.a().set(199, 3, Double.NaN);
        try (Multiplier multiplier = open(how);
                OffHeapMatrix a = OffHeap.copyOf(inputs.a());
                OffHeapMatrix c = OffHeap.junk(inputs.shape(), Precision.F32)) {
            multiplier.multiply(a, inputs.b(), c);
            for (int column = 0; column < 200; column++) {
                assertThat(c.at(198, column)).isFinite();
                assertThat(c.at(199, column)).isNaN();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"single cpu", "jocl cl0", "jocl cl0 tiled", "hybrid cpu:1+cl0:1"})
    void rowsAreComputedInBlocks(String how) {
        Inputs inputs = Inputs.integers(new Shape(301, 257, 129), Precision.F32, SEED);
        try (Multiplier multiplier = open(how);
                OffHeapMatrix a = OffHeap.copyOf(inputs.a());
                OffHeapMatrix b = OffHeap.copyOf(inputs.b());
                OffHeapMatrix c = OffHeap.junk(inputs.shape(), Precision.F32);
                RowProduct product = multiplier.prepareRows(a, b, c)) {
            product.compute(100, 201);
            assertThat(c.at(99, 0)).isNaN();
            product.compute(0, 100);
            isRight(inputs, c);
            assertThat(product.ranOn()).matches(multiplier::isOwn);

            product.poison();
            assertThat(c.at(300, 256)).isNaN();
            product.compute();
            isRight(inputs, c);
        }
    }

    /** One to three panels, and blocks of rows with a rest. */
    @ParameterizedTest
    @CsvSource({"97,89", "40,89", "97,40", "1,1", "50,44", "32,30"})
    void blocksMakeTheProductThatWholeMatricesMake(int rows, int columns) {
        Shape shape = new Shape(97, 89, 53);
        Inputs inputs = Inputs.uniform(shape, Precision.F64, SEED);
        try (Multiplier single = open("single cpu");
                OffHeapMatrix a = OffHeap.copyOf(inputs.a());
                OffHeapMatrix b = OffHeap.copyOf(inputs.b());
                OffHeapMatrix c = OffHeap.junk(shape, Precision.F64);
                BlockwiseProduct product = new BlockwiseProduct(
                        shape, a, b, c, new HeapBlocks(rows, columns), (s, x, y, z) -> single.prepareRows(x, y, z))) {
            for (int i = 0; i < 2; i++) {
                c.fill(Double.NaN);
                product.compute();
                assertThat(ProductCheck.bounded(inputs, OffHeap.onHeap(c), SEED).complaint())
                        .isEmpty();
            }
            Inputs turned = inputs.turned();
            a.paste(0, turned.a());
            c.fill(Double.NaN);
            product.compute(13, 1);
            product.compute(14, 83);
            product.compute(0, 13);
            assertThat(ProductCheck.bounded(turned, OffHeap.onHeap(c), SEED).complaint())
                    .isEmpty();
        }
    }

    @Test
    void blocksFitIntoWhatThereIs() {
        for (long elements : new long[] {1001, 2002, 10_000, 1_000_000, 1L << 31}) {
            for (Shape shape :
                    List.of(new Shape(300_000, 200_000, 1000), new Shape(7, 100_000, 1), new Shape(1, 1, 999))) {
                HeapBlocks blocks = HeapBlocks.fitting(shape, elements);
                assertThat((long) blocks.columns() * shape.k()).isBetween(1L, elements);
                assertThat((long) blocks.rows() * (shape.k() + blocks.columns()))
                        .isBetween(1L, elements);
            }
        }
        assertThat(HeapBlocks.fitting(Shape.square(1000), 1L << 31)).isEqualTo(new HeapBlocks(1000, 1000));
        assertThatThrownBy(() -> HeapBlocks.fitting(Shape.square(1000), 1000))
                .isInstanceOf(UnsupportedProductException.class)
                .hasMessage(
                        "1000: a column of B has 1000 elements, and blocks may have 1000: give Java a larger heap with -Xmx");
    }

    @ParameterizedTest
    @ValueSource(strings = {"pool cpu", "jocl cl0", "hybrid cpu:1+cl0:1"})
    void refusesWhatDoesNotFit(String how, @TempDir Path folder) throws Exception {
        Path file = folder.resolve("c");
        try (Multiplier multiplier = open(how);
                OffHeapMatrix a = OffHeapMatrix.zeros(Precision.F32, 4, 4);
                OffHeapMatrix b = OffHeapMatrix.zeros(Precision.F32, 4, 4);
                OffHeapMatrix wide = OffHeapMatrix.zeros(Precision.F32, 4, 5);
                OffHeapMatrix mapped = OffHeapMatrix.create(file, Precision.F32, 4, 4);
                OffHeapMatrix again = OffHeapMatrix.open(file, Precision.F32, 4, 4)) {
            assertThatThrownBy(() -> multiplier.multiply(a, b, b))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("C is also a factor");
            assertThatThrownBy(() -> multiplier.multiply(again, b, mapped))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("C is also a factor");
            assertThatThrownBy(() -> multiplier.multiply(a, b, wide))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("C is 4×5 in f32, and must be 4×4");
            assertThatThrownBy(() -> multiplier.multiply(wide, a)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void cIsGivenWhereNoArrayHoldsIt() {
        try (Multiplier pool = open("pool cpu");
                OffHeapMatrix a = OffHeapMatrix.zeros(Precision.F32, 50_000, 1);
                OffHeapMatrix b = OffHeapMatrix.zeros(Precision.F32, 1, 50_000)) {
            assertThatThrownBy(() -> pool.multiply(a, b))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage(
                            "C would hold 50000×50000 = 2500000000 elements, more than the 2147483639 of a Java array: "
                                    + "give an OffHeapMatrix for it");
            assertThatThrownBy(() -> pool.multiplyAsync(a, b)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void batchesAreSlicedWhereABackEndReadsArrays() {
        Inputs inputs = Inputs.integers(new Shape(5, 7, 3, 4), Precision.F32, SEED);
        try (Multiplier pool = open("pool cpu");
                OffHeapMatrix a = OffHeap.copyOf(inputs.a())) {
            assertThatThrownBy(() -> pool.prepare(a, inputs.b(), 4))
                    .isInstanceOf(UnsupportedProductException.class)
                    .hasMessageContaining("multiply one by one");
        }
    }

    /** Sparse files of 10 GB, of which a few rows are read or written. */
    @ParameterizedTest
    @ValueSource(strings = {"single cpu", "jocl cl0", "jocl cl0 tiled"})
    void rowsBeyond32BitsAreReadAndWritten(String how, @TempDir Path folder) throws Exception {
        int n = 50_000;
        try (Multiplier multiplier = open(how);
                OffHeapMatrix large = OffHeapMatrix.create(folder.resolve("large"), Precision.F32, n, n);
                OffHeapMatrix column = OffHeapMatrix.zeros(Precision.F32, n, 1);
                OffHeapMatrix row = OffHeapMatrix.zeros(Precision.F32, 1, n);
                OffHeapMatrix c = OffHeapMatrix.zeros(Precision.F32, n, 1)) {
            column.fill(3);
            large.set(n - 1, 0, 5);
            large.set(n - 1, n - 1, 7);
            large.set(n - 2, 1, 11);
            try (RowProduct product = multiplier.prepareRows(large, column, c)) {
                product.compute(n - 2, 2);
            }
            assertThat(c.at(n - 1, 0)).isEqualTo(36);
            assertThat(c.at(n - 2, 0)).isEqualTo(33);

            row.fill(2);
            try (RowProduct product = multiplier.prepareRows(column, row, large)) {
                product.compute(n - 1, 1);
            }
            for (int at : new int[] {0, 1, n / 2, n - 1}) {
                assertThat(large.at(n - 1, at)).isEqualTo(6);
            }
            assertThat(large.at(n - 2, 1)).isEqualTo(11);
            assertThat(large.at(n - 2, n - 1)).isZero();
        }
    }

    /** A product of files, of which the heap does not hold A. */
    @Test
    void factorsAreLargerThanTheHeap(@TempDir Path folder) throws Exception {
        assertThat(SmallHeap.run(folder))
                .contains("heap of 48 MB", "pool is right", "jocl is right", "hybrid is right by rows");
    }

    /** A multiplier that cancels the product from within its second block. */
    @Test
    void cancellingStopsBetweenBlocks() {
        Inputs inputs = Inputs.integers(new Shape(50, 40, 30), Precision.F32, SEED);
        try (Multiplier single = open("single cpu");
                OffHeapMatrix a = OffHeap.copyOf(inputs.a());
                OffHeapMatrix c = OffHeap.junk(inputs.shape(), Precision.F32)) {
            BlockwiseProduct[] itself = new BlockwiseProduct[1];
            int[] panels = new int[1];
            try (BlockwiseProduct product =
                    new BlockwiseProduct(inputs.shape(), a, inputs.b(), c, new HeapBlocks(50, 10), (shape, x, y, z) -> {
                        if (++panels[0] == 2) {
                            itself[0].cancel();
                        }
                        return single.prepareRows(x, y, z);
                    })) {
                itself[0] = product;
                assertThatThrownBy(product::compute).isInstanceOf(CancellationException.class);
            }
            assertThat(panels[0]).isEqualTo(2);
            assertThat(c.at(49, 9)).isFinite();
            assertThat(c.at(0, 10)).isNaN();
        }
    }

    @Test
    void aClosedMatrixFailsTheProduct() {
        try (Multiplier pool = open("pool cpu");
                OffHeapMatrix b = OffHeapMatrix.zeros(Precision.F32, 4, 4)) {
            OffHeapMatrix a = OffHeapMatrix.zeros(Precision.F32, 4, 4);
            a.close();
            assertThatThrownBy(() -> pool.multiply(a, b))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("this matrix is closed");
        }
    }

    @Test
    void digestsAreThoseOfWholeMatrices() {
        Inputs inputs = Inputs.integers(new Shape(37, 41, 43), Precision.F32, SEED);
        try (Multiplier pool = open("pool cpu");
                OffHeapMatrix c = OffHeap.junk(inputs.shape(), Precision.F32)) {
            Matrix onHeap = pool.multiply(inputs.a(), inputs.b());
            pool.multiply(inputs.a(), inputs.b(), c);
            assertThat(Digest.of(c)).isEqualTo(Digest.of(onHeap));
        }
    }
}
