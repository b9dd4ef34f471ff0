package dev.santoku.run.cell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.santoku.host.FakeRoot;
import dev.santoku.host.probe.LoadMeter;
import dev.santoku.statistics.Outliers.Moment;
import dev.santoku.statistics.Samples;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rounds are disturbed by what several contenders saw, or by what the system's own counters say. */
class RoundsTest {
    @TempDir
    private Path folder;

    private final Map<Long, Duration> own = new HashMap<>(Map.of(1L, Duration.ZERO));
    private FakeRoot root;
    private Rounds rounds;
    private long user;
    private long idle;
    private long steal;

    @BeforeEach
    void begin() {
        root = new FakeRoot(folder);
        rounds = new Rounds(new LoadMeter(folder, () -> Map.copyOf(own)));
        write();
        rounds.beginLaunch();
    }

    /** A round of a second on two processors, one of which is ours. */
    private void round(double foreignSeconds, double stolenSeconds) {
        user += Math.round(100 * (1 + foreignSeconds));
        steal += Math.round(100 * stolenSeconds);
        idle += Math.round(100 * (1 - foreignSeconds - stolenSeconds));
        own.merge(1L, Duration.ofSeconds(1), Duration::plus);
        write();
        rounds.endRound();
    }

    private void write() {
        try {
            root.with(
                    "/proc/stat",
                    "cpu  %d 0 0 %d 0 0 0 %d 0 0\ncpu0 1 2 3 4 5 6 7 8 9 10".formatted(user, idle, steal));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void quietRounds(int count) {
        for (int i = 0; i < count; i++) {
            round(0, 0);
        }
    }

    private static Samples seconds(double... perTurn) {
        return new Samples(
                Arrays.stream(perTurn).mapToObj(turn -> new double[] {turn}).toList());
    }

    private List<Moment> momentsOf(Samples one, Samples... others) {
        List<Samples> all = new ArrayList<>(List.of(others));
        all.add(one);
        return rounds.moments(one, all).get(0);
    }

    @Test
    void aRoundInWhichHalfOfTheContendersAreSlowIsDisturbed() {
        quietRounds(6);
        Samples slowInFourth = seconds(1, 1, 1, 1.5, 1, 1);
        Samples alsoSlow = seconds(2, 2, 2, 2.6, 2, 2);
        Samples steady = seconds(3, 3, 3, 3, 3, 3);
        assertThat(momentsOf(slowInFourth, alsoSlow, steady, steady))
                .containsExactly(
                        Moment.QUIET, Moment.QUIET, Moment.QUIET, Moment.DISTURBED, Moment.QUIET, Moment.QUIET);
        assertThat(momentsOf(slowInFourth, steady)).as("slow alone").containsOnly(Moment.QUIET);
        assertThat(momentsOf(slowInFourth)).as("nobody beside it").containsOnly(Moment.ALONE);
    }

    @Test
    void inTheFirstRoundAllMayBeSlowForTheSameGoodReason() {
        quietRounds(4);
        assertThat(momentsOf(seconds(2, 1, 1, 1), seconds(3, 1, 1, 1))).containsOnly(Moment.QUIET);
    }

    @Test
    void whoTakesNoTurnAnyMoreIsNoWitness() {
        quietRounds(5);
        assertThat(momentsOf(seconds(1, 1, 1, 1, 1), seconds(1, 1, 1)))
                .containsExactly(Moment.QUIET, Moment.QUIET, Moment.QUIET, Moment.ALONE, Moment.ALONE);
    }

    @Test
    void aRoundThatOthersTookProcessorTimeFromIsDisturbed() {
        round(0, 0);
        round(0.5, 0);
        round(0, 0.2);
        round(0.1, 0.05);
        assertThat(momentsOf(seconds(1, 1, 1, 1), seconds(1, 1, 1, 1)))
                .containsExactly(Moment.QUIET, Moment.DISTURBED, Moment.DISTURBED, Moment.QUIET);
        assertThat(rounds.foreign()).isCloseTo(0.6 / 8, within(1e-9));
        assertThat(rounds.stolen()).isCloseTo(0.25 / 8, within(1e-9));
    }

    @Test
    void aLaunchHasRoundsOfItsOwn() {
        quietRounds(2);
        rounds.beginLaunch();
        round(0.9, 0);
        Samples twoLaunches =
                Samples.ofLaunches(List.of(List.of(new double[] {1}, new double[] {1}), List.of(new double[] {1})));
        assertThat(rounds.moments(twoLaunches, List.of(twoLaunches)))
                .containsExactly(List.of(Moment.ALONE, Moment.ALONE), List.of(Moment.DISTURBED));
    }

    @Test
    void whatIsNotKnownIsNoClaim() {
        own.remove(1L);
        own.put(2L, Duration.ZERO);
        user += 200; // of the worker that has ended, or of somebody else: nobody can tell
        write();
        rounds.endRound();
        assertThat(momentsOf(seconds(1))).containsExactly(Moment.ALONE);
        Rounds elsewhere = new Rounds(new LoadMeter(folder.resolve("no-linux"), Map::of));
        elsewhere.beginLaunch();
        elsewhere.endRound();
        assertThat(elsewhere.stolen()).isNull();
        assertThat(elsewhere.foreign()).isNull();
    }

    @Test
    void thisMachineIsReadWithoutHarm() {
        LoadMeter meter = LoadMeter.ofThisMachine();
        assertThat(meter.sinceLast()).as("there is nothing before").isEmpty();
        meter.sinceLast().ifPresent(load -> assertThat(load.foreign()).isNotNegative());
    }
}
