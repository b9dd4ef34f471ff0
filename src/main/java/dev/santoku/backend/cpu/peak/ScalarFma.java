package dev.santoku.backend.cpu.peak;

import dev.santoku.matrix.Precision;
import java.util.List;

/**
 * Multiply-adds in plain Java, for a Java without the Vector API: loops that C2 turns into SIMD by itself, over an array
 * in L1, with several steps between load and store.
 */
public final class ScalarFma implements FmaLoops {
    /** Accumulators: a few hundred are a long loop for C2, and 4 KiB at most. */
    static final int LENGTH = 512;

    /** Multiply-adds on an accumulator between load and store: enough that those do not count. */
    static final int STEPS = 8;

    /** Accumulators begin at 0, 1, 2 … below this. */
    static final int STARTS = 16;

    @Override
    public List<FmaLoop> of(Precision precision) {
        return precision == Precision.F32
                ? List.of(new RoundedFloatLoop(), new FusedFloatLoop())
                : List.of(new RoundedDoubleLoop(), new FusedDoubleLoop());
    }
}
