package dev.santoku.worker;

import dev.santoku.backend.Candidate;
import dev.santoku.backend.Device;
import dev.santoku.backend.Multiplier;
import dev.santoku.backend.Product;
import dev.santoku.backend.Tunable;
import dev.santoku.backend.WrongProductException;
import dev.santoku.matrix.Inputs;
import dev.santoku.matrix.Matrix;
import dev.santoku.matrix.Precision;
import dev.santoku.matrix.Shape;
import dev.santoku.statistics.Medians;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * Tries out candidates in a worker. Each is timed in turns with the champion, so that a machine whose speed drifts does
 * not decide. A first bout is short and not verified: most lose it, and checks take longer than it does. Who wins it is
 * checked, and meets the champion again; then all that is timed is verified.
 */
final class TrialSession {
    /**
     * Shapes on which a candidate must be right besides the sizes it is timed at. All sides are odd; one is smaller than
     * most tiles, one thin, one larger than most tiles in every direction, with edges of all kinds. More would tell more, but
     * kernels are adapted to small shapes, and each is then compiled.
     */
    private static final List<Shape> ODD_SHAPES =
            List.of(new Shape(31, 67, 129), new Shape(1, 517, 263), new Shape(389, 261, 1031));

    private static final double HOPELESS = 2;
    private static final double SLOW = 1.1;
    private static final int ROUNDS_OF_HOPELESS = 2;
    private static final int ROUNDS_BEFORE_GIVING_UP = 3;
    private static final int LEAST_ROUNDS = 6;

    /** Of the time of a bout, for the first one. */
    private static final double SHARE_OF_FIRST = 0.2;

    private static final int LEAST_ROUNDS_AT_FIRST = 5;
    private static final double MOST_OVERTIME = 4;

    /** A turn lasts at least this long, so that the clock does not count. */
    private static final double LEAST_TURN_SECONDS = 1e-3;

    private static final int MOST_REPEATS = 1000;
    private static final double NANO = 1e-9;

    private final Map<Shape, List<Inputs>> uniform = new HashMap<>();
    private Precision precision;
    private Candidate championsName;
    private Multiplier champion;

    Answer.TriedOut tryOut(Tunable tunable, Device device, Request.TryOut request) {
        crown(tunable, device, request);
        if (request.challenger().equals(request.champion())) {
            check(champion, request);
            return bouts(champion, request);
        }
        try (Multiplier challenger = tunable.open(device, request.precision(), request.challenger())) {
            if (request.shortlyFirst()) {
                Answer.TriedOut first = firstBouts(challenger, request);
                if (first.abandoned()) {
                    return first;
                }
            }
            check(challenger, request);
            return bouts(challenger, request);
        }
    }

    /** The champion stays open from one challenger to the next. */
    private void crown(Tunable tunable, Device device, Request.TryOut request) {
        if (request.champion().equals(championsName) && request.precision() == precision) {
            return;
        }
        if (champion != null) {
            champion.close();
            champion = null;
            championsName = null;
        }
        uniform.clear();
        precision = request.precision();
        champion = tunable.open(device, precision, request.champion());
        championsName = request.champion();
    }

    /** At each size for a short time; abandoned where the challenger is no faster, over all sizes. */
    private Answer.TriedOut firstBouts(Multiplier challenger, Request.TryOut request) {
        List<Answer.Bout> bouts = new ArrayList<>();
        double speedup = 1;
        for (Shape size : request.sizes()) {
            try (TrialProducts theirs = new TrialProducts(champion, inputs(size, request.seed()));
                    TrialProducts ours = new TrialProducts(challenger, inputs(size, request.seed()))) {
                Bout bout = new Bout(size, theirs, ours);
                bout.warmUp();
                boolean slow = bout.fight(SHARE_OF_FIRST * request.seconds(), LEAST_ROUNDS_AT_FIRST, request.seed());
                bouts.add(bout.times());
                if (slow) {
                    return new Answer.TriedOut(true, bouts);
                }
                speedup *= bout.speedup();
            }
        }
        return new Answer.TriedOut(speedup <= 1, bouts);
    }

