package dev.santoku.result;

import static org.assertj.core.api.Assertions.assertThat;

import dev.santoku.statistics.Bootstrap;
import dev.santoku.statistics.Outliers.Cause;
import dev.santoku.statistics.Outliers.Count;
import dev.santoku.statistics.Samples;
import java.util.List;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CellFlagsTest {
    private static final Noise NONE = noise(0);

    private static Noise noise(int disturbedRounds, Count... outliers) {
        return new Noise(20, disturbedRounds, null, null, List.of(outliers), null, null);
    }

    private static List<double[]> turns(int count, IntToDoubleFunction seconds) {
        return IntStream.range(0, count)
                .mapToObj(turn -> new double[] {seconds.applyAsDouble(turn)})
                .toList();
    }

    private static List<String> doubts(Samples samples, Noise noise) {
        return CellFlags.of(samples, Bootstrap.median(samples), noise, false);
    }

    @Test
    void steadySamplesHaveNone() {
        assertThat(doubts(new Samples(turns(20, turn -> 1)), NONE)).isEmpty();
    }

    @Test
    void oneLaunchDriftsButTwoDiffer() {
        assertThat(doubts(new Samples(turns(20, turn -> 1 + 0.01 * turn)), NONE))
                .contains(CellFlags.DRIFT);
        Samples apart = Samples.ofLaunches(List.of(turns(10, turn -> 1), turns(10, turn -> 1.1)));
        assertThat(doubts(apart, NONE)).contains(CellFlags.LAUNCHES_DIFFER).doesNotContain(CellFlags.DRIFT);
    }

    @Test
    void outliersAreFlaggedWhereTheyAreManyAndDisturbedRoundsAlways() {
        Samples samples = new Samples(turns(100, turn -> 1));
        assertThat(doubts(samples, noise(0, new Count(Cause.OWN, 5)))).isEmpty();
        assertThat(doubts(samples, noise(0, new Count(Cause.OWN, 6), new Count(Cause.UNEXPLAINED, 6))))
                .containsExactly(CellFlags.BURSTS);
        assertThat(doubts(samples, noise(0, new Count(Cause.WARMING, 6), new Count(Cause.PERIODIC, 6))))
                .containsExactlyInAnyOrder(CellFlags.WARMING, CellFlags.PERIODIC);
        assertThat(doubts(samples, noise(1))).containsExactly(CellFlags.DISTURBED);
        assertThat(CellFlags.of(samples, Bootstrap.median(samples), NONE, true)).containsExactly(CellFlags.THROTTLED);
    }
}
