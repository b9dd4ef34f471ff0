package dev.santoku.report.lesson;

import static dev.santoku.kitchen.RowIds.CAREFUL;
import static dev.santoku.kitchen.RowIds.CARELESS;
import static dev.santoku.kitchen.RowIds.DEPENDENCY;
import static dev.santoku.kitchen.RowIds.DEPENDENCY_IGNORED;
import static dev.santoku.kitchen.RowIds.INTERLEAVINGS;
import static dev.santoku.kitchen.RowIds.PERMUTATIONS;
import static dev.santoku.kitchen.RowIds.THREADS;

import dev.santoku.kitchen.Figure;
import dev.santoku.kitchen.Row;
import dev.santoku.kitchen.Scene;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** {@code order}: what may run out of order. */
record OrderText(Scene scene) implements SceneText {
    @Override
    public String title() {
        return "order: what may run out of order";
    }

    @Override
    public String explanation() {
        return "Concurrency is a property of a program's structure: it has parts that do not need each other, so that they "
                + "may run in any order, and in bits of each, without changing the result. Where one part needs another, "
                + "or two use one thing, order matters.";
    }

    @Override
    public String title(Row row) {
        return switch (row.id()) {
            case PERMUTATIONS -> "independent tasks, one after the other, in every order";
            case INTERLEAVINGS -> "their steps interleaved at random";
            case THREADS -> "a thread for each task";
            case DEPENDENCY -> "a recipe with dependencies, in the orders it allows";
            case DEPENDENCY_IGNORED -> "the same recipe, in all other orders";
            case CARELESS -> "a shared bowl, without care";
            case CAREFUL -> "a shared bowl, with care";
            default -> row.id();
        };
    }

    @Override
    public String figures(Row row) {
        if (row.has(Figure.LOST_UPDATES)) {
            return "%d of %d pieces lost".formatted(row.count(Figure.LOST_UPDATES), row.count(Figure.UPDATES));
        }
        String of = row.has(Figure.ORDERS) ? " of " + row.count(Figure.ORDERS) : "";
        return "%d%s runs, %s".formatted(row.count(Figure.COUNT), of, salads(row.count(Figure.DIGESTS)));
    }

    private static String salads(long digests) {
        return digests == 1 ? "one salad" : digests + " different salads";
    }

    @Override
    public boolean oneScale() {
        return false;
    }

    @Override
    public List<String> picture() {
        return scene.shown(DEPENDENCY).isEmpty()
                ? List.of()
                : List.of(
                        "wash cucumbers ──▶ slice cucumbers ──┐",
                        "                                     ├──▶ dress",
                        "halve onions ────────────────────────┘",
                        "grill bread");
    }

    @Override
    public List<String> conclusions() {
        List<String> sentences = new ArrayList<>();
        independent().ifPresent(sentences::add);
        dependency().ifPresent(sentences::add);
        bowl().ifPresent(sentences::add);
        return sentences;
    }

    private Optional<String> independent() {
        List<Row> rows = Stream.of(PERMUTATIONS, INTERLEAVINGS, THREADS)
                .flatMap(id -> scene.shown(id).stream())
                .toList();
        if (rows.isEmpty()) {
            return Optional.empty();
        }
        long runs = rows.stream().mapToLong(row -> row.count(Figure.COUNT)).sum();
        boolean same = scene.failure() == null && rows.stream().allMatch(row -> row.count(Figure.DIGESTS) == 1);
        return Optional.of(
                same
                        ? "All %d runs made one and the same salad: independent tasks are concurrent, whoever runs them and when."
                                .formatted(runs)
                        : "The %d runs did not all make the same salad, though the tasks are independent: that is a fault of the program."
                                .formatted(runs));
    }

    private Optional<String> dependency() {
        return scene.shown(DEPENDENCY).flatMap(allowed -> scene.shown(DEPENDENCY_IGNORED)
                .map(ignored -> "The graph allows %d of %d orders, and they make %s; the others make %s."
                        .formatted(
                                allowed.count(Figure.COUNT),
                                allowed.count(Figure.ORDERS),
                                salads(allowed.count(Figure.DIGESTS)),
                                salads(ignored.count(Figure.DIGESTS)))));
    }

    private Optional<String> bowl() {
        return scene.shown(CARELESS).flatMap(careless -> scene.shown(CAREFUL)
                .map(careful -> bowl(
                        careless.count(Figure.LOST_UPDATES),
                        careless.count(Figure.UPDATES),
                        careful.count(Figure.LOST_UPDATES))));
    }

    private static String bowl(long careless, long updates, long careful) {
        String lost = careless > 0
                ? "Two cooks who read the count, add one and write it lost %d of %d pieces, each overwriting what the other wrote in between"
                        .formatted(careless, updates)
                : "Without care no piece was lost this time, which proves nothing: the next run may lose some";
        return lost
                + (careful == 0
                        ? "; when each keeps the other out until it has written, none is lost."
                        : "; with care %d were lost, which is a fault of the program.".formatted(careful));
    }
}
