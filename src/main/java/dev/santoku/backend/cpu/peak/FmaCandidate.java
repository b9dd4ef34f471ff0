package dev.santoku.backend.cpu.peak;

/** A loop of multiply-adds on its way to being compiled, with the best rate that it was seen at on one thread. */
final class FmaCandidate {
    /** Few rounds, as long as the loop is not compiled and slow. */
    private static final int ROUNDS_TO_WARM = 32;

    /** HotSpot's C2 compiles a method that was called so often, and then takes some time to do so. */
    private static final int CALLS_TO_WARM = 6000;

    private static final double WINDOW_SECONDS = 0.01;
    private static final int WINDOWS_WITHOUT_GAIN = 4;
    private static final double LONGEST_WARM_UP = 0.5;
    private static final double GAIN = 1.05;

    /** Long enough to tell code that is compiled from code that is not; several, since somebody else may take one away. */
    private static final double LOOK_SECONDS = 0.0005;

    private static final int LOOKS = 4;

    /** What became so much faster was compiled meanwhile. */
    private static final double COMPILED = 1.5;

    /** The accumulators go to 1: no overflow, and none of the tiny numbers that some processors are slow at. */
    private static final double FACTOR = 0.6180339887498949;

    private static final double ADDEND = 1 - FACTOR;

    private final FmaLoop loop;
    private double rate;

    FmaCandidate(FmaLoop loop) {
        this.loop = loop;
    }

    /** Calls the loop until it is compiled and no longer becomes faster; on a busy machine it may not be compiled then. */
    void warmUp() {
        int calls = 0;
        int withoutGain = 0;
        long start = System.nanoTime();
        while ((calls < CALLS_TO_WARM || withoutGain < WINDOWS_WITHOUT_GAIN)
                && System.nanoTime() - start < LONGEST_WARM_UP * 1e9) {
            Window window = window(WINDOW_SECONDS);
            calls += window.calls;
            withoutGain = window.rate > GAIN * rate ? 0 : withoutGain + 1;
            rate = Math.max(rate, window.rate);
        }
    }

    /** Looks at it for a moment; one that must have been compiled since it was last seen is warmed up again. */
    boolean wasCompiledMeanwhile() {
        double before = rate;
        for (int look = 0; look < LOOKS; look++) {
            rate = Math.max(rate, window(LOOK_SECONDS).rate);
        }
        if (rate <= COMPILED * before) {
            return false;
        }
        warmUp();
        return true;
    }

    private Window window(double seconds) {
        int calls = 0;
        long start = System.nanoTime();
        do {
            run(ROUNDS_TO_WARM);
            calls++;
        } while (System.nanoTime() - start < seconds * 1e9);
        return new Window(calls, calls * multiplyAdds(ROUNDS_TO_WARM) / (System.nanoTime() - start));
    }

    /** Multiply-adds in a nanosecond on one thread, in calls of few rounds. */
    double rate() {
        return rate;
    }

    /** How many so many rounds are. */
    double multiplyAdds(int rounds) {
        return (double) rounds * loop.multiplyAddsPerRound();
    }

    void run(int rounds) {
        double sum = loop.run(rounds, FACTOR, ADDEND);
        if (!(sum > 0)) { // whoever looks at the sum, computes it
            throw new ArithmeticException("multiply-adds that must stay positive sum up to " + sum);
        }
    }

    private record Window(int calls, double rate) {}
}
