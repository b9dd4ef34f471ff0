package dev.santoku.cluster;

import dev.santoku.backend.ClusterCost;
import dev.santoku.matrix.Precision;
import dev.santoku.matrix.file.StoredBlock;
import dev.santoku.plan.Grid;
import dev.santoku.plan.GridPlanner;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.util.CollectionAccumulator;

/**
 * One product over all executors: cuts it, sends each cuboid its blocks in one shuffle, has them multiplied, and adds up the parts
 * of C where the inner side is cut.
 */
final class DistributedProduct {
    /** Of a core of which no rate is known, and of a peak that products reach. */
    private static final double GUESSED_FLOPS = 5e10;

    private static final double OF_PEAK = 0.7;

    /** 10 Gbit/s. */
    private static final double NETWORK = 1.25e9;

    /** Products that are expected to take less are not worth a measurement of the network. */
    private static final double LEAST_SECONDS_TO_MEASURE = 5;

    /** Of the time that another grid must save to be worth a word. */
    private static final double GAIN = 0.2;

    private static final int TASKS_OF_CORE = 3;

    /** What Spark says when it gives up since every executor that is there has failed. One that died may be on its way back. */
    private static final String NOBODY_LEFT = "cannot run anywhere";

    private final JavaSparkContext spark;
    private final ProductTask task;
    private final Team team;
    private final CollectionAccumulator<CuboidDone> cuboids;

    /** Waits until there are as many executors as there were. */
    @FunctionalInterface
    interface Successors {
        void await() throws InterruptedException;
    }

    DistributedProduct(JavaSparkContext spark, ProductTask task, Team team) {
        this.spark = spark;
        this.task = task;
        this.team = team;
        cuboids = spark.sc().collectionAccumulator("cuboids");
    }

    /**
     * What executors do.
     *
     * @param flopsPerSecond of the slowest
     * @param bytesPerSecond that pass through the shuffle for each slot
     */
    record Rates(double flopsPerSecond, double bytesPerSecond) {}

    /** Of executors of which nothing is known. */
    private Rates assumed() {
        return new Rates(GUESSED_FLOPS * team.threads(), GridPlanner.shuffleRate(NETWORK));
    }

    /** What the nodes are asked to open; the shape is that of a cuboid if all of them were as fast as is guessed. */
    NodeMultiplier.Wish wish() throws ProductFailure {
        Grid grid = grid(assumed());
        int cuboid = Math.toIntExact(grid.cuboids() - 1);
        int products = (int) Math.ceil((double) grid.cuboids() / team.slots());
        return new NodeMultiplier.Wish(
                task.backend(),
                grid.ofA(cuboid).rows(),
                grid.ofB(cuboid).columns(),
                grid.ofA(cuboid).columns(),
                task.precision(),
                products,
                team.threads());
    }

    /** What is measured of the executors; what cannot be, or is not worth it for this product, is assumed. */
    Rates rates(NodeMultiplier.Wish wish) throws ProductFailure, InterruptedException {
        return isWorthMeasuring() ? rates(flopsPerSecond(wish), bytesPerSecond()) : assumed();
    }

    /** Those that are known. */
    Rates rates(double flopsPerSecond, OptionalDouble bytesPerSecond) {
        return new Rates(flopsPerSecond, bytesPerSecond.orElse(assumed().bytesPerSecond()));
    }

    /** The slowest of some tasks, that is likely of all executors, in operations a second. */
    double flopsPerSecond(NodeMultiplier.Wish wish) {
        Precision precision = task.precision();
        double ceiling = team
                .withAllThreads(spark.parallelize(
                                IntStream.range(0, team.slots()).boxed().toList(), team.slots())
                        .mapToPair(i ->
                                scala.Tuple2.apply(i, NodeMultiplier.of(wish).ceiling(precision.storage()))))
                .values()
                .collect()
                .stream()
                .mapToDouble(Double::doubleValue)
                .min()
                .orElse(0);
        return ceiling > 0 ? OF_PEAK * ceiling : assumed().flopsPerSecond();
    }

    /** How fast executors shuffle; empty where that is not worth it, or cannot be measured. */
    OptionalDouble bytesPerSecond() throws ProductFailure, InterruptedException {
        return isWorthMeasuring() ? new ShuffleProbe(spark, team).bytesPerSecond() : OptionalDouble.empty();
    }

    /** Whether it is worth measuring what executors do: nobody has chosen a grid, and the product is not small. */
    boolean isWorthMeasuring() throws ProductFailure {
        return task.grid().isEmpty() && planner(assumed()).seconds(grid(assumed())) >= LEAST_SECONDS_TO_MEASURE;
    }

