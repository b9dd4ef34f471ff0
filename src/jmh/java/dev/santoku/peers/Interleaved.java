package dev.santoku.peers;

import dev.santoku.matrix.Inputs;
import dev.santoku.matrix.ProductCheck;
import dev.santoku.worker.QuiescenceWait;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/**
 * Has peers take turns at one product, in another random order each round, so that what disturbs the machine disturbs all
 * of them alike. Before, each warms up in its turn, and all of them once more: what was compiled for one alone may be
 * compiled again when others have run. After each turn the process comes to rest.
 */
final class Interleaved {
    private static final double NANO = 1e-9;

    private final double seconds;
    private final int leastRounds;
    private final QuiescenceWait rest = new QuiescenceWait();
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
     * What each peer took for one product.
     *
     * @param belowCeiling those whose ceiling is measured right before and after each of their turns
     * @throws IllegalStateException when a product is wrong
     */
    Map<Peer, Times> measure(List<? extends Peer> peers, Set<? extends Peer> belowCeiling, Inputs inputs) {
        List<Turn> turns = new ArrayList<>();
        try {
            for (Peer peer : peers) {
                turns.add(new Turn(peer, peer.prepare(inputs), inputs.shape()));
            }
            for (WarmUp warmUp : List.of(WarmUp.FIRST, WarmUp.AGAIN)) {
                for (Turn turn : turns) {
                    turn.warm(warmUp);
                    rest.await();
                }
            }
            takeTurns(turns, belowCeiling, inputs);
            turns.forEach(turn -> check(turn, inputs));
        } finally {
            turns.forEach(turn -> turn.task().close());
        }
        Map<Peer, Times> times = new HashMap<>();
        turns.forEach(turn -> times.put(turn.peer(), turn.times()));
        return times;
    }

    private void takeTurns(List<Turn> turns, Set<? extends Peer> belowCeiling, Inputs inputs) {
        System.gc();
        List<Turn> shuffled = new ArrayList<>(turns);
        long start = System.nanoTime();
        for (int round = 0; round < leastRounds || (System.nanoTime() - start) * NANO < seconds; round++) {
            Collections.shuffle(shuffled, order);
            for (Turn turn : shuffled) {
                if (belowCeiling.contains(turn.peer())) {
                    turn.takeBelowCeiling(inputs.precision());
                } else {
                    turn.take();
                }
                rest.await();
            }
        }
    }

    private static void check(Turn turn, Inputs inputs) {
        ProductCheck.spotCheck(inputs, turn.task().result(), System.nanoTime())
                .complaint()
                .ifPresent(complaint -> {
                    throw new IllegalStateException(
                            "%s at %s: %s".formatted(turn.peer().name(), inputs.shape(), complaint));
                });
    }
}
