package dev.santoku.cluster;

import dev.santoku.backend.Choice;
import dev.santoku.backend.Multiplier;
import dev.santoku.backend.OpenOptions;
import dev.santoku.backend.Santoku;
import dev.santoku.matrix.Matrix;
import dev.santoku.matrix.Precision;
import dev.santoku.matrix.Shape;
import java.io.Serializable;
import java.util.HashMap;
import java.util.Map;

/**
 * The multiplier of this executor. It is opened once for all shapes, in the executor itself: Spark starts it with the Vector API's module, and so
 * blocks need no copy to another process. A driver that crashes takes the executor with it, which Spark replaces.
 */
final class NodeMultiplier {
    private static final Map<Wish, NodeMultiplier> CHOSEN = new HashMap<>();

    /** Shapes share what they are multiplied by: each has threads or a device's memory. */
    private static final Map<Opened, Multiplier> OPEN = new HashMap<>();

    private final Multiplier multiplier;
    private final String name;

    private record Opened(String name, int threads) {}

    /**
     * What is asked for.
     *
     * @param backend {@code backend[@device]}; empty for what is likely the fastest
     * @param m rows of a task's product
     * @param n its columns
     * @param k its inner side
     * @param products how many an executor gets, about
     * @param threads at most
     */
    record Wish(String backend, int m, int n, int k, Precision precision, int products, int threads)
            implements Serializable {
        private Shape shape() {
            return new Shape(m, n, k);
        }
    }

    private NodeMultiplier(Wish wish) {
        OpenOptions options =
                new OpenOptions(Math.min(wish.threads, OpenOptions.defaults().threads()));
        if (wish.backend.isEmpty()) {
            Choice choice = Santoku.choose(wish.shape(), wish.precision, wish.products);
            name = "%s@%s".formatted(choice.backend(), choice.device().id());
            multiplier = OPEN.computeIfAbsent(new Opened(name, wish.threads), first -> choice.open(options));
        } else {
            multiplier =
                    OPEN.computeIfAbsent(new Opened(wish.backend, wish.threads), first -> open(first.name, options));
            name = "%s@%s"
                    .formatted(
                            wish.backend.split("@", 2)[0], multiplier.device().id());
        }
    }

    private static Multiplier open(String backend, OpenOptions options) {
        String[] parts = backend.split("@", 2);
        return parts.length == 1 ? Santoku.open(parts[0], options) : Santoku.open(parts[0], parts[1], options);
    }

    static NodeMultiplier of(Wish wish) {
        synchronized (OPEN) {
            return CHOSEN.computeIfAbsent(wish, NodeMultiplier::new);
        }
    }

    /** Back end and device. */
    String name() {
        return name;
    }

    /** Operations a second that it can do at most; 0 where it cannot tell. */
    double ceiling(Precision precision) {
        return 1e9 * multiplier.fmaCeiling(precision).orElse(0);
    }

    Matrix multiply(Matrix a, Matrix b) {
        return multiplier.multiply(a, b);
    }
}
