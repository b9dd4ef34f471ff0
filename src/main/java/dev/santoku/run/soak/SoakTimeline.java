package dev.santoku.run.soak;

import dev.santoku.result.Soak;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BinaryOperator;

/** The points of a burn-in: however long it lasts, at most so many, since neighbours become one when there are too many. */
final class SoakTimeline {
    static final int MOST_POINTS = 600;

    private final List<Soak.Point> points = new ArrayList<>();
    private int turnsInPoint = 1;
    private int turnsInLast;

    void add(Soak.Point turn) {
        if (turnsInLast > 0 && turnsInLast < turnsInPoint) {
            points.set(points.size() - 1, joined(points.get(points.size() - 1), turn));
            turnsInLast++;
            return;
        }
        if (points.size() == MOST_POINTS) {
            halve();
        }
        points.add(turn);
        turnsInLast = 1;
    }

    private void halve() {
        List<Soak.Point> halved = new ArrayList<>();
        for (int i = 0; i < points.size(); i += 2) {
            halved.add(joined(points.get(i), points.get(i + 1)));
        }
        points.clear();
        points.addAll(halved);
        turnsInPoint *= 2;
    }

    List<Soak.Point> points() {
        return List.copyOf(points);
    }

    /** The mean rate; the lowest clock, the highest temperature and power: what a reader looks for. */
    private static Soak.Point joined(Soak.Point one, Soak.Point other) {
        return new Soak.Point(
                other.seconds(),
                one.products() + other.products(),
                known(one.gflops(), other.gflops(), (first, second) -> rate(one, other)),
                one.errors() + other.errors(),
                known(one.clockMHz(), other.clockMHz(), Math::min),
                known(one.temperatureC(), other.temperatureC(), Math::max),
                known(one.powerWatts(), other.powerWatts(), Math::max),
                known(one.slowdowns(), other.slowdowns(), SoakTimeline::union));
    }

    /** All products over the time of both. */
    private static double rate(Soak.Point one, Soak.Point other) {
        return (one.products() + other.products())
                / (one.products() / one.gflops() + other.products() / other.gflops());
    }

    private static List<String> union(List<String> one, List<String> other) {
        Set<String> all = new LinkedHashSet<>(one);
        all.addAll(other);
        return List.copyOf(all);
    }

    private static <T> T known(T one, T other, BinaryOperator<T> both) {
        if (one == null || other == null) {
            return one == null ? other : one;
        }
        return both.apply(one, other);
    }
}
