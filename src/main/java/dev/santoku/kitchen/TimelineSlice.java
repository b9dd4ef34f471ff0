package dev.santoku.kitchen;

/**
 * A stretch of time that one task had a worker.
 *
 * @param task its name
 * @param fromNanos since the row began
 * @param toNanos since the row began, later than {@code fromNanos}
 */
public record TimelineSlice(String task, long fromNanos, long toNanos) {
    public TimelineSlice {
        if (toNanos <= fromNanos) {
            throw new IllegalArgumentException("a slice from %d to %d ns lasts no time".formatted(fromNanos, toNanos));
        }
    }

    /** How long it lasts, in nanoseconds. */
    public long nanos() {
        return toNanos - fromNanos;
    }
}
