package dev.santoku.backend.cpu.vector;

import java.util.Locale;
import jdk.incubator.vector.VectorShape;

/**
 * The vector registers that kernels are written for.
 *
 * @param bits of each: 128, 256 or 512
 * @param count how many there are
 */
record Registers(int bits, int count) {
    private static final int WIDEST = 512;
    private static final int NARROWEST = 128;

    /**
     * Those of the processor that this runs on.
     *
     * @throws UnsupportedOperationException when they are narrower than 128 bits
     */
    static Registers ofThisProcessor() {
        int widest = Math.min(WIDEST, VectorShape.preferredShape().vectorBitSize());
        if (widest < NARROWEST) {
            throw new UnsupportedOperationException(
                    "the vectors of this processor have %d bits, and the kernels need %d: single and pool have plain ones"
                            .formatted(widest, NARROWEST));
        }
        int bits = HotSpotQuirks.severalWidthsAreHarmless() ? FastestWidth.of(widest) : widest;
        return new Registers(bits, count(widest, System.getProperty("os.arch")));
    }

    /** AVX-512 has 32 registers, for narrower vectors too; AVX and SSE have 16, NEON and SVE 32. */
    static int count(int widest, String architecture) {
        return isX86(architecture) && widest < WIDEST ? 16 : 32;
    }

    static boolean isX86(String architecture) {
        return architecture.toLowerCase(Locale.ROOT).matches("amd64|x86_64|x86|i386");
    }
}
