package dev.santoku.plan;

import dev.santoku.statistics.Medians;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/**
 * What a product over a cluster is expected to take, where nodes are alike and each runs one task at a time. The grid is that of
 * {@link GridPlanner}. A task fetches its blocks of A and B, then multiplies them; parts of C are added in a stage of their own.
 * Whatever goes through the shuffle costs a processor of its node time, also what stays there. The network is one switch that never blocks. How A and B came to the nodes, and how C is written, does not count.
 *
 * @param flopsPerSecond of a node
 * @param bytesPerSecond that a node receives while it sends as much
 * @param taskBytes memory of a task for its blocks
 * @param elementBytes of one element
 * @param ratios measured times of tasks of one size, in any unit; a task of the model takes one of them over their median as long
 *     as its floating-point operations say
 */
public record ClusterModel(
        double flopsPerSecond, double bytesPerSecond, long taskBytes, int elementBytes, List<Double> ratios) {
    private static final int SIMULATIONS = 101;

    public ClusterModel {
        double median = Medians.of(ratios.stream().mapToDouble(Double::doubleValue));
        ratios = ratios.stream().map(time -> time / median).toList();
    }

    /**
     * A prediction.
     *
     * @param grid how the product is cut; 1×1×1 on one node, which is no cluster
     * @param seconds from its start to its end: the median of many simulations
     * @param computing seconds that a node multiplies, on average
     * @param shuffling seconds that a node's processor writes and reads what is shuffled, on average
     * @param network seconds that a node receives blocks, on average
     * @param bytes that a node receives, on average
     * @param leastBytes that it would have to send or receive whatever the algorithm
     */
    public record Prediction(
            Grid grid,
            double seconds,
            double computing,
            double shuffling,
            double network,
            double bytes,
            double leastBytes) {
        /** Seconds that a node waits for others, or for tasks to be started. */
        public double waiting() {
            return Math.max(0, seconds - computing - shuffling - network);
        }
    }

    /**
     * Of a product of n×n matrices on so many nodes.
     *
     * @param seed of the simulations
     * @return empty where no grid fits into the memory of tasks
     */
    public Optional<Prediction> predict(int n, int nodes, long seed) {
        if (nodes == 1) {
            Grid whole = new Grid(n, n, n, 1, 1, 1);
            double seconds = whole.flops() / flopsPerSecond;
            return Optional.of(new Prediction(whole, seconds, seconds, 0, 0, 0, 0));
        }
        double shuffleRate = GridPlanner.shuffleRate(bytesPerSecond);
        return new GridPlanner(nodes, taskBytes, elementBytes, flopsPerSecond, shuffleRate, false)
                .plan(n, n, n)
                .map(grid -> predict(grid, nodes, new Random(seed)));
    }

    private Prediction predict(Grid grid, int nodes, Random random) {
        int tasks = Math.toIntExact(grid.cuboids());
        double remote = 1 - 1.0 / nodes;
        double secondsOfByte = remote / bytesPerSecond + 1 / GridPlanner.PROCESSOR_BYTES_PER_SECOND;
        double fetch = (grid.elementsOfA() + grid.elementsOfB()) * elementBytes * secondsOfByte;
        double multiply = grid.flops() / flopsPerSecond;
        double partBytes = grid.r() > 1 ? (double) grid.r() * grid.m() * grid.n() * elementBytes / nodes : 0;
        double sums = grid.r() > 1 ? partBytes * secondsOfByte + GridPlanner.SECONDS_OF_STAGE : 0;
        double[] ends = new double[SIMULATIONS];
        for (int i = 0; i < ends.length; i++) {
            double[] times = new double[tasks];
            for (int task = 0; task < tasks; task++) {
                times[task] =
                        GridPlanner.SECONDS_OF_TASK + fetch + multiply * ratios.get(random.nextInt(ratios.size()));
            }
            ends[i] = ListSchedule.makespan(times, nodes) + sums;
        }
        double shuffled = grid.shuffledElements() * elementBytes / nodes;
        double bytes = remote * shuffled;
        double computing = 2.0
                * grid.m()
                * grid.n()
                * grid.k()
                / nodes
                / flopsPerSecond
                * ratios.stream().mapToDouble(Double::doubleValue).average().orElse(1);
        double memory = (double) taskBytes / elementBytes;
        return new Prediction(
                grid,
                Medians.of(ends),
                computing,
                shuffled / GridPlanner.PROCESSOR_BYTES_PER_SECOND,
                bytes / bytesPerSecond,
                bytes,
                CommunicationBound.elements(grid.m(), grid.n(), grid.k(), nodes, memory) / nodes * elementBytes);
    }
}
