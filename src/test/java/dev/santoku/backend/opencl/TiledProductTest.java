package dev.santoku.backend.opencl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.santoku.backend.Device;
import dev.santoku.backend.Product;
import dev.santoku.backend.UnsupportedProductException;
import dev.santoku.backend.opencl.family.KernelFamilies;
import dev.santoku.backend.opencl.handle.DeviceLimits;
import dev.santoku.backend.opencl.handle.OpenClDevice;
import dev.santoku.matrix.FloatMatrix;
import dev.santoku.matrix.Inputs;
import dev.santoku.matrix.Matrix;
import dev.santoku.matrix.Precision;
import dev.santoku.matrix.ProductCheck;
import dev.santoku.matrix.Shape;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Products that a device cannot hold, on PoCL with limits that pretend to be small. */
class TiledProductTest {
    private static final long SEED = 11;

    private final Discovery discovery = Discovery.run();
    private final Device device = discovery.availability().devices().get(0);
    private final OpenClDevice openClDevice = discovery.find(device).orElseThrow();

    private JoclMultiplier open(String family, long bytes) {
        DeviceLimits limits = openClDevice.limits().withMemory(bytes);
        return new JoclMultiplier(
                device, openClDevice, limits, KernelFamilies.find(family).orElseThrow());
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
}
