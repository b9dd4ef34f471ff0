package dev.santoku.measure.worker;

import dev.santoku.backend.BackendException;
import dev.santoku.backend.Multiplier;
import dev.santoku.backend.Product;
import dev.santoku.matrix.BoundCheck;
import dev.santoku.matrix.Difference;
import dev.santoku.matrix.Inputs;
import dev.santoku.matrix.Matrix;
import dev.santoku.matrix.ProductCheck;
import dev.santoku.measure.Verified;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * Holds every product of random inputs to the one that was checked, bit for bit, outside the clock. A device that goes
 * wrong late, rarely and silently is found out (P. H. Hochschild et al., Cores that don't count, HotOS 2021).
 *
 * <p>After each product the sign of all of A turns, or that of all of B: C turns its sign each time, and one that is left
 * over from the product before is wrong in every element. Magnitudes stay, and so does the work. C on the device is
 * poisoned, so that one which is never computed shows.
 *
 * <p>Some libraries sum in another order each time. That is found out, never assumed: the product must lie within the error
 * bound, and when it and products of integers are computed again in random order, it must differ several times more while
 * all of the integers are exact, which no order of summing spoils. A fault that comes and goes hits both alike. From then on
 * each product is held to the error bound.
 */
final class Verification {
    /** Products that must differ while those of integers are exact: 2⁻¹⁰ is the chance of a fault to pass for an order. */
    private static final int TELLING_DIFFERENCES = 10;

    private static final int MOST_TELLING_PRODUCTS = 128;
    private static final double MOST_TELLING_SECONDS = 10;

    private static final double NANO = 1e-9;

    private final Multiplier multiplier;
    private final Inputs inputs;
    private final long seed;
    private final Matrix[] checked;
    private final ProductCheck.Bounded firstCheck;
    private final String ranOn;
    private final long checkedAt;
    private Optional<BoundCheck> bound = Optional.empty();
    private int sign;
    private boolean turnsA = true;
    private long products;
    private long nanos;

    /**
     * Computes and checks the products that later ones are held to, one of each sign.
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
            Matrix plus = product.result();
            firstCheck = ProductCheck.bounded(inputs, plus, seed);
            refuse(firstCheck);
            ranOn = product.ranOn();
            checked = new Matrix[] {plus, plus};
        }
        turn();
        try (Product product = computed(inputs)) {
            checked[1] = product.result();
            refuse(ProductCheck.spotCheck(inputs, checked[1], seed));
        }
        checkedAt = System.nanoTime();
    }

    private Product computed(Inputs factors) {
        Product product = multiplier.prepare(factors.a(), factors.b());
        try {
            product.poison();
            product.compute();
            Proof.ranOn(multiplier.device(), product);
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
     * Verifies a product of the inputs as they are, poisons its C and turns the inputs for the next one.
     *
     * @param sample from 1; 0 while warming up
     * @throws WrongProductException when it is wrong
     */
    void verify(Product product, Matrix c, int sample) {
        long start = System.nanoTime();
        products++;
        if (bound.isPresent()) {
            bound.get().complaint(inputs, c, start).ifPresent(complaint -> {
                throw wrong(sample, complaint);
            });
        } else {
            Difference.between(c, checked[sign], checked[1 - sign])
                    .ifPresent(difference -> excuse(difference, c, sample));
        }
        product.poison();
        turn();
        nanos += System.nanoTime() - start;
    }

    /** The inputs as they are, and the same with the other sign. */
    List<Inputs> inputsOfBothSigns() {
        return List.of(inputs, inputs.negated());
    }

    /** The checked products of {@link #inputsOfBothSigns()}; not to be modified. */
    List<Matrix> checkedOfBothSigns() {
        return List.of(checked[sign], checked[1 - sign]);
    }

    private WrongProductException wrong(int sample, String complaint) {
        return new WrongProductException("right when checked, wrong %s, %.1f s later: %s"
                .formatted(
                        sample == 0 ? "while warming up" : "in sample " + sample,
                        (System.nanoTime() - checkedAt) * NANO,
                        complaint));
    }

    private void turn() {
        (turnsA ? inputs.a() : inputs.b()).negate();
        turnsA = !turnsA;
        sign = 1 - sign;
    }

    /** Goes on only where nothing but the order of summing can explain the difference. */
    private void excuse(Difference difference, Matrix c, int sample) {
        WrongProductException wrong = wrong(sample, difference.inWords());
        try {
            refuse(ProductCheck.spotCheck(inputs, c, System.nanoTime()));
            if (!isAnotherOrder()) {
                throw wrong;
            }
        } catch (WrongProductException | BackendException e) {
            if (e != wrong) {
                wrong.addSuppressed(e);
            }
            throw wrong;
        }
        bound = Optional.of(new BoundCheck(inputs));
    }

    private boolean isAnotherOrder() {
        Inputs integers = Inputs.integers(inputs.shape(), inputs.precision(), seed + 1);
        SplittableRandom random = new SplittableRandom();
        long start = System.nanoTime();
        int differences = 0;
        for (int i = 0; i < MOST_TELLING_PRODUCTS && (System.nanoTime() - start) * NANO < MOST_TELLING_SECONDS; i++) {
            if (random.nextBoolean()) {
                try (Product product = computed(integers)) {
                    Proof.exact(integers, product.result());
                }
            } else if (differs() && ++differences == TELLING_DIFFERENCES) {
                return true;
            }
        }
        return false;
    }

    private boolean differs() {
        try (Product product = computed(inputs)) {
            Matrix again = product.result();
            if (Difference.between(again, checked[sign], checked[1 - sign]).isEmpty()) {
                return false;
            }
            refuse(ProductCheck.spotCheck(inputs, again, System.nanoTime()));
            return true;
        }
    }
}
