package dev.santoku.tuning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.santoku.backend.Candidate;
import dev.santoku.backend.SearchSpace;
import dev.santoku.matrix.Shape;
import dev.santoku.statistics.Ratio;
import dev.santoku.statistics.Verdict;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Who stays champion, with trials that only pretend. */
class TournamentTest {
    private static final List<Shape> SIZES = List.of(Shape.square(8), Shape.square(16));
    private static final Candidate TODAY = candidate(1);

    private final List<String> log = Collections.synchronizedList(new ArrayList<>());
    private final Set<Candidate> tried = new HashSet<>();
    private double remaining = 100;

    private static Candidate candidate(int x) {
        return Candidate.of("f", Map.of("X", x));
    }

    /** A tournament over X = 1 … 5, in which each trial takes a second. */
    private Tournament tournament(
            Function<Integer, Trial.Outcome> outcome, Function<Integer, Double> speed, double noise) {
        TreeMap<String, List<Integer>> values =
                new TreeMap<>(Map.of("X", IntStream.rangeClosed(1, 5).boxed().toList()));
        Search search = new Search(List.of(new SearchSpace("f", "digest", values)), List.of(TODAY), 1);
        Trials trials = (champion, challenger, sizes, seconds) -> {
            remaining--;
            int x = challenger.parameters().get("X");
            log.add("%d against %d for %.3f s"
                    .formatted(x, champion.parameters().get("X"), seconds));
            tried.add(challenger);
            Trial.Outcome result = outcome.apply(x);
            if (result != Trial.Outcome.TIMED && result != Trial.Outcome.ABANDONED) {
                return new Trial(result, "a reason", List.of());
            }
            double ratio = speed.apply(x) / speed.apply(champion.parameters().get("X"));
            Ratio speedup = new Ratio(ratio, ratio * (1 - noise), ratio * (1 + noise), Verdict.INCONCLUSIVE);
            return new Trial(
                    result,
                    null,
                    sizes.stream()
                            .map(size -> new Trial.Bout(size, 1, 1 / ratio, speedup))
                            .toList());
        };
        return new Tournament(
                TODAY, search, List.of(trials), SIZES, () -> remaining, (device, candidate, trial, standing) -> {});
    }

    private static Tournament.Standing standing(Tournament tournament) {
        return tournament.standing().orElseThrow();
    }

    @Test
    void theFastestWinsAndMeetsTodaysInTheEnd() {
        Tournament tournament = tournament(x -> Trial.Outcome.TIMED, x -> x == 4 ? 2.0 : 1.0, 0.01);
        Trial last = tournament.run();
        assertThat(standing(tournament).champion()).isEqualTo(candidate(4));
        assertThat(standing(tournament).speedup()).isEqualTo(2);
        assertThat(last.speedup()).isEqualTo(2);
        assertThat(log.get(0)).startsWith("1 against 1");
        assertThat(log.get(log.size() - 1)).startsWith("4 against 1");
        assertThat(tried).hasSize(5);
    }

    /** Faster by less than the noise: looked at twice, and not believed. */
    @Test
    void whatMayBeChanceDoesNotWin() {
        Tournament tournament = tournament(x -> Trial.Outcome.TIMED, x -> x == 1 ? 1.0 : 1.02, 0.05);
        Trial last = tournament.run();
        assertThat(standing(tournament).champion()).isEqualTo(TODAY);
        assertThat(standing(tournament).speedup()).isEqualTo(1);
        assertThat(last.speedup()).isEqualTo(1);
        assertThat(log.stream().filter(line -> line.startsWith("3 against 1"))).hasSize(2);
        assertThat(standing(tournament).count(Trial.Outcome.TIMED)).isEqualTo(5);
    }

