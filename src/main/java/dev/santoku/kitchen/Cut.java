package dev.santoku.kitchen;

/** One task of cutting, in the hands of one thread at a time. */
final class Cut {
    private final int units;
    private final int cutsPerUnit;
    private final Stamps stamps;
    private long state;

    Cut(String task, int units, int cutsPerUnit) {
        this.units = units;
        this.cutsPerUnit = cutsPerUnit;
        this.stamps = new Stamps(task, units);
        this.state = task.hashCode();
    }

    /** When each unit was cut. */
    Stamps stamps() {
        return stamps;
    }

    /** What came of it. */
    long state() {
        return state;
    }

    boolean isDone() {
        return stamps.count() == units;
    }

    /** Cuts on, as far as there is something left. */
    void cut(int wanted) {
        int until = Math.min(units, stamps.count() + wanted);
        long begin = System.nanoTime();
        while (stamps.count() < until) {
            state = Chopping.chop(state, cutsPerUnit);
            long end = System.nanoTime();
            stamps.add(begin, end);
            begin = end;
        }
    }

    /** Cuts all that is left. */
    void finish() {
        cut(units);
    }
}
