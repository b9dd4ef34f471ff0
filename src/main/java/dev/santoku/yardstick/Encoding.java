package dev.santoku.yardstick;

import com.sun.jna.Pointer;
import dev.santoku.matrix.Precision;

/** How the elements of a factor lie in memory that a library reads: in their own format where that is narrower than Java's. */
enum Encoding {
    FLOAT(Float.BYTES) {
        @Override
        void write(float[] from, int first, int count, Pointer to, long offset) {
            to.write(offset, from, first, count);
        }
    },
    BF16(Short.BYTES) {
        @Override
        void write(float[] from, int first, int count, Pointer to, long offset) {
            short[] encoded = new short[count];
            for (int i = 0; i < count; i++) {
                encoded[i] = toBf16(from[first + i]);
            }
            to.write(offset, encoded, 0, count);
        }
    },
    F16(Short.BYTES) {
        @Override
        void write(float[] from, int first, int count, Pointer to, long offset) {
            short[] encoded = new short[count];
            for (int i = 0; i < count; i++) {
                encoded[i] = toF16(from[first + i]);
            }
            to.write(offset, encoded, 0, count);
        }
    },
    I8(Byte.BYTES) {
        @Override
        void write(float[] from, int first, int count, Pointer to, long offset) {
            byte[] encoded = new byte[count];
            for (int i = 0; i < count; i++) {
                encoded[i] = (byte) from[first + i];
            }
            to.write(offset, encoded, 0, count);
        }
    };

    private static final int SIGN = 0x8000;
    private static final int MAGNITUDE = 0x7FFF_FFFF;
    private static final int HALF_OF_BF16_UNIT = 0x7FFF;
    private static final int BF16_NAN = 0x7FC0;
    private static final int F16_NAN = 0x7E00;
    private static final int F16_INFINITY = 0x7C00;
    private static final int F16_SHIFT = 13;
    private static final int HALF_OF_F16_UNIT = 0xFFF;

    /** The exponents of f32 and f16 are stored with 127 and 15 added. */
    private static final int BIAS = (127 - 15) << 23;

    /** What is as large or larger is nearer to 2¹⁶ than to f16's largest number, which is even. */
    private static final float INFINITE_IN_F16 = 65_520;

    private static final float SMALLEST_NORMAL_F16 = 0x1p-14f;
    private static final float SUBNORMALS_TO_INTEGERS = 0x1p24f;

    private final int bytes;

    Encoding(int bytes) {
        this.bytes = bytes;
    }

    /** That of a precision held in {@code float}; TF32 lies in memory as f32. */
    static Encoding of(Precision precision) {
        return switch (precision) {
            case BF16 -> BF16;
            case F16 -> F16;
            case I8 -> I8;
            case F32, TF32 -> FLOAT;
            case F64 -> throw new IllegalArgumentException("f64 is not held in float");
        };
    }

    /** Of one element. */
    int bytes() {
        return bytes;
    }

    /**
     * Writes elements, which are numbers of the format, or are rounded to the nearest.
     *
     * @param offset in bytes
     */
    abstract void write(float[] from, int first, int count, Pointer to, long offset);

    static short toBf16(float value) {
        if (Float.isNaN(value)) {
            return (short) BF16_NAN; // cut off, some would be infinite
        }
        int bits = Float.floatToRawIntBits(value);
        return (short) ((bits + HALF_OF_BF16_UNIT + ((bits >>> Short.SIZE) & 1)) >>> Short.SIZE);
    }

    /** {@code Float.floatToFloat16}, which Java has from 20 on. */
    static short toF16(float value) {
        int bits = Float.floatToRawIntBits(value);
        int sign = (bits >>> Short.SIZE) & SIGN;
        float magnitude = Math.abs(value);
        if (Float.isNaN(value)) {
            return (short) (sign | F16_NAN);
        } else if (magnitude >= INFINITE_IN_F16) {
            return (short) (sign | F16_INFINITY);
        } else if (magnitude < SMALLEST_NORMAL_F16) {
            return (short) (sign | (int) Math.rint(magnitude * SUBNORMALS_TO_INTEGERS));
        }
        int positive = bits & MAGNITUDE;
        int rounded = positive + HALF_OF_F16_UNIT + ((positive >>> F16_SHIFT) & 1);
        return (short) (sign | (rounded - BIAS) >>> F16_SHIFT);
    }
}
