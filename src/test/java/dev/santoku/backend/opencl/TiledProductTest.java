package dev.santoku.backend.opencl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.santoku.backend.BackendException;
import dev.santoku.backend.Device;
import dev.santoku.backend.Product;
import dev.santoku.backend.RowProduct;
import dev.santoku.backend.UnsupportedProductException;
import dev.santoku.backend.opencl.family.KernelFamilies;
import dev.santoku.backend.opencl.handle.DeviceLimits;
import dev.santoku.backend.opencl.handle.OpenClDevice;
import dev.santoku.backend.opencl.transfer.MappedTransfers;
import dev.santoku.backend.opencl.transfer.StagedTransfers;
import dev.santoku.backend.opencl.transfer.Transfers;
import dev.santoku.matrix.FloatMatrix;
import dev.santoku.matrix.Inputs;
import dev.santoku.matrix.Matrix;
import dev.santoku.matrix.Precision;
import dev.santoku.matrix.ProductCheck;
import dev.santoku.matrix.Shape;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Products that a device cannot hold, on PoCL with limits that pretend to be small. */
class TiledProductTest {
    private static final long SEED = 11;

    private final Discovery discovery = Discovery.run();
    private final Device device = discovery.availability().devices().get(0);
    private final OpenClDevice openClDevice = discovery.find(device).orElseThrow();

    private JoclMultiplier open(String family, long bytes) {
        return open(family, bytes, Transfers::of);
    }

    private JoclMultiplier open(String family, long bytes, Transfers.Choice choice) {
        DeviceLimits limits = openClDevice.limits().withMemory(bytes);
        return new JoclMultiplier(
                device, openClDevice, limits, KernelFamilies.find(family).orElseThrow(), choice);
    }

    @ParameterizedTest
    @CsvSource({
        "512x512x512, F32, panel, 1048576",
        "512x512x512, F32, tiled, 1048576",
        "512x512x512, F64, panel, 2097152",
        "512x512x512, BF16, panel, 1048576",
        "513x511x129, F32, panel, 300000",
        "1x2047x301, F32, panel, 700000",
        "301x1x2047, F64, naive, 700000",
        "97x203x4001, F32, panel, 500000",
    })
    void integersAreExactInTiles(String sizes, Precision precision, String family, long bytes) {
        Shape shape = Shape.parse(sizes);
        Inputs inputs = Inputs.integers(shape, precision, SEED);
        try (JoclMultiplier multiplier = open(family, bytes);
                Product product = multiplier.prepare(inputs.a(), inputs.b())) {
            product.poison();
            product.compute();

            assertThat(ProductCheck.exact(inputs, product.result(), SEED)).isEmpty();
            assertThat(product.ranOn()).isEqualTo(device.name());
            assertThat(multiplier.remarks()).singleElement().asString().contains("tiles of");
            assertThat(multiplier.audit(inputs.a(), inputs.b(), 1, c -> {})).isEmpty();
        }
    }

    @Test
    void keepsTheErrorBoundAcrossSlabs() {
        Inputs inputs = Inputs.uniform(new Shape(97, 203, 4001), Precision.F32, SEED);
        try (JoclMultiplier multiplier = open("panel", 500_000)) {
            assertThat(ProductCheck.bounded(inputs, multiplier.multiply(inputs.a(), inputs.b()), SEED)
                            .complaint())
                    .isEmpty();
        }
    }

    @Test
    void bringsNaNToItsRowAlone() {
        Inputs inputs = Inputs.integers(Shape.square(300), Precision.F32, SEED);
        inputs.a().set(299, 299, Double.NaN);
        try (JoclMultiplier multiplier = open("panel", 400_000)) {
            Matrix c = multiplier.multiply(inputs.a(), inputs.b());

            for (int row = 298; row < 300; row++) {
                for (int column = 0; column < 300; column++) {
                    assertThat(Double.isNaN(c.at(row, column))).isEqualTo(row == 299);
                }
            }
        }
    }

    @Test
    void refusesWhatNoTileFits() {
        Matrix matrix = new FloatMatrix(300, 300, new float[90_000]);
        try (JoclMultiplier multiplier = open("panel", 1_000)) {
            assertThatThrownBy(() -> multiplier.prepare(matrix, matrix))
                    .isInstanceOf(UnsupportedProductException.class)
                    .hasMessageContaining("300 needs");
        }
    }

