package dev.santoku.peers;

import dev.santoku.matrix.Inputs;
import dev.santoku.matrix.ProductCheck;
import dev.santoku.measure.statistics.Samples;
import dev.santoku.measure.worker.Rest;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Has peers take turns at one product, in another random order each round, so that what disturbs the machine disturbs all
 * of them alike. A turn is one sample of at least a millisecond, and ends when the process is at rest.
 */
final class Interleaved {
    private static final double LEAST_SAMPLE_SECONDS = 1e-3;
    /** Quicker turns are taken twice and the first is not counted: caches went cold while others had theirs. */
    private static final double QUICK_SECONDS = 20e-3;

    private static final double LEAST_WARM_UP_SECONDS = 0.5;
    private static final double NANO = 1e-9;

    private final double seconds;
    private final int leastRounds;
    private final Rest rest = new Rest();
    private final Random order = new Random(42);

    /**
     * Measures nothing yet.
     *
     * @param seconds how long rounds go on
     * @param leastRounds and how many there are at least
     */
    Interleaved(double seconds, int leastRounds) {
        this.seconds = seconds;
        this.leastRounds = leastRounds;
    }

    /**
     * Seconds of one product for each peer.
     *
     * @throws IllegalStateException when a product is wrong
     */
    Map<Peer, Samples> measure(List<? extends Peer> peers, Inputs inputs) {
        List<Turn> turns = new ArrayList<>();
        try {
            for (Peer peer : peers) {
                turns.add(new Turn(peer, peer.prepare(inputs)));
            }
            turns.forEach(this::warm);
            takeTurns(turns);
            turns.forEach(turn -> check(turn, inputs));
        } finally {
            turns.forEach(turn -> turn.task.close());
        }
        Map<Peer, Samples> samples = new HashMap<>();
        turns.forEach(turn -> samples.put(turn.peer, new Samples(turn.samples)));
        return samples;
    }

    private void warm(Turn turn) {
        long start = System.nanoTime();
        double warmUp = Math.max(LEAST_WARM_UP_SECONDS, seconds / 4);
        double last;
        do {
            last = turn.time(1);
        } while ((System.nanoTime() - start) * NANO < warmUp);
        turn.repeats = (int) Math.max(1, Math.ceil(LEAST_SAMPLE_SECONDS / last));
        rest.await();
    }

    private void takeTurns(List<Turn> turns) {
        System.gc();
        List<Turn> shuffled = new ArrayList<>(turns);
        long start = System.nanoTime();
        for (int round = 0; round < leastRounds || (System.nanoTime() - start) * NANO < seconds; round++) {
            Collections.shuffle(shuffled, order);
            for (Turn turn : shuffled) {
                turn.take();
                rest.await();
            }
        }
    }

    private static void check(Turn turn, Inputs inputs) {
        ProductCheck.spotCheck(inputs, turn.task.result(), System.nanoTime())
                .complaint()
                .ifPresent(complaint -> {
                    throw new IllegalStateException(
                            "%s at %s: %s".formatted(turn.peer.name(), inputs.shape(), complaint));
                });
    }

    private static final class Turn {
        final Peer peer;
        final Task task;
        final List<double[]> samples = new ArrayList<>();
        int repeats = 1;
        double last;

        Turn(Peer peer, Task task) {
            this.peer = peer;
            this.task = task;
        }

        void take() {
            if (last < QUICK_SECONDS) {
                time(repeats);
            }
            samples.add(new double[] {time(repeats) / repeats});
        }

        /** Seconds of so many products. */
        double time(int products) {
            long start = System.nanoTime();
            for (int i = 0; i < products; i++) {
                task.compute();
            }
            last = (System.nanoTime() - start) * NANO;
            return last;
        }
    }
}
