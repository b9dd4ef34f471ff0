package dev.santoku.matrix;

import java.util.Arrays;
import java.util.stream.Collectors;

/** The number format of a product's inputs and result. */
public enum Precision {
    /** IEEE 754 binary32: 24 significant bits. */
    F32("f32", Float.BYTES, 24),
    /** IEEE 754 binary64: 53 significant bits. */
    F64("f64", Double.BYTES, 53);

    private final String label;
    private final int bytes;
    private final int significantBits;

    Precision(String label, int bytes, int significantBits) {
        this.label = label;
        this.bytes = bytes;
        this.significantBits = significantBits;
    }

    /** The name used on the command line and in files: {@code f32}, {@code f64}. */
    public String label() {
        return label;
    }

    /** Bytes of one element. */
    public int bytes() {
        return bytes;
    }

    /** u, half the distance from 1 to the next number: 2⁻²⁴ or 2⁻⁵³. */
    public double unitRoundoff() {
        return Math.scalb(1.0, -significantBits);
    }

    /** Every integer up to this magnitude is represented exactly: 2²⁴ or 2⁵³. */
    public long exactLimit() {
        return 1L << significantBits;
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
