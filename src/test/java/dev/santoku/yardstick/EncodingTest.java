package dev.santoku.yardstick;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.jna.Pointer;
import dev.santoku.matrix.FloatMatrix;
import dev.santoku.matrix.Precision;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Bits of formats that Java 17 cannot write. */
class EncodingTest {
    /** Every number of f16 keeps its bits; NaN stays NaN. */
    @Test
    void eachNumberOfF16IsEncodedAsItself() {
        for (int bits = 0; bits < 1 << 16; bits++) {
            float value = ofF16(bits);
            if (Float.isNaN(value)) {
                assertThat(ofF16(Encoding.toF16(value))).isNaN();
            } else {
                assertThat((int) Encoding.toF16(value) & 0xFFFF).isEqualTo(bits);
            }
        }
    }

    /** By IEEE 754: sign, 5 bits of exponent with 15 added, 10 bits of fraction. */
    static float ofF16(int bits) {
        int exponent = bits >> 10 & 31;
        int fraction = bits & 1023;
        double magnitude = exponent == 31
                ? (fraction == 0 ? Double.POSITIVE_INFINITY : Double.NaN)
                : exponent == 0 ? fraction * 0x1p-24 : Math.scalb(1024.0 + fraction, exponent - 25);
        return (float) ((bits & 0x8000) == 0 ? magnitude : -magnitude);
    }

    @ParameterizedTest
    @CsvSource({"BF16", "F16"})
    void whatIsNoNumberOfTheFormatIsRoundedAsThatOfAMatrix(Precision format) {
        Random random = new Random(1);
        float[] any = new float[100_000];
        for (int i = 0; i < any.length; i++) {
            any[i] = i % 2 == 0
                    ? Float.intBitsToFloat(random.nextInt())
                    : (float) Math.scalb(random.nextGaussian(), -(i % 30));
        }
        float[] rounded = new FloatMatrix(1, any.length, any).rounded(format).elements();
        for (int i = 0; i < any.length; i++) {
            short encoded = format == Precision.F16 ? Encoding.toF16(any[i]) : Encoding.toBf16(any[i]);
            float back = format == Precision.F16 ? ofF16(encoded & 0xFFFF) : Float.intBitsToFloat(encoded << 16);
            assertThat(back).as("%a", any[i]).isEqualTo(Float.valueOf(rounded[i]));
        }
    }

    @Test
    void rowsAreFilledUpWithZeros() {
        FloatMatrix matrix = new FloatMatrix(2, 3, new float[] {1, -128, 127, 4, 5, -6}).rounded(Precision.I8);
        try (HostMemory memory = new HostMemory(matrix, 4)) {
            memory.write(matrix);
            Pointer bytes = memory.pointer();
            assertThat(HostMemory.pitch(3, 4)).isEqualTo(4);
            assertThat(bytes.getByteArray(0, (int) memory.bytes())).containsExactly(1, -128, 127, 0, 4, 5, -6, 0);
        }
    }
}
