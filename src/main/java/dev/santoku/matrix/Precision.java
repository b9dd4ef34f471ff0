package dev.santoku.matrix;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The number format of a product's inputs, and how its sums are held to be right. The result of a reduced format is {@link
 * #storage()}: f32. A precision is a class of its own: products of two are never compared as if they were alike.
 */
public enum Precision {
    /** IEEE 754 binary32: 24 significant bits. */
    F32("f32", 24, Float.MIN_EXPONENT, Float.MAX_VALUE, 24),
    /** IEEE 754 binary64: 53 significant bits. */
    F64("f64", 53, Double.MIN_EXPONENT, Double.MAX_VALUE, 53),
    /** TensorFloat-32: 11 significant bits and the range of f32; sums in f32. */
    TF32("tf32", 11, Float.MIN_EXPONENT, 0x1.ffcp127, Precision.BITS_OF_TRUNCATED_SUMS),
    /** bfloat16: 8 significant bits and the range of f32; sums in f32. */
    BF16("bf16", 8, Float.MIN_EXPONENT, 0x1.fep127, Precision.BITS_OF_TRUNCATED_SUMS),
    /** IEEE 754 binary16: 11 significant bits, magnitudes up to 65504; sums in f32. */
    F16("f16", 11, -14, 65_504, Precision.BITS_OF_TRUNCATED_SUMS),
    /**
     * Integers from −128 to 127; sums are exact. The result is f32: a sum beyond 2²⁴ is rounded to it, and on hardware that sums
     * in f32 so are the partial sums.
     */
    I8("i8", 7, 0, 127, 0);

    /** A matrix unit may cut sums off where f32 rounds them, and may do so with two bits fewer. */
    private static final int BITS_OF_TRUNCATED_SUMS = 22;

    private static final int LEAST_BYTE = -128;

    private final String label;
    private final int significantBits;
    private final int minExponent;
    private final double largest;
    private final int bitsOfSums;

    Precision(String label, int significantBits, int minExponent, double largest, int bitsOfSums) {
        this.label = label;
        this.significantBits = significantBits;
        this.minExponent = minExponent;
        this.largest = largest;
        this.bitsOfSums = bitsOfSums;
    }

    /** The name used on the command line and in files: {@code f32}, {@code bf16} … */
    public String label() {
        return label;
    }

    /** The formats whose inputs and results are alike: f32 and f64. */
    public static List<Precision> full() {
        return List.of(F32, F64);
    }

    /** Whether inputs are narrower than the result. */
    public boolean isReduced() {
        return this != storage();
    }

    /** What Java's arrays hold a matrix of this format in, and what the result is: f32 or f64. */
    public Precision storage() {
        return this == F64 ? F64 : F32;
    }

    /** Bytes of one element in Java's array. */
    public int bytes() {
        return storage() == F64 ? Double.BYTES : Float.BYTES;
    }

    /**
     * u, the relative error that one addition of a sum may have: 2⁻²⁴ or 2⁻⁵³, half the distance from 1 to the next number.
     * 2⁻²² where sums of reduced inputs may be computed by a matrix unit, which truncates; 0 for i8.
     */
    public double unitRoundoff() {
        return this == I8 ? 0 : Math.scalb(1.0, -bitsOfSums);
    }

    /** Every integer up to this magnitude is represented exactly: 2²⁴ or 2⁵³, 2¹¹, 2⁸ or 127. */
    public long exactLimit() {
        return this == I8 ? (long) largest : 1L << significantBits;
    }

    /**
     * The nearest number of the format, the even one of two: beyond the largest it is infinite, below the smallest normal one
     * it has fewer bits. In i8 what is out of range becomes the nearest end, and NaN becomes 0.
     */
    double rounded(double value) {
        if (this == F64) {
            return value;
        } else if (this == F32) {
            return (float) value;
        } else if (this == I8) {
            return Double.isNaN(value) ? 0 : Math.max(LEAST_BYTE, Math.min(largest, Math.rint(value))) + 0.0;
        } else if (!Double.isFinite(value)) {
            return value;
        }
        int exponent = Math.max(Math.getExponent(value), minExponent);
        double unit = powerOfTwo(exponent - significantBits + 1); // the distance to the next number
        double nearest = Math.rint(value / unit) * unit;
        return Math.abs(nearest) <= largest ? nearest : Math.copySign(Double.POSITIVE_INFINITY, value);
    }

    /** Quicker than {@link Math#scalb}: a matrix has many elements. */
    private static double powerOfTwo(int exponent) {
        return Double.longBitsToDouble((long) (exponent + Double.MAX_EXPONENT) << 52);
    }

    /**
     * Reads a label.
     *
     * @throws IllegalArgumentException for anything but a known label
     */
    public static Precision parse(String label) {
        return Arrays.stream(values())
                .filter(precision -> precision.label.equals(label))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("unknown precision '" + label + "': choose from "
                        + Arrays.stream(values()).map(Precision::label).collect(Collectors.joining(", "))));
    }

    @Override
    public String toString() {
        return label;
    }
}