    @Test
    void whatIsSlowWrongLostOrRefusedDoesNotWinHoweverFast() {
        Map<Integer, Trial.Outcome> outcomes = Map.of(
                1, Trial.Outcome.TIMED,
                2, Trial.Outcome.WRONG,
                3, Trial.Outcome.LOST,
                4, Trial.Outcome.REFUSED,
                5, Trial.Outcome.ABANDONED);
        Tournament tournament = tournament(outcomes::get, x -> (double) x, 0.01);
        tournament.run();
        assertThat(standing(tournament).champion()).isEqualTo(TODAY);
        assertThat(tried).hasSize(5);
        outcomes.values().forEach(outcome -> assertThat(standing(tournament).count(outcome))
                .isEqualTo(1));
    }

    /** Today's were right at first: a device that goes wrong later is not the candidates' fault. */
    @Test
    void whereTodaysAreWrongAsWellTheDeviceIsAtFault() {
        Tournament tournament = tournament(
                x -> log.size() > 2 ? Trial.Outcome.WRONG : Trial.Outcome.TIMED, x -> x == 1 ? 1.0 : 2.0, 0.01);
        assertThat(tournament.run().outcome()).isEqualTo(Trial.Outcome.WRONG);
        assertThat(log).hasSize(4);
        assertThat(log.get(3)).startsWith("1 against 1");
        assertThat(standing(tournament).count(Trial.Outcome.WRONG)).isEqualTo(1);
    }

    /** It wins its bout by luck; the last one, against today's, shows it. */
    @Test
    void whoOnlyWonOnceIsNotKept() {
        Tournament tournament = tournament(
                x -> Trial.Outcome.TIMED,
                x -> x == 2 && log.stream().noneMatch(line -> line.startsWith("2 against 1")) ? 2.0 : 1.0,
                0.01);
        tournament.run();
        assertThat(standing(tournament).champion()).isEqualTo(TODAY);
    }

    @Test
    void whenTodaysFailsNothingIsSearched() {
        for (Trial.Outcome outcome : List.of(Trial.Outcome.WRONG, Trial.Outcome.LOST, Trial.Outcome.REFUSED)) {
            log.clear();
            Tournament tournament = tournament(x -> outcome, x -> 1.0, 0.01);
            assertThat(tournament.run().outcome()).isEqualTo(outcome);
            assertThat(tournament.standing()).isEmpty();
            assertThat(log).hasSize(1);
        }
    }

    @Test
    void theTimeIsKept() {
        remaining = 3.5;
        Tournament tournament = tournament(x -> Trial.Outcome.TIMED, x -> (double) x, 0.01);
        tournament.run();
        assertThat(log).hasSizeBetween(3, 5);
        assertThat(remaining).isGreaterThan(-2);
    }

