package dev.santoku.kitchen;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Reads out of stamps who had a core when. A task does its units back to back as long as it has the core, so a gap longer
 * than a unit is a turn lost. A unit that lasts longer than two has lost the core within; nobody knows where, so that it
 * is not shown.
 *
 * @param row who had the core when
 * @param count how often it went to another task, the first turn included; a turn that other programs broke counts once
 */
record Turns(TimelineRow row, int count) {
    private static final double BROKEN = 2;

    /**
     * Reads one core's stamps.
     *
     * @param worker the core's name
     * @param tasks the stamps of those that shared it
     * @param origin the clock when the row began
     */
    static Turns read(String worker, List<Stamps> tasks, long origin) {
        long unitNanos = medianUnit(tasks);
        List<TimelineSlice> units = new ArrayList<>();
        for (Stamps stamps : tasks) {
            for (int i = 0; i < stamps.count(); i++) {
                long nanos = stamps.end(i) - stamps.begin(i);
                if (nanos > 0 && nanos <= BROKEN * unitNanos) {
                    units.add(new TimelineSlice(stamps.task(), stamps.begin(i) - origin, stamps.end(i) - origin));
                }
            }
        }
        units.sort(Comparator.comparingLong(TimelineSlice::fromNanos));
        return new Turns(TimelineRow.oneAtATime(worker, merged(units, unitNanos)), changes(units));
    }

    /** How long a unit lasts that is not disturbed: most are not, whatever the clock of the core does just now. */
    private static long medianUnit(List<Stamps> tasks) {
        long[] sorted = tasks.stream()
                .flatMapToLong(
                        stamps -> IntStream.range(0, stamps.count()).mapToLong(i -> stamps.end(i) - stamps.begin(i)))
                .sorted()
                .toArray();
        return sorted.length == 0 ? 0 : sorted[sorted.length / 2];
    }

    private static List<TimelineSlice> merged(List<TimelineSlice> units, long unitNanos) {
        List<TimelineSlice> slices = new ArrayList<>();
        for (TimelineSlice unit : units) {
            TimelineSlice last = slices.isEmpty() ? null : slices.get(slices.size() - 1);
            if (last != null
                    && last.task().equals(unit.task())
                    && unit.fromNanos() - last.toNanos() <= unitNanos
                    && unit.toNanos() > last.toNanos()) {
                slices.set(slices.size() - 1, new TimelineSlice(last.task(), last.fromNanos(), unit.toNanos()));
            } else {
                slices.add(unit);
            }
        }
        return slices;
    }

    private static int changes(List<TimelineSlice> units) {
        int changes = 0;
        String task = "";
        for (TimelineSlice unit : units) {
            if (!unit.task().equals(task)) {
                task = unit.task();
                changes++;
            }
        }
        return changes;
    }
}
