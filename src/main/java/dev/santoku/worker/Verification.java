package dev.santoku.worker;

import dev.santoku.backend.BackendException;
import dev.santoku.backend.Multiplier;
import dev.santoku.backend.Product;
import dev.santoku.backend.WrongProductException;
import dev.santoku.matrix.BoundCheck;
import dev.santoku.matrix.Difference;
import dev.santoku.matrix.Digest;
import dev.santoku.matrix.Inputs;
import dev.santoku.matrix.Matrix;
import dev.santoku.matrix.ProductCheck;
import dev.santoku.result.Verified;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * Holds every product of random inputs to the one that was checked, bit for bit, outside the clock. A device that goes
 * wrong late, rarely and silently is found out (P. H. Hochschild et al., Cores that don't count, HotOS 2021).
 *
 * <p>After each product the signs of a part of A turn, or those of a part of B: C changes each time, and one that is left over
 * from the product before is wrong in every element. Magnitudes stay, and so does the work. To compare takes time in which
 * other threads fall asleep and caches go cold, therefore products are kept for a while and compared together. C on the device is
 * poisoned then, so that one which is never computed shows.
 *
 * <p>Some libraries sum in another order each time. That is found out, never assumed: the product must lie within the error
 * bound, and when it and products of integers are computed again in random order, those of its inputs must differ among
 * themselves several times while all of the integers are exact, which no order of summing spoils. A fault that comes and goes
 * hits both alike, and one that hit the checked product lets the others be the same. From then on each product is held to the
 * error bound. A multiplier that says so itself is held to it from the start.
 */
final class Verification {
    /** Products unlike the usual one while those of integers are exact: 2⁻¹⁰ is the chance of a fault to pass for an order. */
    private static final int TELLING_DIFFERENCES = 10;

    private static final int MOST_TELLING_PRODUCTS = 128;
    private static final double MOST_TELLING_SECONDS = 10;

    /** As many bytes of C are kept, or a sixteenth of the heap where that is less. */
    private static final long MOST_KEPT_BYTES = 32 << 20;

    private static final double NANO = 1e-9;

    private final Multiplier multiplier;
    private final Inputs inputs;
    private final long seed;
    private final Matrix[] checked;
    private final List<Kept> kept = new ArrayList<>();
    private final int mostKept;
    private final ProductCheck.Bounded firstCheck;
    private final String ranOn;
    private final long checkedAt;
    private Optional<BoundCheck> bound = Optional.empty();
    private int turned;
    private boolean turnsA = true;
    private long products;
    private long nanos;

    /**
     * Computes and checks the products that later ones are held to, one of each turn.
     *
     * @param inputs random; their signs turn from now on
     * @param seed draws what is sampled
     * @throws WrongProductException when one of the two is wrong
     */
    Verification(Multiplier multiplier, Inputs inputs, long seed) {
        this.multiplier = multiplier;
        this.inputs = inputs;
        this.seed = seed;
        try (Product product = computed(inputs)) {
            Matrix c = product.result();
            firstCheck = ProductCheck.bounded(inputs, c, seed);
            refuse(firstCheck);
            ranOn = product.ranOn();
            checked = new Matrix[] {c, c};
        }
        turn();
        try (Product product = computed(inputs)) {
            checked[1] = product.result();
            refuse(ProductCheck.spotCheck(inputs, checked[1], seed));
        }
        checkedAt = System.nanoTime();
        if (!multiplier.sumsInOneOrder()) {
            bound = Optional.of(new BoundCheck(inputs));
        }
        long bytes = (long) checked[0].rows()
                * checked[0].columns()
                * inputs.precision().bytes();
        mostKept = (int) (Math.min(MOST_KEPT_BYTES, Runtime.getRuntime().maxMemory() / 16) / bytes);
    }

    private Product prepare(Inputs factors) {
        return multiplier.prepare(factors.a(), factors.b(), factors.batch());
    }

    private Product computed(Inputs factors) {
        Product product = prepare(factors);
        try {
            product.poison();
            product.compute();
            ProductChecks.ranOn(multiplier, product);
            return product;
        } catch (RuntimeException e) {
            product.close();
            throw e;
        }
    }

    private static void refuse(ProductCheck.Bounded check) {
        check.complaint().ifPresent(complaint -> {
            throw new WrongProductException(complaint);
        });
    }

    /** What the error-bound check of the first product found. */
    ProductCheck.Bounded firstCheck() {
        return firstCheck;
    }

    /** The device that ran it. */
    String ranOn() {
        return ranOn;
    }

    /** What was verified until now. */
    Verified soFar() {
        return new Verified(products, nanos * NANO, bound.isPresent() ? Verified.Method.BOUND : Verified.Method.BITS);
    }

    /**
     * Keeps a product of the inputs as they are until {@link #verify}, and turns them for the next one.
     *
     * @param c not to be modified until then
     * @param sample from 1; 0 while warming up
     */
    void keep(Matrix c, int sample) {
        kept.add(new Kept(c, turned, sample, System.nanoTime()));
        turn();
    }

    /** Whether no more should be kept: it is time to {@link #verify}. */
    boolean isFull() {
        return kept.size() >= mostKept;
    }

    /**
     * Verifies the products that were kept, and poisons the C of the next one.
     *
     * @return how many there were
     * @throws WrongProductException when one is wrong
     */
    int verify() {
        int verified = kept.size();
        if (verified == 0) {
            return 0;
        }
        long start = System.nanoTime();
        for (Kept each : kept) {
            if (turned != each.turned) {
                turn();
            }
            verify(each);
        }
        kept.clear();
        turn(); // else the next C is that of the last one
        try (Product next = prepare(inputs)) {
            next.poison(); // the product after it is given the same memory
        }
        products += verified;
        nanos += System.nanoTime() - start;
        return verified;
    }

    private void verify(Kept each) {
        if (bound.isPresent()) {
            bound.get().complaint(inputs, each.c, System.nanoTime()).ifPresent(complaint -> {
                throw wrong(each, complaint);
            });
        } else {
            Difference.between(each.c, checked[turned], checked[1 - turned])
                    .ifPresent(difference -> excuse(difference, each));
        }
    }

    /** The inputs as they are, and the same turned. */
    List<Inputs> inputsOfBothTurns() {
        return List.of(inputs, inputs.turned());
    }

    /** The checked products of {@link #inputsOfBothTurns()}; not to be modified. */
    List<Matrix> checkedOfBothTurns() {
        return List.of(checked[turned], checked[1 - turned]);
    }

    private WrongProductException wrong(Kept product, String complaint) {
        return new WrongProductException("right when checked, wrong %s, %.1f s later: %s"
                .formatted(
                        product.sample == 0 ? "while warming up" : "in sample " + product.sample,
                        (product.nanoTime - checkedAt) * NANO,
                        complaint));
    }

    private void turn() {
        if (turnsA) {
            inputs.turnA();
        } else {
            inputs.turnB();
        }
        turnsA = !turnsA;
        turned = 1 - turned;
    }

    /** Goes on only where nothing but the order of summing can explain the difference. */
    private void excuse(Difference difference, Kept product) {
        WrongProductException wrong = wrong(product, inWords(difference, product.c));
        try {
            refuse(ProductCheck.spotCheck(inputs, product.c, System.nanoTime()));
            if (!isAnotherOrder()) {
                throw wrong;
            }
        } catch (BackendException e) {
            if (e != wrong) {
                wrong.addSuppressed(e);
            }
            throw wrong;
        }
        bound = Optional.of(new BoundCheck(inputs));
    }

    /** Of a batch, what differs in the first of its products that does. */
    private String inWords(Difference difference, Matrix c) {
        if (inputs.batch() == 1) {
            return difference.inWords();
        }
        int m = inputs.shape().m();
        int first = difference.firstRow() / m;
        int last = difference.lastRow() / m;
        String ofFirst = Difference.between(
                        inputs.slice(c, first),
                        inputs.slice(checked[turned], first),
                        inputs.slice(checked[1 - turned], first))
                .orElseThrow()
                .inWords();
        return "product %d of %d: %s%s"
                .formatted(
                        first + 1,
                        inputs.batch(),
                        ofFirst,
                        last == first ? "" : "; products up to %d differ, too".formatted(last + 1));
    }

    private boolean isAnotherOrder() {
        Inputs integers = Inputs.integers(inputs.shape(), inputs.precision(), seed + 1);
        SplittableRandom random = new SplittableRandom();
        long start = System.nanoTime();
        Map<String, Integer> times = new HashMap<>(); // that each C came out
        int most = 0;
        int products = 0;
        for (int i = 0; i < MOST_TELLING_PRODUCTS && (System.nanoTime() - start) * NANO < MOST_TELLING_SECONDS; i++) {
            if (random.nextBoolean()) {
                try (Product product = computed(integers)) {
                    ProductChecks.exact(integers, product.result());
                }
                continue;
            }
            try (Product product = computed(inputs)) {
                Matrix again = product.result();
                refuse(ProductCheck.spotCheck(inputs, again, System.nanoTime()));
                most = Math.max(most, times.merge(Digest.of(again), 1, Integer::sum));
            }
            products++;
            if (products - most == TELLING_DIFFERENCES) {
                return true;
            }
        }
        return false;
    }

    private record Kept(Matrix c, int turned, int sample, long nanoTime) {}
}
