package dev.santoku.tuning;

import static org.assertj.core.api.Assertions.assertThat;

import dev.santoku.backend.Candidate;
import dev.santoku.backend.Estimate;
import dev.santoku.backend.SearchSpace;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What is tried next, on functions instead of devices. */
class SearchTest {
    private static final SearchSpace SMALL = space("f", Map.of("X", List.of(1, 2, 4), "Y", List.of(0, 8)));

    /** A single hill: 16 × 16 × 16 × 16 points, the summit at (11, 3, 8, 14). */
    private static final SearchSpace HILL =
            space("hill", Map.of("A", upTo(16), "B", upTo(16), "C", upTo(16), "D", upTo(16)));

    private static SearchSpace space(String family, Map<String, List<Integer>> values) {
        return new SearchSpace(family, "digest", new TreeMap<>(values));
    }

    private static List<Integer> upTo(int end) {
        return IntStream.range(0, end).boxed().toList();
    }

    private static double height(Candidate candidate) {
        Map<String, Integer> at = candidate.parameters();
        return 1
                / (1.0
                        + Math.abs(at.get("A") - 11)
                        + Math.abs(at.get("B") - 3)
                        + Math.abs(at.get("C") - 8)
                        + Math.abs(at.get("D") - 14));
    }

    private static List<Candidate> explore(Search search, int most, ToDoubleFunction<Candidate> score) {
        return explore(search, most, score, all -> all.stream()
                .map(one -> Estimate.UNKNOWN)
                .toList());
    }

    private static List<Candidate> explore(
            Search search,
            int most,
            ToDoubleFunction<Candidate> score,
            Function<List<Candidate>, List<Estimate>> judge) {
        List<Candidate> tried = new ArrayList<>();
        while (tried.size() < most) {
            Optional<Candidate> next = search.next(judge);
            if (next.isEmpty()) {
                break;
            }
            tried.add(next.get());
            search.scored(next.get(), score.applyAsDouble(next.get()));
        }
        return tried;
    }

    @Test
    void startsComeFirstAndOnce() {
        Candidate one = Candidate.of("f", Map.of("X", 2, "Y", 8));
        Candidate outside = Candidate.of("f", Map.of("X", 3, "Y", 8));
        Search search = new Search(List.of(SMALL), List.of(one, outside, one), 1);
        assertThat(explore(search, 2, candidate -> 1)).containsExactly(one, outside);
    }

    @Test
    void aSmallSpaceIsTriedToTheLastAndNothingTwice() {
        Search search = new Search(List.of(SMALL), List.of(), 1);
        List<Candidate> tried = explore(search, 1000, candidate -> 1);
        Set<Candidate> all = new HashSet<>();
        for (int x : new int[] {1, 2, 4}) {
            for (int y : new int[] {0, 8}) {
                all.add(Candidate.of("f", Map.of("X", x, "Y", y)));
            }
        }
        assertThat(tried).containsExactlyInAnyOrderElementsOf(all);
    }

    @Test
    void allFamiliesHaveTheirTurn() {
        SearchSpace other = space("g", Map.of("Z", List.of(1, 2)));
        List<Candidate> tried = explore(new Search(List.of(SMALL, other), List.of(), 1), 1000, candidate -> 1);
        assertThat(tried).hasSize(8).extracting(Candidate::family).contains("f", "g");
    }

    /** 65536 points; drawing alone would need half of them on average. */
    @Test
    void aHillIsClimbed() {
        for (long seed = 0; seed < 5; seed++) {
            Candidate start = Candidate.of("hill", Map.of("A", 0, "B", 15, "C", 0, "D", 0));
            List<Candidate> tried = explore(new Search(List.of(HILL), List.of(start), seed), 400, SearchTest::height);
            assertThat(tried.stream().mapToDouble(SearchTest::height).max().orElseThrow())
                    .isEqualTo(1);
        }
    }

    @Test
    void theSameSeedMakesTheSameProposals() {
        List<Candidate> once = explore(new Search(List.of(HILL), List.of(), 7), 100, SearchTest::height);
        assertThat(explore(new Search(List.of(HILL), List.of(), 7), 100, SearchTest::height))
                .isEqualTo(once);
        assertThat(explore(new Search(List.of(HILL), List.of(), 8), 100, SearchTest::height))
                .isNotEqualTo(once);
    }

