package dev.santoku.plan;

import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Chooses how a product is cut for a cluster: the grid that is expected to be done first, of those whose tasks fit into memory. What
 * is copied grows with the number of blocks, so that is mostly the coarsest grid that gives each processor as much to do. The inner
 * side is cut only where that is faster, or where nothing else fits.
 *
 * @param slots how many tasks run at once
 * @param taskBytes memory of one for its blocks
 * @param elementBytes of one element
 * @param flopsPerSecond of the slowest slot
 * @param bytesPerSecond that pass through the shuffle for each slot: network, and the work of processors for it ({@link #shuffleRate})
 * @param keepsC whether blocks of C stay in the same memory when their tasks are done
 */
public record GridPlanner(
        int slots, long taskBytes, int elementBytes, double flopsPerSecond, double bytesPerSecond, boolean keepsC) {
    /** To start a task, and to write its end. */
    static final double SECONDS_OF_TASK = 0.05;

    /** Of a stage more: for the sums. */
    static final double SECONDS_OF_STAGE = 0.5;

    /**
     * Bytes a second that a core writes into a shuffle and another one, or later the same, reads out of it, where the network costs
     * nothing. Measured with two executors of one core (Zen 4) over loopback.
     */
    public static final double PROCESSOR_BYTES_PER_SECOND = 5e8;

    private static final long MOST_ELEMENTS = Integer.MAX_VALUE - 8;
    private static final int MOST_CUBOIDS = 100_000;
    private static final int ALL_UP_TO = 32;
    private static final double STEP = 1.1;

    /** The best grid; empty where none fits. */
    public Optional<Grid> plan(int m, int n, int k) {
        return best(m, n, k, cuts(k));
    }

    /**
     * The best grid of those that cut the inner side as another planner would. The bits of C depend on that cut: where the other one
     * knows nothing that was measured, no measurement changes C.
     *
     * @param assumed of the same slots and memory
     */
    public Optional<Grid> planLike(GridPlanner assumed, int m, int n, int k) {
        return assumed.plan(m, n, k).flatMap(grid -> best(m, n, k, new int[] {grid.r()}));
    }

    private Optional<Grid> best(int m, int n, int k, int[] cutsOfK) {
        Grid best = null;
        double least = Double.POSITIVE_INFINITY;
        for (int r : cutsOfK) {
            for (int p : cuts(m)) {
                for (int q : cuts(n)) {
                    Grid grid = new Grid(m, n, k, p, q, r);
                    double seconds = fits(grid) ? seconds(grid) : Double.POSITIVE_INFINITY;
                    if (seconds < least) {
                        best = grid;
                        least = seconds;
                    }
                }
            }
        }
        return Optional.ofNullable(best);
    }

    private static int[] cuts(int side) {
        return IntStream.iterate(
                        1,
                        bands -> bands <= side && bands <= MOST_CUBOIDS,
                        bands -> bands < ALL_UP_TO ? bands + 1 : (int) Math.ceil(bands * STEP))
                .toArray();
    }

    /** Whether a task's blocks fit into its memory, and each into an array. */
    public boolean fits(Grid grid) {
        long tasksBefore = keepsC ? ((long) grid.p() * grid.q() - 1) / slots : 0;
        long elements = grid.elementsOfTask() + tasksBefore * grid.elementsOfC();
        return grid.cuboids() <= MOST_CUBOIDS
                && Math.max(grid.elementsOfC(), Math.max(grid.elementsOfA(), grid.elementsOfB())) <= MOST_ELEMENTS
                && (double) elements * elementBytes <= taskBytes;
    }

    /** What a grid is expected to take: the shuffle, to slots that have a task, then as many rounds of tasks as there have to be. */
    public double seconds(Grid grid) {
        double shuffle = shuffleBytes(grid) / (Math.min(slots, grid.cuboids()) * bytesPerSecond);
        double rounds = Math.ceil((double) grid.cuboids() / slots);
        double computing = rounds * (grid.flops() / flopsPerSecond + SECONDS_OF_TASK);
        return shuffle + computing + (grid.r() > 1 ? SECONDS_OF_STAGE : 0);
    }

    /** Bytes a second that pass through a shuffle for each slot, where its network alone would bring so many. */
    public static double shuffleRate(double networkBytesPerSecond) {
        return 1 / (1 / networkBytesPerSecond + 1 / PROCESSOR_BYTES_PER_SECOND);
    }

    /** Bytes of elements that cross the shuffle. */
    public double shuffleBytes(Grid grid) {
        return grid.shuffledElements() * elementBytes;
    }
}
