package dev.santoku.kitchen;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * A worker's time: what it did when. A worker does one thing at a time.
 *
 * @param worker a core where the system tells which, else a thread
 * @param slices in their order, none of which begins before the one before has ended
 */
public record TimelineRow(String worker, List<TimelineSlice> slices) {
    public TimelineRow {
        slices = List.copyOf(slices);
        for (int i = 1; i < slices.size(); i++) {
            if (slices.get(i).fromNanos() < slices.get(i - 1).toNanos()) {
                throw new IllegalArgumentException("%s would do two things at once, %s and %s"
                        .formatted(worker, slices.get(i - 1), slices.get(i)));
            }
        }
    }

    /**
     * A worker's time from stretches that may overlap, since a task that is interrupted does not know it: what began last
     * has the worker, and what it interrupted ends there.
     */
    static TimelineRow oneAtATime(String worker, List<TimelineSlice> stretches) {
        List<TimelineSlice> sorted = new ArrayList<>(stretches);
        sorted.sort(Comparator.comparingLong(TimelineSlice::fromNanos));
        List<TimelineSlice> slices = new ArrayList<>();
        for (int i = 0; i < sorted.size(); i++) {
            TimelineSlice slice = sorted.get(i);
            long end = i + 1 < sorted.size()
                    ? Math.min(slice.toNanos(), sorted.get(i + 1).fromNanos())
                    : slice.toNanos();
            if (end > slice.fromNanos()) {
                slices.add(new TimelineSlice(slice.task(), slice.fromNanos(), end));
            }
        }
        return new TimelineRow(worker, slices);
    }

    /** When its last slice ends; 0 without one. */
    public long endNanos() {
        return slices.isEmpty() ? 0 : slices.get(slices.size() - 1).toNanos();
    }
}
