package dev.santoku.backend.cpu.vector;

import static org.assertj.core.api.Assertions.assertThat;

import dev.santoku.backend.cpu.Numbers;
import java.util.stream.Stream;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Generated kernels against the formula of {@link TileKernel}, on integers, for all widths: those that this processor
 * emulates are slow, and right. C stands in numbers that no sum has, and B and A in NaN.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TileCodeTest {
    private static final double UNTOUCHED = 12_345.5;
    private static final int A_AT = 3;
    private static final int B_AT = 2;
    private static final int C_AT = 7;

    private Stream<Arguments> kernels() {
        return Stream.of(ElementType.values()).flatMap(element -> Stream.of(128, 256, 512)
                .flatMap(bits -> Stream.of(new TileChoice(1, 1), new TileChoice(2, 3), new TileChoice(12, 2))
                        .map(tile -> Arguments.of(element, bits, tile))));
    }

    @ParameterizedTest(name = "{0} {1} {2}")
    @MethodSource("kernels")
    void computeTheirTilesAndTouchNothingElse(ElementType element, int bits, TileChoice tile) {
        Class<?> type = element == ElementType.FLOAT ? float[].class : double[].class;
        for (int kc : new int[] {1, 19}) {
            int stride = kc + 2;
            for (int ofA : new int[] {TileKind.ANY, TileKind.SLICED, stride}) {
                for (int lastBits : new int[] {0, bits, Math.max(128, bits / 2)}) {
                    TileKind kind = new TileKind(tile.rows(), tile.vectors(), ofA, false, lastBits);
                    TileKind kindFromZero = new TileKind(tile.rows(), tile.vectors(), ofA, true, lastBits);
                    TileKernel kernel = TileClass.kernel(element, bits, kind);
                    TileKernel fromZero = TileClass.kernel(element, bits, kindFromZero);
                    int width = width(tile, element, bits, lastBits);
                    int slice = ofA == TileKind.SLICED ? element.slice() : 0;
                    int last = width - element.lanes(lastBits);
                    for (int tiles : new int[] {1, 3}) {
                        for (boolean packsB : new boolean[] {false, true}) {
                            Call call = new Call(tile.rows(), width, tiles, kc, stride, slice, packsB, last);
                            call.fromZeros(kernel, type);
                            call.fromNothing(fromZero, type);
                            call.fromC(kernel, type);
                            call.fromElsewhere(kernel, type);
                            call.fromElsewhere(plain(element, bits, kind), type);
                            call.fromNothing(plain(element, bits, kindFromZero), type);
                        }
                    }
                }
            }
        }
    }

    private static TileKernel plain(ElementType element, int bits, TileKind kind) {
        return element == ElementType.FLOAT ? new FloatPlainTile(kind, bits) : new DoublePlainTile(kind, bits);
    }

    /** Products begin with the one and go on with the other: that must not show. */
    @ParameterizedTest(name = "{0} {1} {2}")
    @MethodSource("kernels")
    void roundAsPlainJavaDoes(ElementType element, int bits, TileChoice tile) {
        Class<?> type = element == ElementType.FLOAT ? float[].class : double[].class;
        TileKind kind = new TileKind(tile.rows(), tile.vectors(), TileKind.ANY, false, 0);
        Call call = new Call(tile.rows(), width(tile, element, bits, 0), 2, 23, 25, 0, false, 0);
        assertThat(call.ofFractions(TileClass.kernel(element, bits, kind), type))
                .isEqualTo(call.ofFractions(plain(element, bits, kind), type));
    }

    @ParameterizedTest(name = "{0} {1} {2}")
    @MethodSource("kernels")
    void noTileIsNoWork(ElementType element, int bits, TileChoice tile) {
        Class<?> type = element == ElementType.FLOAT ? float[].class : double[].class;
        TileKernel kernel =
                TileClass.kernel(element, bits, new TileKind(tile.rows(), tile.vectors(), TileKind.ANY, false, 0));
        Object c = Numbers.filled(type, 1, UNTOUCHED);
        TileOperands operands =
                new TileOperands(1, 0).a(c, 1, 0).b(c, 1, 1).from(c, 0, 0).c(c, 1, 1);
        kernel.multiply(operands, 0, 0, 0, 0, 0);
        assertThat(Numbers.at(c, 0)).isEqualTo(UNTOUCHED);
    }

    /** Columns of a tile whose last vector overlaps the one before by a column, if it can. */
    private static int width(TileChoice tile, ElementType element, int bits, int lastBits) {
        if (lastBits == 0) {
            return tile.vectors() * element.lanes(bits);
        }
        int before = (tile.vectors() - 1) * element.lanes(bits);
        return before + element.lanes(lastBits) - (before > 0 ? 1 : 0);
    }

    private record Call(int rows, int width, int tiles, int kc, int stride, int slice, boolean packsB, int last) {
        /** A row of zeros, for every row of every tile. */
        <T> void fromZeros(TileKernel kernel, Class<T> type) {
            T c = c(type, Double.NaN);
            run(kernel, type, Numbers.filled(type, width, 0), 0, 0, 0, c);
            check(c, 0);
        }

        /** What the kernel is told to begin with must not matter: here it is not even there. */
        <T> void fromNothing(TileKernel kernel, Class<T> type) {
            T c = c(type, Double.NaN);
            run(kernel, type, Numbers.filled(type, 0, 0), 0, 0, 0, c);
            check(c, 0);
        }

        <T> void fromC(TileKernel kernel, Class<T> type) {
            T c = c(type, 77);
            run(kernel, type, c, C_AT, ldc(), width, c);
            check(c, 77);
        }

        /** As edges are computed, from and to scratch memory of different strides. */
        <T> void fromElsewhere(TileKernel kernel, Class<T> type) {
            T c = c(type, Double.NaN);
            int step = tiles * width + 1;
            run(kernel, type, Numbers.filled(type, 1 + rows * step, -5), 1, step, width, c);
            check(c, -5);
        }

        /** C of factors whose products and sums are rounded. */
        <T> T ofFractions(TileKernel kernel, Class<T> type) {
            T a = fractions(type, rows * stride);
            T b = fractions(type, kc * ldb());
            T c = fractions(type, lengthOfC());
            TileOperands operands = new TileOperands(kc, last)
                    .a(a, stride, 0)
                    .b(b, ldb(), panelStep())
                    .from(c, ldc(), width)
                    .c(c, ldc(), width);
            kernel.multiply(operands, tiles, 0, 0, C_AT, C_AT);
            return c;
        }

        private static <T> T fractions(Class<T> type, int length) {
            T array = Numbers.filled(type, length, 0);
            for (int i = 0; i < length; i++) {
                Numbers.set(array, i, Math.sin(1 + i));
            }
            return array;
        }

        private <T> void run(TileKernel kernel, Class<T> type, T from, int fromAt, int step, int fromWidth, T c) {
            T a = Numbers.filled(type, A_AT + rows * (stride + slice), Double.NaN);
            T b = Numbers.filled(type, B_AT + tiles * width * kc + kc * 3, Double.NaN);
            for (int p = 0; p < kc; p++) {
                for (int i = 0; i < rows; i++) {
                    Numbers.set(a, A_AT + indexOfA(i, p), elementOfA(i, p));
                }
                for (int j = 0; j < tiles * width; j++) {
                    Numbers.set(b, B_AT + j / width * panelStep() + p * ldb() + j % width, elementOfB(p, j));
                }
            }
            TileOperands operands = new TileOperands(kc, last)
                    .a(a, stride, 0)
                    .b(b, ldb(), panelStep())
                    .from(from, step, fromWidth)
                    .c(c, ldc(), width);
            kernel.multiply(operands, tiles, A_AT, B_AT, fromAt, C_AT);
        }

        private int indexOfA(int i, int p) {
            return slice == 0 ? i * stride + p : p / slice * slice * rows + i * slice + p % slice;
        }

        private void check(Object c, double start) {
            for (int index = 0; index < lengthOfC(); index++) {
                assertThat(Numbers.at(c, index))
                        .as("%s from %s: element %d of C's array", this, start, index)
                        .isEqualTo(isOfTiles(index) ? expected(index, start) : UNTOUCHED);
            }
        }

        private double expected(int index, double start) {
            double sum = start;
            for (int p = 0; p < kc; p++) {
                sum += elementOfA((index - C_AT) / ldc(), p) * elementOfB(p, (index - C_AT) % ldc());
            }
            return sum;
        }

        private <T> T c(Class<T> type, double inTiles) {
            T c = Numbers.filled(type, lengthOfC(), UNTOUCHED);
            for (int index = 0; index < lengthOfC(); index++) {
                if (isOfTiles(index)) {
                    Numbers.set(c, index, inTiles);
                }
            }
            return c;
        }

        private boolean isOfTiles(int index) {
            return index >= C_AT && (index - C_AT) / ldc() < rows && (index - C_AT) % ldc() < tiles * width;
        }

        private int ldb() {
            return packsB ? width : tiles * width + 3;
        }

        private int panelStep() {
            return packsB ? width * kc : width;
        }

        private int ldc() {
            return tiles * width + 5;
        }

        private int lengthOfC() {
            return C_AT + rows * ldc() + 9;
        }

        private static double elementOfA(int row, int column) {
            return (row * 31 + column * 7) % 17 - 8;
        }

        private static double elementOfB(int row, int column) {
            return (row * 13 + column * 5) % 19 - 9;
        }
    }
}
