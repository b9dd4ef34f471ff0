package dev.santoku.backend.hybrid;

import static org.assertj.core.api.Assertions.assertThat;

import dev.santoku.backend.Multiplier;
import dev.santoku.backend.RowProduct;
import dev.santoku.backend.Santoku;
import dev.santoku.matrix.Inputs;
import dev.santoku.matrix.Matrix;
import dev.santoku.matrix.Precision;
import dev.santoku.matrix.ProductCheck;
import dev.santoku.matrix.Shape;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A packed B that stays between blocks of rows is that of this product: sizes at which B is packed, and is deeper than a block. */
class KeptBlocksTest {
    @ParameterizedTest
    @CsvSource({"pool, F32", "pool, F64", "jocl, F32", "jocl, F64"})
    void blocksOfAllHeightsAreRightForOneBAfterAnother(String backend, Precision precision) {
        try (Multiplier multiplier = Santoku.open(backend)) {
            for (int seed = 1; seed <= 3; seed++) {
                Inputs inputs = Inputs.integers(new Shape(521, 300, 1500), precision, seed);
                Matrix c = Matrix.zeros(precision, 521, 300);
                try (RowProduct product = multiplier.prepareRows(inputs.a(), inputs.b(), c)) {
                    computeInBlocks(product);
                    assertThat(ProductCheck.exact(inputs, c, seed)).isEmpty();
                    c.fill(Double.NaN);
                    product.begin();
                    computeInBlocks(product);
                    assertThat(ProductCheck.exact(inputs, c, seed))
                            .as("begun anew")
                            .isEmpty();
                }
            }
        }
    }

    private static void computeInBlocks(RowProduct product) {
        product.compute(0, 300);
        product.compute(300, 128);
        product.compute(428, 64);
        product.compute(492, 28);
        product.compute(520, 1);
    }
}
