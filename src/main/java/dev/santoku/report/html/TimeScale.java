package dev.santoku.report.html;

/**
 * The unit of an axis of times.
 *
 * @param factor of it in a second
 */
record TimeScale(String unit, double factor) {
    /** The one for times up to so many seconds. */
    static TimeScale of(double longest) {
        return longest >= 1
                ? new TimeScale("s", 1)
                : longest >= 1e-3 ? new TimeScale("ms", 1e3) : new TimeScale("µs", 1e6);
    }

    /** Seconds in its unit. */
    double in(double seconds) {
        return factor * seconds;
    }
}
