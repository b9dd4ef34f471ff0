package dev.santoku.report.lesson;

import static dev.santoku.kitchen.RowIds.ONE_AFTER_THE_OTHER;
import static dev.santoku.kitchen.RowIds.PARALLEL;
import static dev.santoku.kitchen.RowIds.TURNS_COARSE;
import static dev.santoku.kitchen.RowIds.TURNS_FINE;

import dev.santoku.kitchen.Figure;
import dev.santoku.kitchen.Row;
import dev.santoku.kitchen.Scene;
import dev.santoku.kitchen.TimelineSlice;
import dev.santoku.report.Units;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** {@code knives}: turns on one core, and the same moment on several. */
record KnivesText(Scene scene) implements SceneText {
    private static final double TOLERANCE = 0.1;
    private static final double NOTHING = 1.05;
    private static final int MANY_TURNS = 20;

    /** A picture of a film: 24 in a second. */
    private static final double TOO_SHORT_TO_SEE = 1 / 24.0;

    @Override
    public String title() {
        return "knives: in turns, and at the same moment";
    }

    @Override
    public String explanation() {
        return "%s tasks of pure computing do not need each other: they are concurrent, and a knife is a core. "
                        .formatted(NumberText.capitalised(tasks()))
                + "With one knife they can only take turns, however quickly; parallelism is cutting at the same moment, and "
                + "takes a second knife.";
    }

    private int tasks() {
        return (int) scene.shown(ONE_AFTER_THE_OTHER)
                .map(row -> row.timeline().stream()
                        .flatMap(lane -> lane.slices().stream())
                        .map(TimelineSlice::task)
                        .distinct()
                        .count())
                .orElse(2L)
                .longValue();
    }

    @Override
    public String title(Row row) {
        return switch (row.id()) {
            case ONE_AFTER_THE_OTHER -> "one knife, one task after the other";
            case TURNS_COARSE -> "one knife, handed on after a helping";
            case TURNS_FINE -> "one knife, the operating system hands it on";
            case PARALLEL ->
                row.shown() ? NumberText.inWords(row.count(Figure.CORES)) + " knives" : "a knife for each task";
            default -> row.id();
        };
    }

    @Override
    public String figures(Row row) {
        long turns = row.count(Figure.TURNS);
        return "%s, %s the time of one after the other, %s"
                .formatted(
                        Units.seconds(row.figure(Figure.SECONDS)),
                        ratio(row).map(Units::times).orElse("–"),
                        turns == 1 ? "1 turn" : turns + " turns");
    }

    /** Its time over that of one after the other. */
    private Optional<Double> ratio(Row row) {
        return scene.shown(ONE_AFTER_THE_OTHER).map(base -> row.figure(Figure.SECONDS) / base.figure(Figure.SECONDS));
    }

    @Override
    public boolean isZoomed(Row row) {
        return row.id().equals(TURNS_FINE);
    }

    @Override
    public List<String> conclusions() {
        List<String> sentences = new ArrayList<>();
        scene.shown(TURNS_COARSE)
                .flatMap(coarse -> scene.shown(TURNS_FINE).map(fine -> turns(coarse, fine)))
                .ifPresent(sentences::add);
        scene.shown(TURNS_FINE).map(KnivesText::illusion).ifPresent(sentences::add);
        scene.shown(PARALLEL).map(this::parallel).ifPresent(sentences::add);
        scene.rows().stream()
                .filter(row -> row.id().equals(PARALLEL) && !row.shown())
                .map(row -> "Parallelism cannot be shown here: %s.".formatted(row.skipped()))
                .forEach(sentences::add);
        return sentences;
    }

    private String turns(Row coarse, Row fine) {
        double coarseRatio = ratio(coarse).orElse(1.0);
        double fineRatio = ratio(fine).orElse(1.0);
        String figures =
                "Taking turns on one core took %s the time of one after the other with %d turns, and %s with %d"
                        .formatted(
                                Units.times(coarseRatio),
                                coarse.count(Figure.TURNS),
                                Units.times(fineRatio),
                                fine.count(Figure.TURNS));
        double most = Math.max(coarseRatio, fineRatio);
        double least = Math.min(coarseRatio, fineRatio);
        if (most > 1 + TOLERANCE) {
            return "%s: turns gain nothing, and here they even cost, or something else had the core meanwhile (%s of the fine turns' time)."
                    .formatted(figures, Units.percent(fine.figure(Figure.AWAY_SHARE)));
        }
        return least < 1 - TOLERANCE
                ? figures + ": turns cannot gain anything, so something disturbed one after the other; run it again."
                : figures + ": the same work, the same knife, the same time.";
    }

    private static String illusion(Row fine) {
        long turns = fine.count(Figure.TURNS);
        double each = fine.figure(Figure.SECONDS) * (1 - fine.figure(Figure.AWAY_SHARE)) / turns;
        return turns >= MANY_TURNS && each < TOO_SHORT_TO_SEE
                ? "A fine turn lasted %s on average, too short to see: it looks as if all were cut at once, and it is never more than one."
                        .formatted(Units.seconds(each))
                : "There were %d fine turns, of %s on average: with more --work the system has more occasions to hand the knife on."
                        .formatted(turns, Units.seconds(each));
    }

    private String parallel(Row parallel) {
        long workers = parallel.count(Figure.CORES);
        double speedup = ratio(parallel).map(ratio -> 1 / ratio).orElse(1.0);
        double possible = possible(tasks(), workers);
        String knives = NumberText.capitalised(workers) + " knives";
        String uneven = possible < workers
                ? " (%d tasks on %d knives: one knife has %d of them, so no more than %s is possible)"
                        .formatted(tasks(), workers, (tasks() + workers - 1) / workers, Units.times(possible))
                : "";
        if (speedup >= (1 - TOLERANCE) * possible) {
            return "%s were %s as fast as one%s: that is parallelism, and no order of turns on one core comes near."
                    .formatted(knives, Units.times(speedup), uneven);
        }
        String busy = "their cores were away for %s of the time, and other programs that use them show in that way"
                .formatted(Units.percent(parallel.figure(Figure.AWAY_SHARE)));
        return speedup >= NOTHING
                ? "%s were only %s as fast as one, where %s is possible%s: %s."
                        .formatted(knives, Units.times(speedup), Units.times(possible), uneven, busy)
                : "%s were no faster than one (%s)%s: %s. Run it again when the machine is idle."
                        .formatted(knives, Units.times(speedup), uneven, busy);
    }

    /** The most that equal tasks can gain when each stays on the worker that took it. */
    static double possible(long tasks, long workers) {
        long mostForOne = (tasks + workers - 1) / workers;
        return (double) tasks / mostForOne;
    }
}
