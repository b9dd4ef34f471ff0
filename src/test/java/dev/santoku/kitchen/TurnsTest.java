package dev.santoku.kitchen;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Who had a core when, read from stamps: a unit lasts 10 here. */
class TurnsTest {
    private static final long ORIGIN = 1_000_000;

    /** Stamps of units that each last from one number to the next, pairwise. */
    private static Stamps stamps(String task, long... times) {
        Stamps stamps = new Stamps(task, times.length / 2);
        for (int i = 0; i < times.length; i += 2) {
            stamps.add(ORIGIN + times[i], ORIGIN + times[i + 1]);
        }
        return stamps;
    }

    private static Turns read(Stamps... stamps) {
        return Turns.read("core 0", List.of(stamps), ORIGIN);
    }

    @Test
    void unitsBackToBackAreOneSlice() {
        Turns turns = read(stamps("onions", 0, 10, 10, 20, 20, 30), stamps("cucumbers", 30, 40, 40, 50));
        assertThat(turns.row().slices())
                .containsExactly(new TimelineSlice("onions", 0, 30), new TimelineSlice("cucumbers", 30, 50));
        assertThat(turns.count()).isEqualTo(2);
    }

    @Test
    void aUnitThatWasInterruptedIsNobodys() {
        // onions lose the core within their third unit, cucumbers within theirs
        Turns turns = read(
                stamps("onions", 0, 10, 10, 20, 20, 65, 65, 75, 75, 85),
                stamps("cucumbers", 25, 35, 35, 45, 45, 55, 55, 95, 95, 105));
        assertThat(turns.row().slices())
                .containsExactly(
                        new TimelineSlice("onions", 0, 20),
                        new TimelineSlice("cucumbers", 25, 55),
                        new TimelineSlice("onions", 65, 85),
                        new TimelineSlice("cucumbers", 95, 105));
        assertThat(turns.count()).isEqualTo(4);
    }

    @Test
    void aTurnThatAnotherProgramBreaksCountsOnce() {
        Turns turns = read(stamps("onions", 0, 10, 10, 20, 20, 900, 900, 910), stamps("cucumbers", 910, 920));
        assertThat(turns.row().slices())
                .containsExactly(
                        new TimelineSlice("onions", 0, 20),
                        new TimelineSlice("onions", 900, 910),
                        new TimelineSlice("cucumbers", 910, 920));
        assertThat(turns.count()).isEqualTo(2);
    }

    @Test
    void stampsThatOverlapAreCut() {
        Turns turns = read(stamps("onions", 0, 10, 10, 20), stamps("cucumbers", 15, 25, 25, 35));
        assertThat(turns.row().slices())
                .containsExactly(new TimelineSlice("onions", 0, 15), new TimelineSlice("cucumbers", 15, 35));
    }

    @Test
    void noStampsAreNoTurns() {
        Turns turns = read();
        assertThat(turns.row().slices()).isEmpty();
        assertThat(turns.count()).isZero();
    }

    @Test
    void aHundredTurnsAreAHundred() {
        Stamps onions = new Stamps("onions", 500);
        Stamps cucumbers = new Stamps("cucumbers", 500);
        for (int turn = 0; turn < 100; turn++) {
            for (int unit = 0; unit < 10; unit++) {
                long begin = ORIGIN + 100L * turn + 10L * unit;
                (turn % 2 == 0 ? onions : cucumbers).add(begin, begin + 10);
            }
        }
        Turns turns = read(onions, cucumbers);
        assertThat(turns.count()).isEqualTo(100);
        assertThat(turns.row().slices()).hasSize(100);
    }

    @Test
    void aWorkerNeverDoesTwoThingsAtOnce() {
        assertThatThrownBy(() -> new TimelineRow(
                        "core 0", List.of(new TimelineSlice("onions", 0, 10), new TimelineSlice("bread", 9, 12))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("two things at once");
        TimelineRow row = TimelineRow.oneAtATime(
                "core 0",
                IntStream.of(7, 0, 3, 3, 5)
                        .mapToObj(from -> new TimelineSlice("task" + from, from, from + 4))
                        .toList());
        assertThat(row.slices()).extracting(TimelineSlice::fromNanos).containsExactly(0L, 3L, 5L, 7L);
        assertThat(row.endNanos()).isEqualTo(11);
    }

    @Test
    void aSliceLasts() {
        assertThatThrownBy(() -> new TimelineSlice("onions", 5, 5)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void whatNoSliceCoversIsAway() {
        TimelineRow half = new TimelineRow("core 0", List.of(new TimelineSlice("onions", 5, 10)));
        TimelineRow full = new TimelineRow("core 1", List.of(new TimelineSlice("onions", 0, 10)));
        assertThat(KnivesScene.awayShare(List.of(half, full))).isEqualTo(0.25);
        assertThat(KnivesScene.awayShare(List.of(new TimelineRow("core 0", List.of()))))
                .isZero();
    }
}