    @Test
    void saysNothingOfAProductThatFits() {
        Matrix matrix = new FloatMatrix(300, 300, new float[90_000]);
        try (JoclMultiplier multiplier = open("panel", 1L << 30)) {
            multiplier.multiply(matrix, matrix);

            assertThat(multiplier.remarks()).isEmpty();
        }
    }

    /** Chunks through pinned memory, small windows by the driver, and both where slabs are added. */
    @ParameterizedTest
    @CsvSource({"700x900x1100, F32, 4000000", "130x70x900, F64, 500000", "1100x1030x2100, F32, 12000000"})
    void staged(String sizes, Precision precision, long bytes) {
        Inputs inputs = Inputs.integers(Shape.parse(sizes), precision, SEED);
        try (JoclMultiplier multiplier =
                open("panel", bytes, (limits, context, queue) -> new StagedTransfers(context, queue))) {
            Matrix c = multiplier.multiply(inputs.a(), inputs.b());

            assertThat(ProductCheck.exact(inputs, c, SEED)).isEmpty();
            assertThat(multiplier.remarks()).hasSize(1);
        }
    }

    /** Regions that are smaller than a row, a tile or a panel. */
    @Test
    void mappedInPieces() {
        Inputs inputs = Inputs.integers(new Shape(203, 301, 1999), Precision.F32, SEED);
        try (JoclMultiplier multiplier =
                open("panel", 500_000, (limits, context, queue) -> new MappedTransfers(queue, limits, 4 << 10))) {
            assertThat(ProductCheck.exact(inputs, multiplier.multiply(inputs.a(), inputs.b()), SEED))
                    .isEmpty();
        }
    }

    @Test
    void writesIntoTheCallersMatrixAndReusesBuffers() {
        Shape shape = new Shape(300, 310, 290);
        Matrix c = Matrix.zeros(Precision.F32, shape.m(), shape.n());
        try (JoclMultiplier multiplier = open("panel", 400_000)) {
            for (int seed = 0; seed < 4; seed++) {
                Inputs inputs = Inputs.integers(shape, Precision.F32, seed);
                c.fill(Double.NaN);
                try (Product product = multiplier.prepare(inputs.a(), inputs.b(), c)) {
                    product.compute();
                    product.compute();
                    assertThat(product.result()).isSameAs(c);
                    assertThat(ProductCheck.exact(inputs, c, seed)).isEmpty();
                }
            }
        }
    }

    @Test
    void takesProductsThatFitAndOthersInTurns() {
        try (JoclMultiplier multiplier = open("panel", 2_000_000)) {
            for (int size : new int[] {100, 600, 200, 600, 100}) {
                Inputs inputs = Inputs.integers(Shape.square(size), Precision.F32, SEED);
                assertThat(ProductCheck.exact(inputs, multiplier.multiply(inputs.a(), inputs.b()), SEED))
                        .isEmpty();
                assertThat(multiplier.remarks()).hasSize(size == 600 ? 1 : 0);
            }
        }
    }

    @Test
    void closesProductsThatAreOpen() {
        Inputs inputs = Inputs.integers(Shape.square(300), Precision.F32, SEED);
        JoclMultiplier multiplier = open("panel", 400_000);
        Product used = multiplier.prepare(inputs.a(), inputs.b());
        used.compute();
        Product unused = multiplier.prepare(inputs.a(), inputs.b());
        unused.close();
        unused.close();
        multiplier.close();

        assertThatThrownBy(used::compute).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(used::result).isInstanceOf(IllegalStateException.class);
    }

    /** B fits, with few rows of A; B fits nowhere near. */
    @ParameterizedTest
    @CsvSource({"1100000", "300000"})
    void computesRowsInTiles(long bytes) {
        Shape shape = new Shape(711, 257, 301);
        Inputs inputs = Inputs.integers(shape, Precision.F32, SEED);
        Matrix c = Matrix.zeros(Precision.F32, shape.m(), shape.n());
        c.fill(Double.NaN);
        try (JoclMultiplier multiplier = open("panel", bytes);
                RowProduct product = multiplier.prepareRows(inputs.a(), inputs.b(), c)) {
            product.compute(700, 11);
            assertThat(c.at(699, 0)).isNaN();
            assertThat(c.at(700, 0)).isNotNaN();
            product.compute(0, 350);
            product.compute(350, 350);
            assertThat(ProductCheck.exact(inputs, c, SEED)).isEmpty();
            product.begin();
            product.compute();
            assertThat(ProductCheck.exact(inputs, product.result(), SEED)).isEmpty();
        }
    }

