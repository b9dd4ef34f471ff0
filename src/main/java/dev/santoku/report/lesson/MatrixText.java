package dev.santoku.report.lesson;

import static dev.santoku.kitchen.RowIds.HYBRID;
import static dev.santoku.kitchen.RowIds.POOL;
import static dev.santoku.kitchen.RowIds.SINGLE;

import dev.santoku.kitchen.Figure;
import dev.santoku.kitchen.Point;
import dev.santoku.kitchen.Row;
import dev.santoku.kitchen.Scene;
import dev.santoku.report.Units;
import dev.santoku.statistics.Amdahl;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code matrix}: where parallel hardware pays. */
record MatrixText(Scene scene) implements SceneText {
    private static final double FASTER = 1.05;

    /** In a row's id: cores that the machine does not have. */
    private static final Pattern PIECE = Pattern.compile("cpu:([0-9]{1,6})");

    @Override
    public String title() {
        return "matrix: where parallel hardware pays";
    }

    @Override
    public String explanation() {
        return "The elements of a matrix product are independent of each other and need nothing but computing, so that here "
                + "more hardware is what counts. But handing work out costs time, too, and small products are not worth it.";
    }

    @Override
    public String title(Row row) {
        return switch (row.id()) {
            case SINGLE -> "one knife";
            case POOL ->
                row.shown() ? "all %s knives".formatted(NumberText.inWords(row.count(Figure.CORES))) : "all knives";
            default -> row.id().startsWith(HYBRID) ? together(row) : machine(row);
        };
    }

    private static String machine(Row row) {
        return row.device() == null
                ? "an OpenCL device"
                : "%s, %s".formatted(row.id().replaceFirst(".*@", ""), row.device());
    }

    /** The cooks are our own cores, the machine is the OpenCL device; {@code cpu:1} is a core that a cook has for himself. */
    private String together(Row row) {
        Matcher piece = PIECE.matcher(row.id());
        if (piece.find()) {
            int cooks = Integer.parseInt(piece.group(1));
            return "%s and the machine, on a core of its own"
                    .formatted(cooks == 1 ? "one cook" : NumberText.inWords(cooks) + " cooks");
        }
        boolean two =
                scene.shown(POOL).filter(pool -> pool.count(Figure.CORES) == 2).isPresent();
        return two ? "both cooks and the machine" : "the cooks and the machine";
    }

    @Override
    public String figures(Row row) {
        return "%s at %d, %s one knife's speed"
                .formatted(
                        Units.seconds(row.figure(Figure.SECONDS)),
                        row.count(Figure.SIZE),
                        speedup(row, (int) row.count(Figure.SIZE)).stream()
                                .mapToObj(Units::times)
                                .findFirst()
                                .orElse("–"));
    }

    @Override
    public List<String> conclusions() {
        List<String> sentences = new ArrayList<>();
        scene.rows().stream()
                .filter(row -> row.shown() && !row.id().equals(SINGLE))
                .forEach(row -> payment(row).ifPresent(sentences::add));
        hybrid().flatMap(this::gain).ifPresent(sentences::add);
        scene.shown(POOL).flatMap(this::amdahl).ifPresent(sentences::add);
        return sentences;
    }

    /** How many times as fast as one knife. */
    private OptionalDouble speedup(Row row, int size) {
        Optional<Point> base = scene.shown(SINGLE).flatMap(single -> point(single, size));
        Optional<Point> own = point(row, size);
        return base.isPresent() && own.isPresent()
                ? OptionalDouble.of(base.get().seconds() / own.get().seconds())
                : OptionalDouble.empty();
    }

    private Optional<Row> hybrid() {
        return scene.rows().stream()
                .filter(row -> row.shown() && row.id().startsWith(HYBRID))
                .findFirst();
    }

    /** What all together reach beside the fastest of the others, which has all cores or the machine for itself. */
    private Optional<String> gain(Row together) {
        int size = (int) together.count(Figure.SIZE);
        OptionalDouble own = speedup(together, size);
        OptionalDouble best = scene.rows().stream()
                .filter(row -> row.shown() && !row.id().startsWith(HYBRID))
                .flatMapToDouble(row -> speedup(row, size).stream())
                .max();
        if (own.isEmpty() || best.isEmpty()) {
            return Optional.empty();
        }
        double gain = own.getAsDouble() / best.getAsDouble();
        String figures = "Together, cooks and machine are %s as fast at %d as the fastest row without the other"
                .formatted(Units.times(gain), size);
        if (gain >= FASTER) {
            return Optional.of(figures + ".");
        }
        return Optional.of(figures
                + (PIECE.matcher(together.id()).find()
                        ? ": this machine is a driver on the cooks' own cores, and adds no knife."
                        : ": handing out the work costs what the second one brings."));
    }

    private static Optional<Point> point(Row row, int size) {
        return row.points().stream().filter(point -> point.size() == size).findFirst();
    }

    private Optional<String> payment(Row row) {
        int largest = (int) row.count(Figure.SIZE);
        OptionalDouble speedup = speedup(row, largest);
        if (speedup.isEmpty()) {
            return Optional.empty();
        }
        String figures = "%s at %d×%d: %s one knife's speed"
                .formatted(
                        row.id().equals(POOL)
                                ? NumberText.capitalised(row.count(Figure.CORES)) + " knives"
                                : title(row),
                        largest,
                        largest,
                        Units.times(speedup.getAsDouble()));
        return Optional.of("%s; %s.".formatted(figures, from(row)));
    }

    /** The smallest size from which on every larger one was faster, too. */
    private String from(Row row) {
        List<Point> points = row.points();
        int first = points.size();
        while (first > 0 && speedup(row, points.get(first - 1).size()).orElse(0) >= FASTER) {
            first--;
        }
        if (first == points.size()) {
            return "it does not pay at the largest size measured";
        }
        return first == 0
                ? "it pays at every size measured, from %d on"
                        .formatted(points.get(0).size())
                : "it pays from %d on, and not yet at %d (%s)"
                        .formatted(
                                points.get(first).size(),
                                points.get(first - 1).size(),
                                Units.times(speedup(row, points.get(first - 1).size())
                                        .orElse(0)));
    }

    private Optional<String> amdahl(Row pool) {
        int size = (int) pool.count(Figure.SIZE);
        int cores = (int) pool.count(Figure.CORES);
        Optional<Point> one = scene.shown(SINGLE).flatMap(single -> point(single, size));
        Optional<Point> all = point(pool, size);
        if (one.isEmpty() || all.isEmpty()) {
            return Optional.empty();
        }
        double serial = Amdahl.fit(
                        new int[] {1, cores},
                        new double[] {one.get().seconds(), all.get().seconds()})
                .serialFraction();
        String law = "By Amdahl's law, T(p) = T(1)·(s + (1 − s)/p), %s of one knife's time at %d did not get shorter"
                .formatted(Units.percent(serial), size);
        if (serial == 0) {
            return Optional.of(law + ": nothing seen here bounds what more knives would bring.");
        }
        return Optional.of(
                "%s, so that no number of knives would bring more than %s.".formatted(law, Units.times(1 / serial)));
    }
}