    private GridPlanner planner(Rates rates) {
        return new GridPlanner(
                team.slots(),
                team.taskBytes(),
                task.precision().bytes(),
                rates.flopsPerSecond(),
                rates.bytesPerSecond(),
                team.keepsC());
    }

    /**
     * How the product is cut for executors of these rates, or as the user wants it. Bits of C depend on the parts of the inner side:
     * those are chosen by what is assumed, so that no measurement changes C.
     */
    Grid grid(Rates rates) throws ProductFailure {
        int m = task.a().rows();
        int n = task.b().columns();
        int k = task.a().columns();
        if (task.grid().isEmpty()) {
            return planner(rates)
                    .planLike(planner(assumed()), m, n, k)
                    .orElseThrow(() -> new ProductFailure(
                            2,
                            "no grid of blocks fits into %d MB of an executor: give more with --memory"
                                    .formatted(team.taskBytes() >> 20)));
        }
        List<Integer> parts =
                List.of(task.grid().split("x")).stream().map(Integer::valueOf).toList();
        try {
            Grid grid = new Grid(m, n, k, parts.get(0), parts.get(1), parts.get(2));
            if (planner(rates).fits(grid)) {
                return grid;
            }
        } catch (IllegalArgumentException e) {
            throw new ProductFailure(2, "--grid: " + e.getMessage());
        }
        throw new ProductFailure(
                2,
                "--grid %s: a task's blocks do not fit into %d MB of an executor"
                        .formatted(task.grid(), team.taskBytes() >> 20));
    }

    /** What the cost model that chose the grid expects of it. */
    ClusterCost.Prediction prediction(Grid grid, Rates rates) {
        return new ClusterCost.Prediction(
                planner(rates).seconds(grid), rates.flopsPerSecond() / 1e9, rates.bytesPerSecond() / 1e9);
    }

    /** A grid that would be much faster by these rates, in words; empty where there is none, or the user has chosen. */
    Optional<String> better(Grid grid, Rates rates) {
        GridPlanner planner = planner(rates);
        return Optional.of(grid)
                .filter(chosen -> task.grid().isEmpty())
                .flatMap(chosen -> planner.plan(grid.m(), grid.n(), grid.k()))
                .filter(other -> planner.seconds(other) < (1 - GAIN) * planner.seconds(grid))
                .map(other -> "--grid %dx%dx%d may take %.0f %% less time; other bits of C"
                        .formatted(
                                other.p(),
                                other.q(),
                                other.r(),
                                100 - 100 * planner.seconds(other) / planner.seconds(grid)));
    }

    /**
     * Computes all blocks of C, in their order.
     *
     * @param successors is waited for when all executors that are left have failed
     */
    List<StoredBlock> compute(Grid grid, NodeMultiplier.Wish wish, Successors successors) throws InterruptedException {
        List<Cut> cuts = Cut.of(grid, task.precision().bytes());
        int slices = Math.min(cuts.size(), TASKS_OF_CORE * team.slots() * team.threads());
        Multiply multiply = new Multiply(task, grid, wish, cuboids);
        WriteBlock write = new WriteBlock(task, grid);
        JavaPairRDD<Integer, byte[]> factors = team.withAllThreads(PieceShuffle.of(
                spark.parallelize(cuts, slices).flatMapToPair(new Send(task)), Math.toIntExact(grid.cuboids())));
        JavaRDD<StoredBlock> blocks;
        if (grid.r() == 1) {
            blocks = factors.mapPartitions(pieces -> write.one(multiply.product(pieces)));
        } else {
            Sum sum = new Sum(task, grid);
            blocks = PieceShuffle.of(
                            factors.mapPartitionsToPair(pieces ->
                                    sum.parts(multiply.product(pieces)).iterator()),
                            grid.p() * grid.q())
                    .mapPartitions(pieces -> write.one(sum.add(pieces)));
        }
        List<StoredBlock> sorted = new ArrayList<>(collected(blocks, successors));
        sorted.sort(Comparator.comparingInt(StoredBlock::row).thenComparingInt(StoredBlock::column));
        return sorted;
    }

    /** What was sent once, is not sent again. */
    private <T> List<T> collected(JavaRDD<T> parts, Successors successors) throws InterruptedException {
        for (int attempt = 1; ; attempt++) {
            try {
                return parts.collect();
            } catch (Exception e) { // Scala declares none
                if (attempt > team.executors()
                        || !String.valueOf(e.getMessage()).contains(NOBODY_LEFT)) {
                    throw e;
                }
                successors.await();
            }
        }
    }

    /** What was multiplied so far; some may stand there twice, if they had to be done again. */
    List<CuboidDone> cuboids() {
        return cuboids.value();
    }
}
