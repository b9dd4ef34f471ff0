package dev.santoku.cluster;

import java.util.Iterator;
import java.util.OptionalDouble;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaFutureAction;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaSparkContext;
import scala.Tuple2;

/**
 * Measures how fast executors shuffle among each other: pieces as those of a product, written, sent and read. The second of two small
 * shuffles is subtracted from a larger one, so that starting tasks does not count.
 */
final class ShuffleProbe {
    private static final int PIECE = 1 << 20;
    private static final int SMALL = 4;
    private static final int LARGE = 48;

    /** A network that needs longer is not worth the wait: then nothing is known. */
    private static final long MOST_SECONDS = 10;

    private final JavaSparkContext spark;
    private final Team team;

    ShuffleProbe(JavaSparkContext spark, Team team) {
        this.spark = spark;
        this.team = team;
    }

    /** Bytes a second for each slot; empty where that cannot be measured, with one executor for instance. */
    OptionalDouble bytesPerSecond() throws InterruptedException {
        if (team.executors() < 2) {
            return OptionalDouble.empty();
        }
        try {
            seconds(SMALL);
            double small = seconds(SMALL);
            double large = seconds(LARGE);
            return large > small
                    ? OptionalDouble.of((double) (LARGE - SMALL) * PIECE / (large - small))
                    : OptionalDouble.empty();
        } catch (ExecutionException | TimeoutException e) {
            return OptionalDouble.empty();
        }
    }

    private double seconds(int piecesOfSlot) throws InterruptedException, ExecutionException, TimeoutException {
        int slots = team.slots();
        int senders = slots * team.threads(); // as those of a product, they take a core each
        JavaPairRDD<Integer, byte[]> sent = team.withAllThreads(PieceShuffle.of(
                spark.parallelize(IntStream.range(0, senders).boxed().toList(), senders)
                        .flatMapToPair(sender -> pieces(sender, piecesOfSlot, senders, slots)),
                slots));
        long start = System.nanoTime();
        JavaFutureAction<Long> read = sent.values().countAsync();
        try {
            read.get(MOST_SECONDS, TimeUnit.SECONDS);
        } finally {
            read.cancel(true);
        }
        return (System.nanoTime() - start) / 1e9;
    }

    /** Those of a sender, to receivers in turn. */
    private static Iterator<Tuple2<Integer, byte[]>> pieces(int sender, int ofSlot, int senders, int slots) {
        int all = ofSlot * slots;
        return IntStream.iterate(sender, piece -> piece < all, piece -> piece + senders)
                .mapToObj(piece -> Tuple2.apply((piece / senders + piece % senders) % slots, new byte[PIECE]))
                .iterator();
    }
}
