package dev.santoku.tuning;

import dev.santoku.backend.Candidate;
import dev.santoku.backend.Device;
import dev.santoku.matrix.Shape;
import java.util.List;

/**
 * The sizes at which candidates are timed when the user names none: what a device is bought for. On a GPU a product of
 * 1024 is over before its clocks are up and leaves multiprocessors idle; 4096 joins where it does not eat up the time.
 */
final class Sizes {
    /** The second one is deeper than a panel that a work-group packs for itself, so that all parameters have an effect. */
    private static final List<Shape> CPU = List.of(Shape.square(1024), new Shape(1024, 1024, 2048));

    private static final Shape SMALLER = Shape.square(2048);
    private static final Shape LARGER = Shape.square(4096);
    private static final double LONGEST_PRODUCT = 0.05;
    private static final double A_LOOK = 0.02;

    private Sizes() {}

    /** Asks the device where that decides; a device that fails will fail again, and tell. */
    static List<Shape> choose(Device.Kind kind, Candidate today, Trials trials) {
        if (kind == Device.Kind.CPU) {
            return CPU;
        }
        Trial look = trials.tryOut(today, today, List.of(SMALLER), A_LOOK);
        boolean quick = look.wasTimed()
                && look.bouts().get(0).candidateSeconds() * LARGER.flops() / SMALLER.flops() <= LONGEST_PRODUCT;
        return quick ? List.of(SMALLER, LARGER) : List.of(SMALLER);
    }
}
