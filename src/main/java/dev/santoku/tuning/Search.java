package dev.santoku.tuning;

import dev.santoku.backend.Candidate;
import dev.santoku.backend.Estimate;
import dev.santoku.backend.SearchSpace;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.DoubleStream;

/**
 * What to try next: first what is known to be good somewhere, then by turns the likeliest of some drawn at random, mostly of
 * families that do well, and a neighbour of one of the best so far ({@link Neighbours}). Likely candidates come first, and
 * hopeless ones never: who asks tells what is to be expected of them. Nothing is proposed twice, nor what computes with the
 * same code. The same seed, estimates and scores give the same proposals. Any thread may ask.
 */
final class Search {
    /** The best whose neighbours are tried. */
    private static final int ELITE = 4;

    private static final double EXPLORATION = 0.3;
    private static final double LEAST_WEIGHT = 0.1;
    private static final int MOST_DRAWS = 1000;

    /** Drawn at random, of which the likeliest is tried: estimates are wrong by more than the best ones differ. */
    private static final int DRAWN_AT_ONCE = 16;

    /** The power of a score by which a neighbour is chosen: half as likely a one comes a sixteenth as often. */
    private static final int TRUST = 4;

    private final List<SearchSpace> spaces;
    private final SplittableRandom random;
    private final Deque<Candidate> starts;
    private final Set<Candidate> proposed = new HashSet<>();
    private final Set<String> proposedCode = new HashSet<>();
    private final Set<Candidate> doubles = new HashSet<>();
    private final Map<Candidate, Double> scores = new LinkedHashMap<>();
    private final Map<Candidate, Estimate> estimates = new HashMap<>();

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

    /** One is used today, and the others are held against it: its score is 1. */
    synchronized void begin(Candidate today, Function<List<Candidate>, List<Estimate>> judge) {
        judge.apply(List.of(today)).forEach(estimate -> estimates.put(today, estimate));
        proposed(today);
        scores.put(today, 1.0);
    }

    /**
     * The next to try; empty when there is nothing left.
     *
     * @param judge tells what is to be expected of candidates, an estimate for each; nothing where it cannot tell now
     */
    synchronized Optional<Candidate> next(Function<List<Candidate>, List<Estimate>> judge) {
        while (!starts.isEmpty()) {
            Candidate start = starts.remove();
            if (!open(List.of(start), judge).isEmpty()) {
                return Optional.of(proposed(start));
            }
        }
        Optional<Candidate> next = random.nextDouble() < EXPLORATION
                ? drawn(judge).or(() -> neighbour(judge))
                : neighbour(judge).or(() -> drawn(judge));
        return next.map(this::proposed);
    }

    private Candidate proposed(Candidate candidate) {
        proposed.add(candidate);
        Optional.ofNullable(estimate(candidate).code()).ifPresent(proposedCode::add);
        return candidate;
    }

    /**
     * It was tried, and could be timed.
     *
     * @param score the larger, the faster
     */
    synchronized void scored(Candidate candidate, double score) {
        proposed.add(candidate);
        scores.put(candidate, score);
    }

    /** How many would have been tried, had they not been hopeless, or the double of another. */
    synchronized int skipped() {
        long hopeless = estimates.entrySet().stream()
                .filter(entry -> !entry.getValue().worthTrying() && !proposed.contains(entry.getKey()))
                .count();
        return Math.toIntExact(hopeless + doubles.size());
    }

    /** Those of the candidates that were not proposed yet and may be fast, in the same order. */
    private List<Candidate> open(Collection<Candidate> candidates, Function<List<Candidate>, List<Estimate>> judge) {
        List<Candidate> fresh = candidates.stream()
                .distinct()
                .filter(candidate -> !proposed.contains(candidate))
                .toList();
        List<Candidate> unknown = fresh.stream()
                .filter(candidate -> !estimates.containsKey(candidate))
                .toList();
        if (!unknown.isEmpty()) {
            List<Estimate> answers = judge.apply(unknown);
            for (int i = 0; i < answers.size(); i++) {
                estimates.put(unknown.get(i), answers.get(i));
            }
        }
        return fresh.stream()
                .filter(candidate -> estimate(candidate).worthTrying() && !isDouble(candidate))
                .toList();
    }

    private Estimate estimate(Candidate candidate) {
        return estimates.getOrDefault(candidate, Estimate.UNKNOWN);
    }

    /** Whether one that computes with the same code was proposed. */
    private boolean isDouble(Candidate candidate) {
        String code = estimate(candidate).code();
        if (code == null || !proposedCode.contains(code)) {
            return false;
        }
        doubles.add(candidate);
        return true;
    }

    private Optional<Candidate> drawn(Function<List<Candidate>, List<Estimate>> judge) {
        for (int draw = 0; draw < MOST_DRAWS && !spaces.isEmpty(); draw += DRAWN_AT_ONCE) {
            SearchSpace space = drawnSpace();
            List<Candidate> drawn = new ArrayList<>();
            for (int i = 0; i < DRAWN_AT_ONCE; i++) {
                Map<String, Integer> parameters = new TreeMap<>();
                space.values()
                        .forEach((name, values) -> parameters.put(name, values.get(random.nextInt(values.size()))));
                drawn.add(Candidate.of(space.family(), parameters));
            }
            Optional<Candidate> likeliest = open(drawn, judge).stream()
                    .max(Comparator.comparingDouble(
                            candidate -> estimate(candidate).score()));
            if (likeliest.isPresent()) {
                return likeliest;
            }
        }
        return Optional.empty();
    }

    /** A family that did badly with what it starts with gets few draws: a GPU's kernels on a CPU will not catch up. */
    private SearchSpace drawnSpace() {
        return spaces.get(drawn(spaces.stream().mapToDouble(this::weight).toArray()));
    }

    /** A place, as often as its weight says. */
    private int drawn(double[] weights) {
        double point = random.nextDouble() * DoubleStream.of(weights).sum();
        int drawn = 0;
        while (drawn < weights.length - 1 && point >= weights[drawn]) {
            point -= weights[drawn++];
        }
        return drawn;
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

    private Optional<Candidate> neighbour(Function<List<Candidate>, List<Estimate>> judge) {
        List<Candidate> elite = scores.entrySet().stream()
                .sorted(Map.Entry.<Candidate, Double>comparingByValue().reversed())
                .map(Map.Entry::getKey)
                .limit(ELITE)
                .toList();
        for (boolean near : new boolean[] {true, false}) {
            for (Candidate good : elite) {
                List<Candidate> untried = open(around(good, near), judge);
                if (!untried.isEmpty()) {
                    return Optional.of(untried.get(drawn(untried.stream()
                            .mapToDouble(
                                    candidate -> Math.pow(estimate(candidate).score(), TRUST))
                            .toArray())));
                }
            }
        }
        return Optional.empty();
    }

    private Set<Candidate> around(Candidate centre, boolean near) {
        return spaces.stream()
                .filter(space -> space.family().equals(centre.family()))
                .findFirst()
                .map(Neighbours::new)
                .map(neighbours -> near ? neighbours.near(centre) : neighbours.farther(centre))
                .orElse(Set.of());
    }
}
