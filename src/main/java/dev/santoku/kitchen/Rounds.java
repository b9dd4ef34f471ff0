package dev.santoku.kitchen;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;

/**
 * Measures several ways in turns: each round plays all of them once, in an order of its own, so that what disturbs the
 * machine disturbs all alike.
 *
 * @param <T> what playing once gives
 */
final class Rounds<T> {
    private final Map<String, Supplier<T>> ways = new LinkedHashMap<>();

    /** One way more. */
    void add(String id, Supplier<T> way) {
        ways.put(id, way);
    }

    /**
     * Plays, after a first round that is not kept: it loads and compiles.
     *
     * @return each way's plays, in the order of the rounds
     */
    Map<String, List<T>> play(int rounds, long seed) {
        Map<String, List<T>> plays = new LinkedHashMap<>();
        ways.keySet().forEach(id -> plays.put(id, new ArrayList<>()));
        List<String> order = new ArrayList<>(ways.keySet());
        Random random = new Random(seed);
        for (int round = 0; round <= rounds; round++) {
            Collections.shuffle(order, random);
            order.forEach(id -> plays.get(id).add(ways.get(id).get()));
        }
        plays.values().forEach(kept -> kept.remove(0));
        return plays;
    }

    /** The play whose time is the median; of an even number the longer of the two. */
    static <T> T median(List<T> plays, ToLongFunction<T> nanos) {
        return plays.stream().sorted(Comparator.comparingLong(nanos)).toList().get(plays.size() / 2);
    }
}
