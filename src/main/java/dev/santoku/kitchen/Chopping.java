package dev.santoku.kitchen;

import java.util.Arrays;

/** Pure computing: nothing but a core is needed, no memory, no lock, no waiting. */
final class Chopping {
    private static final long GOLDEN_GAMMA = 0x9E3779B97F4A7C15L;
    private static final int TRIED_CUTS = 4_000;
    private static final int TRIES = 301;

    private Chopping() {}

    /**
     * Cuts: each step needs the one before, so the result tells that all were done, and in their order (the finalizer of
     * SplitMix64; Steele, Lea, Flood 2014).
     */
    static long chop(long state, int cuts) {
        long chopped = state;
        for (int i = 0; i < cuts; i++) {
            chopped += GOLDEN_GAMMA;
            chopped = (chopped ^ (chopped >>> 30)) * 0xBF58476D1CE4E5B9L;
            chopped = (chopped ^ (chopped >>> 27)) * 0x94D049BB133111EBL;
            chopped ^= chopped >>> 31;
        }
        return chopped;
    }

    /** How many cuts this core makes in that time, once the loop is compiled. */
    static int cutsIn(long nanos) {
        long[] took = new long[TRIES];
        long state = 1;
        for (int round = 0; round < 3; round++) {
            for (int i = 0; i < TRIES; i++) {
                long begin = System.nanoTime();
                state = chop(state, TRIED_CUTS);
                took[i] = System.nanoTime() - begin;
            }
        }
        Arrays.sort(took);
        // A few tries are disturbed, and none is faster than the core: the lower quartile is what it does.
        double nanosPerCut = (double) Math.max(1, took[TRIES / 4]) / TRIED_CUTS;
        return state == 0 ? TRIED_CUTS : (int) Math.max(1, Math.min(Integer.MAX_VALUE, nanos / nanosPerCut));
    }
}
