package dev.santoku.faults;

/**
 * When a fault happens: at all calls, or at those that variables of the environment say. They are those of the faulty
 * driver, {@code src/test/icd/faulty.c}: {@code SANTOKU_FAULT_FROM}, {@code _AFTER}, {@code _FOR} and {@code _EVERY}.
 */
final class Moments {
    private final long from;
    private final double after;
    private final double lasting;
    private final long every;
    private long firstCall;
    private long calls;
    private long callsBetween;

    private Moments(long from, double after, double lasting, long every) {
        this.from = from;
        this.after = after;
        this.lasting = lasting;
        this.every = every;
    }

    static Moments ofEnvironment() {
        return new Moments((long) number("FROM", 1), number("AFTER", 0), number("FOR", Double.MAX_VALUE), (long)
                number("EVERY", 1));
    }

    private static double number(String name, double otherwise) {
        String value = System.getenv("SANTOKU_FAULT_" + name);
        return value == null ? otherwise : Double.parseDouble(value);
    }

    /** Whether the fault is due at this call; to be asked once at each. */
    synchronized boolean isNow() {
        if (calls == 0) {
            firstCall = System.nanoTime();
        }
        calls++;
        double seconds = (System.nanoTime() - firstCall) * 1e-9;
        if (calls < from || seconds < after || seconds >= after + lasting) {
            return false;
        }
        callsBetween++;
        return callsBetween % every == 0;
    }
}