    /** Of several products, of one, and of tiles of one: 120 kB a product. The last part is smaller. */
    @ParameterizedTest
    @CsvSource({
        "800000, F32, 'computed 4 of its products at a time'",
        "200000, F32, 'computed 1 of its products at a time'",
        "90000, F32, 'computed 1 of its products at a time;'",
        "800000, F64, 'computed 2 of its products at a time'"
    })
    void batchesAreComputedInParts(long bytes, Precision precision, String words) {
        Shape shape = new Shape(97, 103, 101, 7);
        Inputs inputs = Inputs.integers(shape, precision, SEED);
        try (JoclMultiplier multiplier = open("panel", bytes);
                Product product = multiplier.prepare(inputs.a(), inputs.b(), 7)) {
            for (int i = 0; i < 2; i++) {
                product.poison();
                assertThat(product.result().at(shape.rows() - 1, 0)).isNaN();
                product.compute();
                assertThat(ProductCheck.exact(inputs, product.result(), SEED)).isEmpty();
            }
            assertThat(product.ranOn()).isEqualTo(device.name());
            assertThat(multiplier.remarks()).singleElement().asString().contains(words);
            assertThat(multiplier.audit(inputs.a(), inputs.b(), 7, c -> {})).isEmpty();
        }
    }

    @Test
    void aBatchOfWhichNoTileFitsIsRefused() {
        Inputs inputs = Inputs.integers(new Shape(97, 103, 101, 7), Precision.F32, SEED);
        try (JoclMultiplier multiplier = open("panel", 1_000)) {
            assertThatThrownBy(() -> multiplier.prepare(inputs.a(), inputs.b(), 7))
                    .isInstanceOf(UnsupportedProductException.class)
                    .hasMessageContaining("needs")
                    .message()
                    .doesNotContain("\n");
        }
    }

    @Test
    void aBatchIsHalvedWhereTheDriverFindsNoMemory() {
        TightTransfers.Tightness tight = new TightTransfers.Tightness(130_000, -4, true);
        Inputs inputs = Inputs.integers(new Shape(97, 103, 101, 7), Precision.F32, SEED);
        try (JoclMultiplier multiplier = open("panel", 1L << 30, tight.choice())) {
            assertThat(ProductCheck.exact(inputs, multiply(multiplier, inputs), SEED))
                    .isEmpty();
            assertThat(tight.failures().get()).isPositive();
            assertThat(multiplier.remarks()).singleElement().asString().contains("products at a time");
        }
    }

    private static Matrix multiply(JoclMultiplier multiplier, Inputs inputs) {
        try (Product product = multiplier.prepare(inputs.a(), inputs.b(), inputs.batch())) {
            product.compute();
            return product.result();
        }
    }

    @ParameterizedTest
    @CsvSource({"-4, false", "-4, true", "-5, false", "-5, true"})
    void takesSmallerTilesWhereTheDriverFindsNoMemory(int status, boolean whenComputing) {
        TightTransfers.Tightness tight = new TightTransfers.Tightness(200_000, status, whenComputing);
        Inputs inputs = Inputs.integers(new Shape(500, 510, 490), Precision.F32, SEED);
        try (JoclMultiplier multiplier = open("panel", 1L << 30, tight.choice())) {
            for (int i = 0; i < 2; i++) {
                try (Product product = multiplier.prepare(inputs.a(), inputs.b())) {
                    product.poison();
                    product.compute();
                    assertThat(ProductCheck.exact(inputs, product.result(), SEED))
                            .isEmpty();
                    assertThat(product.ranOn()).isEqualTo(device.name());
                }
                assertThat(multiplier.remarks()).hasSize(1);
                assertThat(tight.failures().get()).as("fails no more later").isPositive();
                tight.failures().set(1);
            }
        }
    }

