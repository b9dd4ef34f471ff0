package dev.santoku.backend.hybrid;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Who gets which rows, by a clock that only the test moves. */
class HandoutTest {
    private static final Pace FAST = unsteady(3000);
    private static final Pace SLOW = unsteady(1000);

    /** It was another one by a fifth from product to product. */
    private static Pace unsteady(double rowsPerSecond) {
        return new Pace(rowsPerSecond, 0, 3, 0, 8, 0.2);
    }

    private long now;

    private Handout handout(int rows, int grain, Pace... paces) {
        return new Handout(rows, grain, List.of(paces), () -> now);
    }

    /** Lets processors of these true rates compute all; each that is free takes its next tile. */
    private List<List<Tile>> play(Handout handout, double... rates) {
        List<List<Tile>> tiles = new ArrayList<>();
        double[] free = new double[rates.length];
        boolean[] busy = new boolean[rates.length];
        IntStream.range(0, rates.length).forEach(i -> tiles.add(new ArrayList<>()));
        while (!handout.isComplete()) {
            int next = IntStream.range(0, rates.length)
                    .boxed()
                    .min((one, other) -> Double.compare(free[one], free[other]))
                    .orElseThrow();
            now = (long) (free[next] * 1e9);
            if (busy[next]) {
                handout.done(next, 0);
            }
            if (handout.isComplete() || handout.rowsLeft() == 0) {
                busy[next] = false;
                free[next] = Double.POSITIVE_INFINITY;
                continue;
            }
            if (!handout.wakes(next)) { // it would wait
                busy[next] = false;
                free[next] = Double.POSITIVE_INFINITY;
                continue;
            }
            Tile tile = handout.next(next).orElseThrow();
            tiles.get(next).add(tile);
            busy[next] = true;
            free[next] += tile.rows() / rates[next];
        }
        return tiles;
    }

    @Test
    void eachRowIsHandedOutOnceAndSharesFollowTheRates() {
        List<List<Tile>> tiles = play(handout(4096, 16, FAST, SLOW), 3000, 1000);
        int[] times = new int[4096];
        tiles.forEach(some -> some.forEach(
                tile -> Arrays.fill(times, tile.fromRow(), tile.fromRow() + tile.rows(), times[tile.fromRow()] + 1)));
        assertThat(times).containsOnly(1);
        assertThat(rows(tiles.get(0))).isBetween(2900, 3250);
        assertThat(tiles.get(0)).extracting(Tile::rows).first().isEqualTo(2464);
    }

    @Test
    void tilesBecomeSmaller() {
        List<List<Tile>> tiles = play(handout(4096, 16, FAST, SLOW), 3000, 1000);
        for (List<Tile> some : tiles) {
            assertThat(some).hasSizeBetween(3, 9);
            assertThat(some.get(0).rows())
                    .isGreaterThan(4 * some.get(some.size() - 1).rows());
        }
    }

    @Test
    void steadyOnesGetAllOfTheirShareAtOnce() {
        Pace pace = new Pace(1000, 0, 2);
        for (int product = 0; product < 8; product++) {
            pace = pace.and(product % 2 == 0 ? 1000 : 1010, 0);
        }
        assertThat(pace.change()).isBetween(0.001, 0.01);
        List<List<Tile>> tiles = play(handout(4096, 16, pace, pace), 1000, 1000);
        assertThat(tiles).allSatisfy(some -> assertThat(some).hasSize(1));
        Pace throttled = pace.and(400, 0);
        assertThat(throttled.change()).isGreaterThan(0.25);
        assertThat(handout(4096, 16, throttled, throttled).next(0).orElseThrow().rows())
                .isLessThan(1700);
    }

    /** It was as fast as the other one until now, and is throttled to a third: others do its work, and all end together. */
    @Test
    void ratesThatChangedAreCorrected() {
        List<List<Tile>> tiles = play(handout(4096, 16, SLOW, SLOW), 1000, 400);
        double one = rows(tiles.get(0)) / 1000.0;
        double other = rows(tiles.get(1)) / 400.0;
        assertThat(Math.abs(one - other)).isLessThan(0.4 * Math.max(one, other));
        assertThat(rows(tiles.get(0))).isGreaterThan(rows(tiles.get(1)));
    }

    @Test
    void withoutRatesFirstTilesAreSmall() {
        List<List<Tile>> tiles = play(handout(4096, 16, Pace.UNKNOWN, Pace.UNKNOWN), 3000, 1000);
        assertThat(tiles).allSatisfy(some -> assertThat(some.get(0).rows()).isEqualTo(256));
        assertThat(rows(tiles.get(0))).isBetween(2700, 3400);
    }

    @Test
    void oneThatIsAloneGetsAll() {
        assertThat(handout(4096, 16, SLOW).next(0)).contains(new Tile(0, 4096));
    }

    /** Its upload alone takes longer than the other one needs for everything. */
    @Test
    void oneThatWouldSlowTheWholeGetsNothing() throws InterruptedException {
        Handout handout = handout(640, 64, FAST, new Pace(1000, 10, 3));
        Thread slow = new Thread(() -> assertThat(handout.next(1)).isEmpty());
        slow.start();
        play(handout, 3000);
        slow.join();
        assertThat(handout.work(0).rows()).isEqualTo(640);
        assertThat(handout.work(1).tiles()).isZero();
    }

    /** A rate that was seen once may be that of code which was not compiled yet. */
    @Test
    void oneThatMayHaveBeenColdIsTriedAgain() {
        Handout handout = handout(640, 64, FAST, new Pace(1000, 10, 2));
        assertThat(handout.next(1)).isPresent();
    }

    /** Else the faster one, or the caller's own, always has it before the other one comes, whose rate is never known. */
    @Test
    void aProductOfOneTileGoesToTheOneThatIsNotKnown() {
        Handout handout = handout(64, 64, FAST, Pace.UNKNOWN);
        assertThat(handout.wakes(0)).isFalse();
        assertThat(handout.next(1)).contains(new Tile(0, 64));
        handout.leaves(1);
        assertThat(handout.next(0)).as("which fails").contains(new Tile(0, 64));
        assertThat(handout(64, 64, FAST, SLOW).wakes(1)).isFalse();
    }

    @Test
    void oneThatGetsNothingIsTriedAgainAfterTwiceAsManyProductsEachTime() {
        Pace pace = SLOW;
        List<Integer> trials = new ArrayList<>();
        for (int product = 1; product <= 40; product++) {
            pace = pace.isSure() ? pace.withoutTile() : pace.and(2000, 0);
            if (!pace.isSure()) {
                trials.add(product);
            }
        }
        assertThat(trials).containsExactly(8, 25);
        assertThat(pace.rowsPerSecond()).as("the better rate").isEqualTo(2000);
        assertThat(pace.onTrial().isSure()).isFalse();
    }

    @Test
    void oneThatGotNothingTakesWhatAFailedOneLeaves() {
        Handout handout = handout(640, 64, FAST, new Pace(1, 10, 3));
        Tile first = handout.next(0).orElseThrow();
        handout.leaves(0);
        Tile redone = handout.next(1).orElseThrow();
        assertThat(redone).isEqualTo(first);
        handout.done(1, 0);
        handout.next(1).ifPresent(rest -> handout.done(1, 0));
        assertThat(handout.isComplete()).isTrue();
        assertThat(handout.next(0)).isEmpty();
    }

    private static int rows(List<Tile> tiles) {
        return tiles.stream().mapToInt(Tile::rows).sum();
    }
}
