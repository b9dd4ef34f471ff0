package dev.santoku.backend.cpu.vector;

import static org.assertj.core.api.Assertions.assertThat;

import dev.santoku.backend.Multiplier;
import dev.santoku.backend.Product;
import dev.santoku.backend.cpu.Multipliers;
import dev.santoku.host.Caches;
import dev.santoku.matrix.Digest;
import dev.santoku.matrix.Inputs;
import dev.santoku.matrix.Precision;
import dev.santoku.matrix.ProductCheck;
import dev.santoku.matrix.Shape;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Small products, of which a kernel computes all, at every number of rows and columns around its tiles. */
class CoverKernelTest {
    private static final Caches CACHES = new Caches(32 << 10, 1 << 20, 32 << 20);

    /** The same products are not small here, and cut into blocks, tiles that overlap and scratch memory. */
    private static final Caches TINY = new Caches(1, 1, 1);

    private static final Registers REGISTERS = new Registers(512, 32);

    @ParameterizedTest
    @EnumSource(
            value = Precision.class,
            names = {"F32", "F64"})
    void multiplyExactlyAtEveryEdge(Precision precision) {
        int lanes = precision == Precision.F32 ? 16 : 8;
        try (Multiplier multiplier = Multipliers.of(new VectorKernels(REGISTERS, CACHES), 1)) {
            for (int m = 1; m <= 18; m++) {
                for (int n = lanes; n <= 6 * lanes + 5; n += n < 2 * lanes + 3 ? 1 : 5) {
                    checkExact(multiplier, new Shape(m, n, 3), precision);
                }
            }
            for (Shape shape : new Shape[] {new Shape(65, 63, 129), new Shape(71, 100, 1), new Shape(7, 300, 130)}) {
                checkExact(multiplier, shape, precision);
            }
        }
    }

    private static void checkExact(Multiplier multiplier, Shape shape, Precision precision) {
        Inputs inputs = Inputs.integers(shape, precision, 5);
        try (Product product = multiplier.prepare(inputs.a(), inputs.b())) {
            product.poison();
            product.compute();
            assertThat(ProductCheck.exact(inputs, product.result(), 1))
                    .as("%s %s", precision, shape)
                    .isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Precision.class,
            names = {"F32", "F64"})
    void roundAsBlocksDo(Precision precision) {
        for (Shape shape : new Shape[] {new Shape(37, 100, 129), new Shape(64, 64, 64), new Shape(9, 33, 255)}) {
            Inputs inputs = Inputs.uniform(shape, precision, 3);
            assertThat(digest(CACHES, inputs)).as("%s", shape).isEqualTo(digest(TINY, inputs));
        }
    }

    private static String digest(Caches caches, Inputs inputs) {
        try (Multiplier multiplier = Multipliers.of(new VectorKernels(REGISTERS, caches), 1);
                Product product = multiplier.prepare(inputs.a(), inputs.b())) {
            product.compute();
            return Digest.of(product.result());
        }
    }

    @Test
    void areMadeForSmallProductsAlone() {
        VectorKernels kernels = new VectorKernels(REGISTERS, CACHES);
        assertThat(kernels.floats().whole(Shape.square(100))).isPresent();
        assertThat(kernels.doubles().whole(Shape.square(128))).isPresent();
        assertThat(kernels.floats().whole(new Shape(100, 15, 100)))
                .as("narrower than a vector")
                .isEmpty();
        assertThat(kernels.floats().whole(new Shape(16, 16, 256)))
                .as("as deep as others")
                .isEmpty();
        assertThat(kernels.doubles().whole(new Shape(2000, 3000, 17)))
                .as("larger than L2")
                .isEmpty();
        assertThat(new VectorKernels(REGISTERS, TINY).floats().whole(Shape.square(16)))
                .isEmpty();
    }
}
