package dev.santoku.matrix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashSet;
import java.util.Set;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What reduced formats can represent, and what products of their numbers show. */
class PrecisionTest {
    private static final Shape SHAPE = new Shape(20, 30, 333);

    /** Bits by IEEE 754 and by the formats' definitions; hexadecimal, since −0 and NaN are values, too. */
    @ParameterizedTest
    @CsvSource({
        "tf32, 3f801000, 3f800000", // 1 + 2⁻¹¹, a tie: to even
        "tf32, 3f803000, 3f804000", // 1 + 3·2⁻¹¹: to even, upwards
        "tf32, 3f801001, 3f802000", // a little above the tie
        "tf32, 7f7fffff, 7f800000", // beyond the largest: infinite
        "tf32, 00001000, 00000000", // half of the smallest subnormal: to even
        "tf32, 00001001, 00002000",
        "bf16, 3f808000, 3f800000",
        "bf16, 3f818000, 3f820000",
        "bf16, bf808001, bf810000",
        "bf16, 7f7f7fff, 7f7f0000", // the largest
        "bf16, 7f7f8000, 7f800000",
        "bf16, ff7fffff, ff800000",
        "bf16, 00018000, 00020000", // subnormal
        "bf16, 80008000, 80000000", // −0
        "f16, 3f801000, 3f800000",
        "f16, 3f803000, 3f804000",
        "f16, 477fe000, 477fe000", // 65504, the largest
        "f16, 477fefff, 477fe000",
        "f16, 477ff000, 7f800000", // 65520: infinite
        "f16, c77ff000, ff800000",
        "f16, 38800000, 38800000", // 2⁻¹⁴, the smallest normal one
        "f16, 33800000, 33800000", // 2⁻²⁴, the smallest
        "f16, 33000000, 00000000", // half of it: to even
        "f16, 33000001, 33800000",
        "f16, b3c00000, b4000000", // −1.5 · 2⁻²⁴: to even
        "f16, 80000001, 80000000",
        "i8, 3f000000, 00000000", // 0.5
        "i8, 3fc00000, 40000000", // 1.5
        "i8, be800000, 00000000", // −0.25: an integer has no −0
        "i8, 42ff0000, 42fe0000", // 127.5: saturates
        "i8, c3010000, c3000000", // −129: saturates
        "i8, ff800000, c3000000",
        "i8, 7fc00000, 00000000", // NaN
        "bf16, 7fc00000, 7fc00000",
        "f16, ff800000, ff800000",
        "f32, 00000001, 00000001",
    })
    void roundsToTheNearestAndToEven(String label, String bits, String expected) {
        FloatMatrix matrix = new FloatMatrix(1, 1, new float[] {Float.intBitsToFloat((int) Long.parseLong(bits, 16))});
        FloatMatrix rounded = matrix.rounded(Precision.parse(label));
        assertThat("%08x".formatted(Float.floatToIntBits(rounded.elements()[0])))
                .isEqualTo(expected);
        assertThat(rounded.precision()).isEqualTo(Precision.parse(label));
        assertThat(matrix.precision()).isEqualTo(Precision.F32);
    }

    @Test
    void aMatrixOfFloatHoldsNoF64() {
        assertThatThrownBy(() -> new FloatMatrix(1, 1, new float[1]).rounded(Precision.F64))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("f64");
    }

    @ParameterizedTest
    @EnumSource(
            value = Precision.class,
            names = {"TF32", "BF16", "F16", "I8"})
    void allInputsAreNumbersOfTheFormatAndNoneIsSubnormal(Precision precision) {
        double smallest = precision == Precision.I8 ? 1 : 0x1p-14;
        Set<Double> different = new HashSet<>();
        Inputs uniform = Inputs.uniform(SHAPE, precision, 1);
        for (Inputs inputs : new Inputs[] {
            uniform,
            Inputs.integers(SHAPE, precision, 1),
            Inputs.fullWidth(SHAPE, precision, 1).get(0)
        }) {
            for (float element : ((FloatMatrix) inputs.a()).elements()) {
                assertThat(precision.rounded(element)).isEqualTo(element);
                assertThat(Math.abs(element)).isBetween((float) smallest, 65_504f);
            }
        }
        for (float element : ((FloatMatrix) uniform.a()).elements()) {
            different.add((double) element);
        }
        assertThat(different).hasSizeGreaterThan(200); // neither a few numbers alone, nor one
    }

    /** Sums in f16 or bf16 come from units that are asked for, or that a driver takes without being asked. */
    @ParameterizedTest
    @EnumSource(
            value = Precision.class,
            names = {"TF32", "BF16", "F16", "I8"})
    void sumsInANarrowFormatAreCaught(Precision precision) {
        Inputs integers = Inputs.integers(SHAPE, precision, 1);
        Inputs uniform = Inputs.uniform(SHAPE, precision, 1);
        assertThat(ProductCheck.exact(integers, product(integers, Precision.F32::rounded), 1))
                .isEmpty();
        assertThat(ProductCheck.bounded(uniform, product(uniform, Precision.F32::rounded), 1)
                        .complaint())
                .isEmpty();
        for (Precision narrow : new Precision[] {Precision.F16, Precision.BF16, Precision.TF32}) {
            assertThat(ProductCheck.exact(integers, product(integers, narrow::rounded), 1))
                    .isPresent();
            assertThat(ProductCheck.bounded(uniform, product(uniform, narrow::rounded), 1)
                            .complaint())
                    .isPresent();
        }
    }

    /** Every sum of i8 that is drawn is exact in f32: the bound is 0, and a result that is off by 1 is wrong. */
    @Test
    void sumsOfI8AreExact() {
        Inputs uniform = Inputs.uniform(SHAPE, Precision.I8, 1);
        Matrix c = product(uniform, Precision.F32::rounded);
        assertThat(ProductCheck.bounded(uniform, c, 1).bound()).isZero();
        c.set(7, 9, c.at(7, 9) + 1);
        assertThat(ProductCheck.bounded(uniform, c, 1).complaint()).isPresent();
    }

    /** Multiplied as a back end does that keeps each sum in some format. */
    private static Matrix product(Inputs inputs, DoubleUnaryOperator rounding) {
        Matrix c = Matrix.zeros(Precision.F32, SHAPE.m(), SHAPE.n());
        for (int i = 0; i < SHAPE.m(); i++) {
            for (int j = 0; j < SHAPE.n(); j++) {
                double sum = 0;
                for (int p = 0; p < SHAPE.k(); p++) {
                    sum = rounding.applyAsDouble(
                            sum + inputs.a().at(i, p) * inputs.b().at(p, j));
                }
                c.set(i, j, sum);
            }
        }
        return c;
    }
}
