package dev.santoku.backend.hybrid;

import static org.assertj.core.api.Assertions.assertThat;

import dev.santoku.backend.Device;
import dev.santoku.backend.Multiplier;
import dev.santoku.backend.OpenOptions;
import dev.santoku.backend.Product;
import dev.santoku.matrix.Inputs;
import dev.santoku.matrix.Precision;
import dev.santoku.matrix.ProductCheck;
import dev.santoku.matrix.Shape;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A device that cannot hold B shares a product with the pool. */
class TiledMemberTest {
    private static final long SEED = 5;

    @ParameterizedTest
    @ValueSource(strings = {"cpu:1+cl0:1", "cl0:1+cl0:1"})
    void tilesItsRows(String processors) {
        HybridBackend backend = new HybridBackend();
        Device device = backend.device(backend.probe(), processors).orElseThrow();
        Inputs inputs = Inputs.integers(new Shape(1203, 701, 907), Precision.F32, SEED);
        OpenOptions options = new OpenOptions(1, 1 << 20);
        try (Multiplier multiplier = backend.open(device, backend.defaultVariant(device), options)) {
            for (int i = 0; i < 3; i++) {
                try (Product product = multiplier.prepare(inputs.a(), inputs.b())) {
                    product.poison();
                    product.compute();
                    assertThat(ProductCheck.exact(inputs, product.result(), SEED))
                            .isEmpty();
                }
            }
            assertThat(multiplier.losses()).isEmpty();
            assertThat(multiplier.remarks())
                    .anyMatch(remark -> remark.startsWith("cl0:1: ") && remark.contains("in tiles of"));
        }
    }
}
