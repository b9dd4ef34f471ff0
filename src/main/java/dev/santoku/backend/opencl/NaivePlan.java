package dev.santoku.backend.opencl;

import dev.santoku.matrix.Precision;
import dev.santoku.matrix.Shape;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Parameters of {@code naive.cl}.
 *
 * @param groupM rows of a work-group, at least 1
 * @param groupN columns of a work-group, at least 1
 */
record NaivePlan(Precision precision, int groupM, int groupN) implements Plan {
    private static final int GROUP_ITEMS = 256;
    private static final int GROUP_COLUMNS = 64;

    /** Wide groups, since neighbours along a row read neighbouring elements of B; no wider than C. */
    static NaivePlan fit(Limits limits, Precision precision, Shape shape) {
        int items = Integer.highestOneBit(Math.min(GROUP_ITEMS, limits.groupItems()));
        int columns = Math.min(Math.min(GROUP_COLUMNS, items), ceilingPowerOfTwo(shape.n()));
        return new NaivePlan(precision, Math.min(items / columns, ceilingPowerOfTwo(shape.m())), columns);
    }

    private static int ceilingPowerOfTwo(int value) {
        return Integer.highestOneBit(Math.max(1, 2 * Math.min(value, GROUP_ITEMS) - 1));
    }

    @Override
    public String kernel() {
        return "naive";
    }

    @Override
    public Map<String, Integer> macros() {
        Map<String, Integer> macros = new LinkedHashMap<>();
        macros.put("PRECISION", precision.bytes() * Byte.SIZE);
        macros.put("GROUP_M", groupM);
        macros.put("GROUP_N", groupN);
        return macros;
    }

    @Override
    public int groupItems() {
        return groupM * groupN;
    }

    @Override
    public int blockM() {
        return groupM;
    }

    @Override
    public int blockN() {
        return groupN;
    }

    @Override
    public long localBytes() {
        return 0;
    }
}