    /** What was found on another device need not lie in this one's space. */
    @Test
    void aValueOutsideTheSpaceHasNeighboursInside() {
        Candidate outside = Candidate.of("f", Map.of("X", 3, "Y", 8));
        Search search = new Search(List.of(SMALL), List.of(outside), 1);
        List<Candidate> tried = explore(search, 1000, candidate -> candidate.equals(outside) ? 2 : 1);
        assertThat(tried).contains(outside.with("X", 2), outside.with("X", 4)).doesNotHaveDuplicates();
    }

    /** A ridge: both parameters must move together, and a step of one alone is a step down. */
    private static double ridge(Candidate candidate) {
        int a = candidate.parameters().get("A");
        int b = candidate.parameters().get("B");
        return (1 + Math.min(a, b)) / (1 + 10.0 * Math.abs(a - b));
    }

    @Test
    void parametersThatBelongTogetherMoveTogether() {
        Map<String, List<Integer>> values = Map.of("A", upTo(12), "B", upTo(12), "C", upTo(8), "D", upTo(8));
        Candidate start = Candidate.of("ridge", Map.of("A", 0, "B", 0, "C", 0, "D", 0));
        Candidate both = start.with("A", 1).with("B", 1);
        SearchSpace alone = space("ridge", values);
        SearchSpace together = new SearchSpace("ridge", "digest", new TreeMap<>(values), List.of(List.of("A", "B")));
        assertThat(new Neighbours(alone).near(start)).hasSize(4).doesNotContain(both);
        assertThat(new Neighbours(together).near(start)).hasSize(5).contains(both);
        int withinAlone = summit(alone, start);
        int withinTogether = summit(together, start);
        assertThat(withinTogether).isLessThan(withinAlone).isLessThan(400);
    }

    /** How many are tried until the ridge's end, the mean of some seeds; at most 500 each. */
    private static int summit(SearchSpace space, Candidate start) {
        int sum = 0;
        for (long seed = 0; seed < 5; seed++) {
            List<Candidate> tried = explore(new Search(List.of(space), List.of(start), seed), 500, SearchTest::ridge);
            sum += (int)
                    tried.stream().takeWhile(candidate -> ridge(candidate) < 12).count();
        }
        return sum / 5;
    }

    /** An estimate that is half wrong still leads to the summit sooner, and nothing hopeless is proposed. */
    @Test
    void likelyOnesComeFirstAndHopelessOnesNever() {
        Function<List<Candidate>, List<Estimate>> judge = all -> all.stream()
                .map(one -> one.parameters().get("D") % 2 == 1
                        ? Estimate.hopeless("odd")
                        : Estimate.of(1 / (1.0 + Math.abs(one.parameters().get("A") - 9))))
                .toList();
        Candidate start = Candidate.of("hill", Map.of("A", 0, "B", 15, "C", 0, "D", 0));
        int judged = 0;
        int blind = 0;
        for (long seed = 0; seed < 5; seed++) {
            Search search = new Search(List.of(HILL), List.of(start.with("D", 1), start), seed);
            List<Candidate> tried = explore(search, 400, SearchTest::height, judge);
            assertThat(tried).noneMatch(one -> one.parameters().get("D") % 2 == 1);
            assertThat(search.skipped()).isPositive();
            judged += untilSummit(tried);
            blind += untilSummit(explore(new Search(List.of(HILL), List.of(start), seed), 400, SearchTest::height));
        }
        assertThat(judged).isLessThan(blind);
    }

    /** D is rounded to even numbers: half of the candidates are another's double. */
    @Test
    void whatComputesWithTheSameCodeIsTriedOnce() {
        Function<List<Candidate>, List<Estimate>> judge = all -> all.stream()
                .map(one -> Estimate.UNKNOWN.with(
                        one.with("D", one.parameters().get("D") / 2 * 2).toString()))
                .toList();
        Candidate start = Candidate.of("hill", Map.of("A", 0, "B", 15, "C", 0, "D", 0));
        Search search = new Search(List.of(HILL), List.of(start.with("D", 1)), 1);
        search.begin(start, judge);
        List<Candidate> tried = explore(search, 300, SearchTest::height, judge);
        assertThat(tried).hasSize(300).doesNotContain(start.with("D", 1));
        assertThat(tried.stream().map(one -> judge.apply(List.of(one)).get(0).code()))
                .doesNotHaveDuplicates();
        assertThat(search.skipped()).isPositive();
    }

    private static int untilSummit(List<Candidate> tried) {
        return (int) tried.stream().takeWhile(one -> height(one) < 1).count();
    }
}
