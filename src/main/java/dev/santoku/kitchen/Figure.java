package dev.santoku.kitchen;

/** What a row of a scene measured; the key in the lesson file, with its unit. */
public enum Figure {
    /** Wall time, in seconds: the median of the rounds. */
    SECONDS("seconds"),
    /** How many rounds were played, of which the median one is shown. */
    ROUNDS("rounds"),
    /** How often a core went to another task, the first turn included; read from the stamps. */
    TURNS("turns"),
    /** How many cores the row had. */
    CORES("cores"),
    /** The share of its cores' time, 0 … 1, in which none of our tasks was seen at work. */
    AWAY_SHARE("awayShare"),
    /** How many orders were tried. */
    COUNT("count"),
    /** How many different salads came out. */
    DIGESTS("digests"),
    /** How many orders there are in all, allowed or not. */
    ORDERS("orders"),
    /** How many times something was put into the shared bowl. */
    UPDATES("updates"),
    /** How many of these the bowl did not hold in the end. */
    LOST_UPDATES("lostUpdates"),
    /** How many events were handled. */
    EVENTS("events"),
    /** Events handled in a second. */
    EVENTS_PER_SECOND("eventsPerSecond"),
    /** The median time, in seconds, from the moment an event is there to the moment it has been handled. */
    LATENCY_MEDIAN("latencyMedian"),
    /** Its 95th percentile. */
    LATENCY_P95("latencyP95"),
    /** Its 99th percentile. */
    LATENCY_P99("latencyP99"),
    /** Its largest. */
    LATENCY_MAX("latencyMax"),
    /** How many cores were busy on average: processor time over wall time. */
    BUSY_CORES("busyCores"),
    /** N of the N×N×N product that {@link #SECONDS} tells of. */
    SIZE("size");

    private final String key;

    Figure(String key) {
        this.key = key;
    }

    /** Its name in files. */
    public String key() {
        return key;
    }
}