    /** An equal device whose speed is so many times that of the first one's; every product of X takes 1 / X of a second there. */
    private record Sibling(
            int number,
            double speed,
            Set<Candidate> tried,
            Function<Integer, Trial.Outcome> outcome,
            CountDownLatch all)
            implements Trials {
        @Override
        public Trial tryOut(Candidate champion, Candidate challenger, List<Shape> sizes, double seconds) {
            int x = challenger.parameters().get("X");
            int best = champion.parameters().get("X");
            tried.add(challenger);
            if (!challenger.equals(TODAY)) {
                awaitAll();
            }
            LockSupport.parkNanos((long) (1e6 / speed));
            Trial.Outcome ends = outcome.apply(x);
            double ratio = (double) x / best;
            List<Trial.Bout> bouts = ends != Trial.Outcome.TIMED
                    ? List.of()
                    : List.of(new Trial.Bout(
                            sizes.get(0),
                            1 / (speed * best),
                            1 / (speed * x),
                            new Ratio(ratio, ratio * 0.999, ratio * 1.001, Verdict.INCONCLUSIVE)));
            return new Trial(ends, "a reason", bouts);
        }

        /** However busy the machine is, each has taken one before the first is done. */
        private void awaitAll() {
            all.countDown();
            try {
                all.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }

        @Override
        public String device() {
            return "gpu" + number;
        }
    }

    /** Eight of one kind, one of which is ten times as slow. */
    private Tournament eight(List<Set<Candidate>> tried, Function<Integer, Trial.Outcome> outcome) {
        TreeMap<String, List<Integer>> values =
                new TreeMap<>(Map.of("X", IntStream.rangeClosed(1, 200).boxed().toList()));
        Search search = new Search(List.of(new SearchSpace("f", "digest", values)), List.of(TODAY), 1);
        List<Trials> siblings = new ArrayList<>();
        CountDownLatch all = new CountDownLatch(8);
        for (int i = 0; i < 8; i++) {
            tried.add(ConcurrentHashMap.newKeySet());
            siblings.add(new Sibling(i, i == 3 ? 0.1 : 1, tried.get(i), outcome, all));
        }
        return new Tournament(
                TODAY,
                search,
                siblings,
                SIZES,
                () -> remaining,
                (device, candidate, trial, standing) -> log.add(device));
    }

    /** Each candidate is tried on one of them, all take part, and what is the best is known on all of them alike. */
    @Test
    void eightEqualDevicesShareTheCandidates() {
        List<Set<Candidate>> tried = new ArrayList<>();
        Tournament tournament = eight(tried, x -> Trial.Outcome.TIMED);
        tournament.run();
        assertThat(standing(tournament).champion()).isEqualTo(candidate(200));
        assertThat(standing(tournament).speedup()).isCloseTo(200, within(1e-6));
        assertThat(standing(tournament).count(Trial.Outcome.TIMED)).isEqualTo(200);
        assertThat(log).hasSize(199);
        assertThat(new HashSet<>(log)).hasSize(8);
        List<Candidate> challengers = tried.stream()
                .flatMap(Set::stream)
                .filter(one -> !one.equals(TODAY) && !one.equals(candidate(200)))
                .toList();
        assertThat(challengers).hasSize(198).doesNotHaveDuplicates();
    }

    /** One device that is at fault is found out, and named. */
    @Test
    void whereTodaysAreWrongOnASiblingItIsNamed() {
        List<Set<Candidate>> tried = new ArrayList<>();
        Trial last = eight(tried, x -> log.isEmpty() ? Trial.Outcome.TIMED : Trial.Outcome.WRONG)
                .run();
        assertThat(last.outcome()).isEqualTo(Trial.Outcome.WRONG);
        assertThat(last.reason()).matches("gpu\\d: a reason");
    }

    /** A short bout is for who comes new: a rematch and the last one must not be lost by its noise. */
    @Test
    void whoHasWonAShortBoutNeedsNoOther() {
        Trials trials = new Trials() {
            @Override
            public Trial tryOut(Candidate champion, Candidate challenger, List<Shape> sizes, double seconds) {
                remaining--;
                return bout("short", champion, challenger, challenger.equals(TODAY) ? 0 : 0.5);
            }

            @Override
            public Trial meet(Candidate champion, Candidate challenger, List<Shape> sizes, double seconds) {
                return bout("long", champion, challenger, 0.01);
            }

            private Trial bout(String length, Candidate champion, Candidate challenger, double noise) {
                log.add("%s %s %s".formatted(length, challenger, champion));
                double ratio = (double) challenger.parameters().get("X")
                        / champion.parameters().get("X");
                Ratio speedup = new Ratio(ratio, ratio * (1 - noise), ratio * (1 + noise), Verdict.INCONCLUSIVE);
                return new Trial(
                        Trial.Outcome.TIMED, null, List.of(new Trial.Bout(SIZES.get(0), 1, 1 / ratio, speedup)));
            }
        };
        TreeMap<String, List<Integer>> values = new TreeMap<>(Map.of("X", List.of(4, 5)));
        Search search =
                new Search(List.of(new SearchSpace("f", "digest", values)), List.of(candidate(4), candidate(5)), 1);
        Tournament tournament = new Tournament(
                candidate(4), search, List.of(trials), SIZES, () -> remaining, (device, one, trial, standing) -> {});
        tournament.run();
        assertThat(log)
                .containsExactly("short f X=4 f X=4", "short f X=5 f X=4", "long f X=5 f X=4", "long f X=5 f X=4");
        assertThat(standing(tournament).champion()).isEqualTo(candidate(5));
    }
}
