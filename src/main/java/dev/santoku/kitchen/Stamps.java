package dev.santoku.kitchen;

/** When a task began and ended each of its units, by the clock; written by the one thread that does the unit. */
final class Stamps {
    private final String task;
    private final long[] begins;
    private final long[] ends;
    private int count;

    /** Stamps for that many units. */
    Stamps(String task, int units) {
        this.task = task;
        this.begins = new long[units];
        this.ends = new long[units];
    }

    /** One unit more. */
    void add(long begin, long end) {
        begins[count] = begin;
        ends[count] = end;
        count++;
    }

    String task() {
        return task;
    }

    int count() {
        return count;
    }

    long begin(int unit) {
        return begins[unit];
    }

    long end(int unit) {
        return ends[unit];
    }
}