    /** At each size for the whole time, verified. */
    private Answer.TriedOut bouts(Multiplier challenger, Request.TryOut request) {
        List<Answer.Bout> bouts = new ArrayList<>();
        for (Shape size : request.sizes()) {
            List<Inputs> inputs = inputs(size, request.seed());
            try (TrialProducts theirs = new TrialProducts(champion, inputs);
                    TrialProducts ours = challenger == champion ? theirs : new TrialProducts(challenger, inputs)) {
                Bout bout = new Bout(size, theirs, ours);
                bout.warmUp();
                bout.check();
                boolean abandoned = bout.fight(request.seconds(), LEAST_ROUNDS, request.seed());
                bouts.add(bout.times());
                if (abandoned) {
                    return new Answer.TriedOut(true, bouts);
                }
            }
        }
        return new Answer.TriedOut(false, bouts);
    }

    private List<Inputs> inputs(Shape size, long seed) {
        return uniform.computeIfAbsent(size, shape -> {
            Inputs drawn = Inputs.uniform(shape, precision, seed);
            return List.of(drawn, drawn.turned());
        });
    }

    /** Right to the bit on integers at odd shapes and at the sizes that are timed, into poisoned buffers. */
    private void check(Multiplier multiplier, Request.TryOut request) {
        List<Shape> shapes = new ArrayList<>(ODD_SHAPES);
        shapes.addAll(request.sizes());
        for (Shape shape : shapes) {
            Inputs integers = Inputs.integers(shape, precision, request.seed());
            try (Product product = multiplier.prepare(integers.a(), integers.b())) {
                product.poison();
                product.compute();
                ProductChecks.ranOn(multiplier, product);
                Matrix c = product.result();
                ProductChecks.exact(integers, c);
            } catch (WrongProductException e) {
                throw new WrongProductException(shape + ": " + e.getMessage());
            }
        }
    }

    /** Champion and challenger take turns. */
    private static final class Bout {
        private final Shape size;
        private final TrialProducts theirs;
        private final TrialProducts ours;
        private final List<Double> champion = new ArrayList<>();
        private final List<Double> challenger = new ArrayList<>();

        Bout(Shape size, TrialProducts theirs, TrialProducts ours) {
            this.size = size;
            this.theirs = theirs;
            this.ours = ours;
        }

        /** Has kernels built. */
        void warmUp() {
            theirs.warmUp();
            if (ours != theirs) {
                ours.warmUp();
            }
        }

        /** All that is timed from now on is verified. */
        void check() {
            theirs.check();
            if (ours != theirs) {
                ours.check();
            }
        }

        /**
         * Takes turns, in random order within each round.
         *
         * @return whether the challenger was given up as too slow
         */
        boolean fight(double seconds, int leastRounds, long seed) {
            SplittableRandom random = new SplittableRandom(seed);
            int repeats = repeats();
            long start = System.nanoTime();
            while (true) {
                if (ours == theirs) {
                    champion.add(theirs.time(repeats));
                } else if (random.nextBoolean()) {
                    champion.add(theirs.time(repeats));
                    challenger.add(ours.time(repeats));
                } else {
                    challenger.add(ours.time(repeats));
                    champion.add(theirs.time(repeats));
                }
                double elapsed = (System.nanoTime() - start) * NANO;
                int rounds = champion.size();
                boolean over = elapsed >= seconds && (rounds >= leastRounds || elapsed >= MOST_OVERTIME * seconds);
                if ((over || rounds >= ROUNDS_OF_HOPELESS) && isSlow(rounds)) {
                    return true;
                }
                if (over) {
                    return false;
                }
            }
        }

        /** A hopeless one needs fewer turns. */
        private boolean isSlow(int rounds) {
            return ours != theirs && speedup() < 1 / (rounds >= ROUNDS_BEFORE_GIVING_UP ? SLOW : HOPELESS);
        }

        /** How many times as fast the challenger is, by the medians. */
        double speedup() {
            return median(champion) / median(challenger);
        }

        private int repeats() {
            double once = Math.max(NANO, theirs.time(1));
            return (int) Math.max(1, Math.min(MOST_REPEATS, Math.ceil(LEAST_TURN_SECONDS / once)));
        }

        Answer.Bout times() {
            return new Answer.Bout(size, champion, ours == theirs ? champion : challenger);
        }

        private static double median(List<Double> times) {
            return Medians.of(times.stream().mapToDouble(Double::doubleValue));
        }
    }
}
