package dev.santoku.plan;

import java.util.PriorityQueue;

/** Tasks in their order, each on the processor that is free first, as Spark hands them out. (R. Graham, 1966.) */
final class ListSchedule {
    private ListSchedule() {}

    /**
     * When the last task ends.
     *
     * @param tasks how long each takes
     * @param processors how many run at once
     */
    static double makespan(double[] tasks, int processors) {
        PriorityQueue<Double> free = new PriorityQueue<>();
        double end = 0;
        for (double task : tasks) {
            double begin = free.size() < processors ? 0 : free.remove();
            free.add(begin + task);
            end = Math.max(end, begin + task);
        }
        return end;
    }
}