    /** Else the bits of later products would be others. */
    @ParameterizedTest
    @ValueSource(longs = {1L << 30, 1_000_000})
    void keepsTheTilesOfTheFirstProduct(long bytes) {
        TightTransfers.Tightness tight = new TightTransfers.Tightness(bytes, -4, true);
        Inputs inputs = Inputs.uniform(Shape.square(400), Precision.F32, SEED);
        try (JoclMultiplier multiplier = open("panel", bytes, tight.choice())) {
            Matrix first = multiplier.multiply(inputs.a(), inputs.b());
            List<String> remarks = multiplier.remarks();
            tight.largest().set(1000);
            assertThatThrownBy(() -> multiplier.multiply(inputs.a(), inputs.b()))
                    .isInstanceOf(BackendException.class)
                    .hasMessageContaining("cannot compute");
            assertThat(tight.failures().get()).isBetween(1, 2);
            tight.largest().set(bytes);
            Matrix later = multiplier.multiply(inputs.a(), inputs.b());

            assertThat(((FloatMatrix) later).elements()).isEqualTo(((FloatMatrix) first).elements());
            assertThat(multiplier.remarks()).isEqualTo(remarks);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void givesUpWhereNoTileFindsMemory(boolean whenComputing) {
        TightTransfers.Tightness tight = new TightTransfers.Tightness(100, -4, whenComputing);
        Matrix matrix = Inputs.integers(Shape.square(300), Precision.F32, SEED).a();
        try (JoclMultiplier multiplier = open("panel", 1L << 30, tight.choice())) {
            assertThatThrownBy(() -> multiplier.multiply(matrix, matrix))
                    .isInstanceOf(BackendException.class)
                    .hasMessageContaining(device.name());
            assertThat(tight.failures().get()).isGreaterThan(2);
        }
    }

    @Test
    void doesNotTileWhatFailsForAnotherReason() {
        TightTransfers.Tightness tight = new TightTransfers.Tightness(1000, -30, true);
        Matrix matrix = Inputs.integers(Shape.square(300), Precision.F32, SEED).a();
        try (JoclMultiplier multiplier = open("panel", 1L << 30, tight.choice())) {
            assertThatThrownBy(() -> multiplier.multiply(matrix, matrix)).isInstanceOf(BackendException.class);
            assertThat(tight.failures().get()).isEqualTo(1);
        }
    }

    @Test
    void noMoreTilesAreUploadedOnceItIsCancelled() {
        Inputs inputs = Inputs.integers(Shape.square(1500), Precision.F32, SEED);
        AtomicReference<Product> running = new AtomicReference<>();
        AtomicInteger reads = new AtomicInteger();
        Transfers.Choice choice = cancelling(running, reads);
        try (JoclMultiplier multiplier = open("panel", 6L << 20, choice)) {
            running.set(multiplier.prepare(inputs.a(), inputs.b()));
            assertThat(multiplier.remarks()).singleElement().asString().contains("panels of B");
            assertThatThrownBy(running.get()::compute).isInstanceOf(CancellationException.class);
            assertThat(reads.get()).as("one for each lane at the most").isBetween(1, 2);
            running.get().close();
            reads.set(1);
            Matrix c = multiplier.multiply(inputs.a(), inputs.b());
            assertThat(ProductCheck.exact(inputs, c, SEED)).isEmpty();
            assertThat(reads.get()).isGreaterThan(4);
        }
    }

    /** All that is read is counted; when something is read first, the product is cancelled. */
    private static Transfers.Choice cancelling(AtomicReference<Product> running, AtomicInteger reads) {
        return (limits, context, queue) -> {
            Transfers real = Transfers.of(limits, context, queue);
            return (Transfers) Proxy.newProxyInstance(
                    Transfers.class.getClassLoader(), new Class<?>[] {Transfers.class}, (any, method, arguments) -> {
                        if (method.getName().equals("read") && reads.incrementAndGet() == 1) {
                            running.get().cancel();
                        }
                        return method.invoke(real, arguments);
                    });
        };
    }

    @Test
    void noMoreOfABatchIsUploadedOnceItIsCancelled() {
        Inputs inputs = Inputs.integers(new Shape(97, 103, 101, 7), Precision.F32, SEED);
        AtomicReference<Product> running = new AtomicReference<>();
        AtomicInteger reads = new AtomicInteger();
        try (JoclMultiplier multiplier = open("panel", 200_000, cancelling(running, reads))) {
            running.set(multiplier.prepare(inputs.a(), inputs.b(), 7));
            assertThatThrownBy(running.get()::compute).isInstanceOf(CancellationException.class);
            assertThat(reads.get()).as("products that were computed").isEqualTo(1);
            running.get().close();
            assertThat(ProductCheck.exact(inputs, multiply(multiplier, inputs), SEED))
                    .isEmpty();
        }
    }
}
