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
        int bits = severalWidthsAreHarmless() ? FastestWidth.of(widest) : widest;
        return new Registers(bits, count(widest, System.getProperty("os.arch")));
    }

    /**
     * Whether one process may use vectors of several widths. On JDK 17 that spoils them: the profile of what the library's
     * methods are called with is one for all callers, and what is compiled after a second width was seen allocates its
     * vectors on the heap, at a twentieth of the speed. JDK 25 does not suffer; those between were not tried.
     */
    static boolean severalWidthsAreHarmless() {
        return Runtime.version().feature() >= 25;
    }

    /**
     * Whether the JIT compiler moves the loads of a block of code to its front, whatever there is room for. C2 of JDK 25 does, that of
     * JDK 17 does not; those between were not tried.
     */
    static boolean loadsComeFirst() {
        return Runtime.version().feature() >= 25;
    }

    /** AVX-512 has 32 registers, for narrower vectors too; AVX and SSE have 16, NEON and SVE 32. */
    static int count(int widest, String architecture) {
        return isX86(architecture) && widest < WIDEST ? 16 : 32;
    }

    static boolean isX86(String architecture) {
        return architecture.toLowerCase(Locale.ROOT).matches("amd64|x86_64|x86|i386");
    }
}
