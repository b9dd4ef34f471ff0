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
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Whole products with the registers of other processors, and with caches so small that every loop turns. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class VectorKernelsTest {
    private static final Caches TINY = new Caches(1, 1, 1);

    /** Small enough for A to be packed, large enough for blocks of several strips. */
    private static final Caches SMALL = new Caches(1, 1, 112 << 10);

    private static final List<Shape> SHAPES = List.of(
            new Shape(1, 1, 1),
            new Shape(1, 150, 70),
            new Shape(150, 1, 70),
            new Shape(13, 9, 200), // three blocks of depth, of which B is packed in none
            new Shape(33, 67, 65),
            new Shape(29, 83, 40), // the last panel is narrower, from a B that is packed
            new Shape(29, 99, 130), // likewise, and adds to C
            new Shape(3, 83, 40), // from B in place
            new Shape(61, 130, 129)); // A and B are packed, and n and k cut

    private Stream<Arguments> processors() {
        return Stream.of(128, 256, 512).flatMap(bits -> Stream.of(16, 32).flatMap(count -> Precision.full().stream()
                .map(precision -> Arguments.of(new Registers(bits, count), precision))));
    }

    @ParameterizedTest
    @MethodSource("processors")
    void multiplyExactly(Registers registers, Precision precision) {
        try (Multiplier multiplier = Multipliers.of(new VectorKernels(registers, TINY), 1)) {
            for (Shape shape : SHAPES) {
                Inputs inputs = Inputs.integers(shape, precision, 11);
                try (Product product = multiplier.prepare(inputs.a(), inputs.b())) {
                    product.poison();
                    product.compute();
                    assertThat(ProductCheck.exact(inputs, product.result(), 1))
                            .as("%s", shape)
                            .isEmpty();
                }
            }
        }
    }

    /** An element is summed in blocks of depth, each from its first term on, whichever tile it lies in. */
    @ParameterizedTest
    @MethodSource("processors")
    void roundAlikeInRegistersOfAnyWidthAndNumber(Registers registers, Precision precision) {
        Inputs inputs = Inputs.uniform(new Shape(33, 67, 129), precision, 11);
        assertThat(digest(registers, inputs)).isEqualTo(digest(new Registers(128, 32), inputs));
    }

    /** Members pack the strips of a block of A together before any is multiplied, and none of the next before all are. */
    @ParameterizedTest
    @MethodSource("processors")
    void packAOnSeveralThreadsToTheSameBits(Registers registers, Precision precision) {
        Inputs inputs = Inputs.uniform(new Shape(701, 131, 193), precision, 11);
        VectorKernels kernels = new VectorKernels(registers, SMALL);
        assertThat(kernels.floats().packsA(inputs.shape())).isTrue();
        assertThat(kernels.doubles().packsA(inputs.shape())).isTrue();
        String alone = digest(registers, inputs);
        for (int threads : new int[] {2, 3, 7}) {
            try (Multiplier multiplier = Multipliers.of(kernels, threads);
                    Product product = multiplier.prepare(inputs.a(), inputs.b())) {
                for (int again = 0; again < 3; again++) {
                    product.poison();
                    product.compute();
                    assertThat(Digest.of(product.result()))
                            .as("on %d threads", threads)
                            .isEqualTo(alone);
                }
            }
        }
    }

    /** Deep enough for C to be claimed, and with a last panel that is narrower, whoever computes it. */
    @ParameterizedTest
    @MethodSource("processors")
    void computeTheLastColumnsOnSeveralThreads(Registers registers, Precision precision) {
        Inputs inputs = Inputs.integers(new Shape(61, 851, 300), precision, 11);
        VectorKernels kernels = new VectorKernels(registers, new Caches(32 << 10, 256 << 10, 8 << 20));
        for (int threads : new int[] {1, 2, 3}) {
            try (Multiplier multiplier = Multipliers.of(kernels, threads);
                    Product product = multiplier.prepare(inputs.a(), inputs.b())) {
                product.poison();
                product.compute();
                assertThat(ProductCheck.exact(inputs, product.result(), 1))
                        .as("on %d threads", threads)
                        .isEmpty();
            }
        }
    }

    private static String digest(Registers registers, Inputs inputs) {
        try (Multiplier multiplier = Multipliers.of(new VectorKernels(registers, TINY), 1);
                Product product = multiplier.prepare(inputs.a(), inputs.b())) {
            product.compute();
            return Digest.of(product.result());
        }
    }
}
