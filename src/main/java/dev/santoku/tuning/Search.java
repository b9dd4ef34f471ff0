package dev.santoku.tuning;

import dev.santoku.backend.Candidate;
import dev.santoku.backend.SearchSpace;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.DoubleStream;

/**
 * What to try next: first what is known to be good somewhere, then by turns something drawn at random, mostly of families that do well, and a neighbour of
 * one of the best so far, which differs from it by one step of one parameter, later of two. Nothing is proposed twice.
 * The same seed and the same scores give the same proposals.
 */
final class Search {
    /** The best whose neighbours are tried. */
    private static final int ELITE = 4;

    private static final double EXPLORATION = 0.3;
    private static final double LEAST_WEIGHT = 0.1;
    private static final int MOST_DRAWS = 1000;

    private final List<SearchSpace> spaces;
    private final SplittableRandom random;
    private final Deque<Candidate> starts;
    private final Set<Candidate> proposed = new HashSet<>();
    private final Map<Candidate, Double> scores = new HashMap<>();

    /**
     * Has proposed nothing yet.
     *
     * @param starts in the order in which they are to be tried
     */
    Search(List<SearchSpace> spaces, List<Candidate> starts, long seed) {
        this.spaces = List.copyOf(spaces);
        this.starts = new ArrayDeque<>(starts);
        this.random = new SplittableRandom(seed);
    }

    /** The next to try; empty when there is nothing left. */
    Optional<Candidate> next() {
        while (!starts.isEmpty()) {
            Candidate start = starts.remove();
            if (proposed.add(start)) {
                return Optional.of(start);
            }
        }
        Optional<Candidate> next = random.nextDouble() < EXPLORATION
                ? drawn().or(this::neighbour)
                : neighbour().or(this::drawn);
        next.ifPresent(proposed::add);
        return next;
    }

    /**
     * It was tried, and could be timed.
     *
     * @param score the larger, the faster
     */
    void scored(Candidate candidate, double score) {
        proposed.add(candidate);
        scores.put(candidate, score);
    }

    private Optional<Candidate> drawn() {
        for (int draw = 0; draw < MOST_DRAWS && !spaces.isEmpty(); draw++) {
            SearchSpace space = drawnSpace();
            Map<String, Integer> parameters = new TreeMap<>();
            space.values().forEach((name, values) -> parameters.put(name, values.get(random.nextInt(values.size()))));
            Candidate candidate = Candidate.of(space.family(), parameters);
            if (!proposed.contains(candidate)) {
                return Optional.of(candidate);
            }
        }
        return Optional.empty();
    }

    /** A family that did badly with what it starts with gets few draws: a GPU's kernels on a CPU will not catch up. */
    private SearchSpace drawnSpace() {
        double[] weights = spaces.stream().mapToDouble(this::weight).toArray();
        double point = random.nextDouble() * DoubleStream.of(weights).sum();
        int drawn = 0;
        while (drawn < weights.length - 1 && point >= weights[drawn]) {
            point -= weights[drawn++];
        }
        return spaces.get(drawn);
    }

    /** The square of the family's best score beside the best of all. */
    private double weight(SearchSpace space) {
        double best = scores.values().stream().mapToDouble(score -> score).max().orElse(1);
        double own = scores.entrySet().stream()
                .filter(entry -> entry.getKey().family().equals(space.family()))
                .mapToDouble(Map.Entry::getValue)
                .max()
                .orElse(0);
        return Math.pow(Math.max(LEAST_WEIGHT, own / best), 2);
    }

    private Optional<Candidate> neighbour() {
        List<Candidate> elite = scores.entrySet().stream()
                .sorted(Map.Entry.<Candidate, Double>comparingByValue()
                        .reversed()
                        .thenComparing(entry -> entry.getKey().toString()))
                .map(Map.Entry::getKey)
                .limit(ELITE)
                .toList();
        for (int steps = 1; steps <= 2; steps++) {
            for (Candidate good : elite) {
                List<Candidate> untried = around(good, steps).stream()
                        .filter(candidate -> !proposed.contains(candidate))
                        .sorted(Comparator.comparing(Candidate::toString))
                        .toList();
                if (!untried.isEmpty()) {
                    return Optional.of(untried.get(random.nextInt(untried.size())));
                }
            }
        }
        return Optional.empty();
    }

    private Set<Candidate> around(Candidate centre, int steps) {
        Set<Candidate> ring = Set.of(centre);
        for (int step = 0; step < steps; step++) {
            Set<Candidate> wider = new HashSet<>();
            ring.forEach(candidate -> wider.addAll(besides(candidate)));
            ring = wider;
        }
        return ring;
    }

    /** One parameter a step up or down; from a value that is not in the space, to those beside it. */
    private List<Candidate> besides(Candidate candidate) {
        List<Candidate> besides = new ArrayList<>();
        spaces.stream()
                .filter(space -> space.family().equals(candidate.family()))
                .forEach(space -> space.values().forEach((name, values) -> {
                    Integer value = candidate.parameters().get(name);
                    if (value != null) {
                        int place = Collections.binarySearch(values, value);
                        int below = place < 0 ? -place - 2 : place - 1;
                        int above = place < 0 ? -place - 1 : place + 1;
                        if (below >= 0) {
                            besides.add(candidate.with(name, values.get(below)));
                        }
                        if (above < values.size()) {
                            besides.add(candidate.with(name, values.get(above)));
                        }
                    }
                }));
        return besides;
    }
}
