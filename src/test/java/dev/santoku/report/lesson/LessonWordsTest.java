package dev.santoku.report.lesson;

import static org.assertj.core.api.Assertions.assertThat;

import dev.santoku.kitchen.Figure;
import dev.santoku.kitchen.Row;
import dev.santoku.kitchen.RowIds;
import dev.santoku.kitchen.Scene;
import dev.santoku.kitchen.SceneId;
import dev.santoku.kitchen.TimelineRow;
import dev.santoku.kitchen.TimelineSlice;
import dev.santoku.report.Style;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Conclusions follow the figures, whichever way they fell. */
class LessonWordsTest {
    private static String conclusions(Scene scene) {
        return String.join("\n", SceneText.of(scene).conclusions());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "0.20 | Two knives were 2.00× as fast as one: that is parallelism",
                "0.22 | Two knives were 1.82× as fast as one: that is parallelism",
                "0.364 | Two knives were only 1.10× as fast as one, where 2.00× is possible: their cores were away for 12.5 %",
                "0.40 | Two knives were no faster than one (1.00×): their cores were away for 12.5 % of the time",
                "0.50 | Two knives were no faster than one (0.800×)"
            })
    void parallelismIsWhatWasMeasured(double parallel, String sentence) {
        assertThat(conclusions(Lessons.knives(0.4, 0.4, 0.4, 100, parallel))).contains(sentence);
    }

    @Test
    void turnsTakeTheSameTimeOrSomethingWasWrong() {
        assertThat(conclusions(Lessons.knives(0.4, 0.404, 0.408, 100, 0.2)))
                .contains("took 1.01× the time of one after the other with 8 turns, and 1.02× with 100: the same work");
        assertThat(conclusions(Lessons.knives(0.4, 0.4, 0.6, 100, 0.2)))
                .contains("and 1.50× with 100: turns gain nothing, and here they even cost", "(12.5 % of the fine");
        assertThat(conclusions(Lessons.knives(0.4, 0.3, 0.4, 100, 0.2)))
                .contains("took 0.750× the time", "something disturbed one after the other; run it again");
    }

    @Test
    void theIllusionNeedsManyShortTurns() {
        assertThat(conclusions(Lessons.knives(0.4, 0.4, 0.4, 100, 0.2)))
                .contains("A fine turn lasted 3.50 ms on average, too short to see");
        assertThat(conclusions(Lessons.knives(0.4, 0.4, 0.4, 12, 0.2)))
                .contains("There were 12 fine turns, of 29.2 ms on average")
                .doesNotContain("too short");
        assertThat(conclusions(Lessons.knives(4, 4, 4, 20, 2))).doesNotContain("too short");
    }

    @ParameterizedTest
    @CsvSource({"2, 2, 2", "3, 2, 1.5", "4, 2, 2", "5, 2, 1.6666666666666667", "5, 5, 5", "8, 3, 2.6666666666666665"})
    void unevenTasksLeaveKnivesIdle(int tasks, int workers, double possible) {
        assertThat(KnivesText.possible(tasks, workers)).isEqualTo(possible);
    }

    @Test
    void threeTasksOnTwoKnivesAreJudgedByWhatIsPossible() {
        Row three = Row.measured(
                        RowIds.ONE_AFTER_THE_OTHER,
                        List.of(new TimelineRow(
                                "core 0",
                                List.of(
                                        new TimelineSlice("onions", 0, 1),
                                        new TimelineSlice("cucumbers", 1, 2),
                                        new TimelineSlice("tomatoes", 2, 3)))))
                .with(Figure.SECONDS, 0.6);
        Scene scene = Lessons.scene(SceneId.KNIVES, three, Lessons.knife(RowIds.PARALLEL, 0.405, 3, 2));
        assertThat(conclusions(scene))
                .contains("Two knives were 1.48× as fast as one (3 tasks on 2 knives: one knife has 2 of them, "
                        + "so no more than 1.50× is possible): that is parallelism");
        assertThat(SceneText.of(scene).explanation()).startsWith("Three tasks");
    }

    @Test
    void whatCannotBeShownIsSaid() {
        Scene scene = Lessons.scene(
                SceneId.KNIVES,
                Lessons.knife(RowIds.ONE_AFTER_THE_OTHER, 0.4, 2, 1),
                Row.skipped(RowIds.PARALLEL, "there is one core"));
        assertThat(conclusions(scene)).isEqualTo("Parallelism cannot be shown here: there is one core.");
        assertThat(new LessonText(scene, Style.PLAIN, 100).toText())
                .contains("a knife for each task: skipped, there is one core\n");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "588 | 594 | Concurrency brought 2.94× the throughput on the same one core, of at most 3.00× for so many devices",
                "588 | 594 | the longest wait of an event fell from 400 ms to 1.50 ms: a core was busy for 7.0 %",
                "588 | 594 | Two cores handled 1.01× the events of one: more hardware buys nothing where nobody computes.",
                "588 | 700 | Two cores handled 1.19× the events of one, more than waiting explains",
                "588 | 500 | Two cores handled 0.850× the events of one: more hardware cannot do harm",
                "210 | 210 | Concurrency brought 1.05× the throughput on the same one core, though a core was busy for 7.0 %"
            })
    void waitingNeedsNoSecondCore(double oneCore, double allCores, String sentence) {
        Scene scene = Lessons.scene(
                SceneId.DRIVERS,
                Lessons.driver(RowIds.ONE_AFTER_THE_OTHER, 200, 0.4, 1),
                Lessons.driver(RowIds.ONE_CORE, oneCore, 0.0015, 1),
                Lessons.driver(RowIds.ALL_CORES, allCores, 0.0015, 2),
                Row.skipped(RowIds.VIRTUAL_THREADS, "needs JDK 21"));
        assertThat(conclusions(scene)).contains(sentence).doesNotContain("Virtual");
    }

    @Test
    void parallelHardwarePaysFromASizeOn() {
        Scene scene = Lessons.scene(
                SceneId.MATRIX,
                Lessons.matrix(RowIds.SINGLE, null, 1, 10e-6, 80e-6, 640e-6),
                Lessons.matrix(RowIds.POOL, null, 2, 12e-6, 50e-6, 352e-6),
                Lessons.matrix("jocl@cl0", "Some GPU", 1, 100e-6, 200e-6, 700e-6));
        assertThat(conclusions(scene))
                .contains(
                        "Two knives at 256×256: 1.82× one knife's speed; it pays from 128 on, and not yet at 64 (0.833×).")
                .contains(
                        "cl0, Some GPU at 256×256: 0.914× one knife's speed; it does not pay at the largest size measured.")
                .contains("10.0 % of one knife's time at 256 did not get shorter")
                .contains("no number of knives would bring more than 10.0×");
    }

    private static Scene together(String id, int cooks, double seconds) {
        return Lessons.scene(
                SceneId.MATRIX,
                Lessons.matrix(RowIds.SINGLE, null, 1, 1.0),
                Lessons.matrix(RowIds.POOL, null, cooks, 1.0 / cooks),
                Lessons.matrix("jocl@cl0", "Some GPU", 1, 0.25),
                Lessons.matrix(id, "both", 1, seconds));
    }

    private static String titleOfLast(Scene scene) {
        return SceneText.of(scene).title(scene.rows().get(scene.rows().size() - 1));
    }

    @Test
    void cooksAndMachineTogetherAreHeldToTheFastestAlone() {
        Scene gains = together("hybrid@cpu+cl0", 2, 0.2);
        assertThat(titleOfLast(gains)).isEqualTo("both cooks and the machine");
        assertThat(conclusions(gains))
                .contains(
                        "both cooks and the machine at 64×64: 5.00× one knife's speed; it pays at every size measured, from 64 on.")
                .contains("Together, cooks and machine are 1.25× as fast at 64 as the fastest row without the other.");
        Scene loses = together("hybrid@cpu+cl0", 4, 0.5);
        assertThat(titleOfLast(loses)).isEqualTo("the cooks and the machine");
        assertThat(conclusions(loses))
                .contains("0.500× as fast at 64 as the fastest row without the other: handing out the work costs");
        Scene ownCores = together("hybrid@cpu:1+cl0:1", 2, 0.25);
        assertThat(titleOfLast(ownCores)).isEqualTo("one cook and the machine, on a core of its own");
        assertThat(conclusions(ownCores))
                .contains("1.00× as fast at 64")
                .contains("this machine is a driver on the cooks' own cores, and adds no knife.");
    }

    @Test
    void aProductThatScalesInFullIsBoundedByNothingSeen() {
        Scene scene = Lessons.scene(
                SceneId.MATRIX, Lessons.matrix(RowIds.SINGLE, null, 1, 1.0), Lessons.matrix(RowIds.POOL, null, 2, 0.5));
        assertThat(conclusions(scene))
                .contains("it pays at every size measured, from 64 on")
                .contains("nothing seen here bounds");
    }

    private static Scene order(long digests, long careless, long careful) {
        return Lessons.scene(
                SceneId.ORDER,
                Row.measured(RowIds.PERMUTATIONS, List.of())
                        .with(Figure.COUNT, 24)
                        .with(Figure.DIGESTS, digests),
                Row.measured(RowIds.DEPENDENCY, List.of())
                        .with(Figure.COUNT, 15)
                        .with(Figure.ORDERS, 120)
                        .with(Figure.DIGESTS, 1),
                Row.measured(RowIds.DEPENDENCY_IGNORED, List.of())
                        .with(Figure.COUNT, 105)
                        .with(Figure.ORDERS, 120)
                        .with(Figure.DIGESTS, 11),
                Row.measured(RowIds.CARELESS, List.of())
                        .with(Figure.UPDATES, 40_000)
                        .with(Figure.LOST_UPDATES, careless),
                Row.measured(RowIds.CAREFUL, List.of())
                        .with(Figure.UPDATES, 40_000)
                        .with(Figure.LOST_UPDATES, careful));
    }

    @Test
    void orderIsJudgedByItsDigests() {
        assertThat(conclusions(order(1, 913, 0)))
                .contains("All 24 runs made one and the same salad")
                .contains(
                        "The graph allows 15 of 120 orders, and they make one salad; the others make 11 different salads.")
                .contains("lost 913 of 40000 pieces")
                .contains("none is lost.");
        assertThat(conclusions(order(2, 0, 3)))
                .contains("did not all make the same salad", "that is a fault of the program")
                .contains("no piece was lost this time, which proves nothing")
                .contains("with care 3 were lost");
    }

    @Test
    void everySceneHasTwoSentencesOfExplanation() {
        for (SceneId id : SceneId.values()) {
            SceneText words = SceneText.of(Lessons.scene(id));
            assertThat(words.title()).startsWith(id.id() + ": ");
            assertThat(words.explanation().split("[.](?: |$)"))
                    .as(words.explanation())
                    .hasSize(2);
            assertThat(words.conclusions()).isEmpty();
        }
    }
}
