package dev.santoku.worker;

import dev.santoku.backend.Multiplier;
import dev.santoku.backend.Product;
import dev.santoku.backend.WrongProductException;
import dev.santoku.matrix.Difference;
import dev.santoku.matrix.Inputs;
import dev.santoku.matrix.Matrix;
import dev.santoku.matrix.ProductCheck;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Two products of one size, of inputs and of the same turned, which stay prepared and are computed in turn: only computing is timed. Once
 * they are checked, every product that is timed is verified to the bit, outside the clock, and its C is poisoned. One
 * thread at a time.
 */
final class TrialProducts implements AutoCloseable {
    private static final double NANO = 1e-9;

    private final Multiplier multiplier;
    private final List<Inputs> inputs;
    private final List<Product> products = new ArrayList<>();
    private final List<Matrix> checked = new ArrayList<>();
    private int turn;

    /** @param inputs two pairs, the second of which is the first {@link Inputs#turned()} */
    TrialProducts(Multiplier multiplier, List<Inputs> inputs) {
        this(multiplier, inputs, List.of());
    }

    /**
     * Products of which it is known what must come out.
     *
     * @param inputs two pairs, the second of which is the first {@link Inputs#turned()}
     * @param known the checked product of each; not modified
     */
    TrialProducts(Multiplier multiplier, List<Inputs> inputs, List<Matrix> known) {
        this.multiplier = multiplier;
        this.inputs = inputs;
        this.checked.addAll(known);
        try {
            inputs.forEach(factors -> products.add(multiplier.prepare(factors.a(), factors.b())));
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    /**
     * Computes both once more, on their own, and checks them: what is timed from now on must be the same to the bit.
     *
     * @throws WrongProductException when one is out of the error bound
     */
    void check() {
        for (Inputs factors : inputs) {
            try (Product product = multiplier.prepare(factors.a(), factors.b())) {
                product.poison();
                product.compute();
                ProductChecks.ranOn(multiplier, product);
                Matrix c = product.result();
                ProductCheck.spotCheck(factors, c, System.nanoTime())
                        .complaint()
                        .ifPresent(complaint -> {
                            throw new WrongProductException(factors.shape() + ": " + complaint);
                        });
                checked.add(c);
            }
        }
    }

    /** Computes once, and waits for all that is compiled because of it. */
    void warmUp() {
        time(1);
        multiplier.awaitCompiler();
    }

    /**
     * Seconds of computing one product, the mean of several.
     *
     * @throws WrongProductException when one differs from the checked one
     */
    double time(int repeats) {
        long nanos = 0;
        for (int i = 0; i < repeats; i++) {
            nanos += compute();
            if (!checked.isEmpty()) {
                difference(result()).ifPresent(difference -> {
                    throw new WrongProductException("%s: right when checked, wrong when timed: %s"
                            .formatted(inputs.get(turn).shape(), difference.inWords()));
                });
                turn();
            } else {
                turn = 1 - turn;
            }
        }
        return nanos * NANO / repeats;
    }

    /** Computes the one whose turn it is; returns the nanoseconds. */
    long compute() {
        Product product = products.get(turn);
        long start = System.nanoTime();
        product.compute();
        return System.nanoTime() - start;
    }

    /** Downloads what was computed last. */
    Matrix result() {
        ProductChecks.ranOn(multiplier, products.get(turn));
        return products.get(turn).result();
    }

    /** How the last {@link #result()} differs from what was checked; empty where all bits agree. */
    Optional<Difference> difference(Matrix c) {
        return Difference.between(c, checked.get(turn), checked.get(1 - turn));
    }

    /** Whether all its bits are those that were checked: quicker than to tell how they differ. */
    boolean agrees(Matrix c) {
        return Difference.agree(c, checked.get(turn));
    }

    /** The other one's turn; what was computed last is poisoned. */
    void turn() {
        products.get(turn).poison();
        turn = 1 - turn;
    }

    /**
     * The other one's turn; what was computed last is prepared anew, from the inputs in the host's memory. A bit that
     * flipped in the device's copy of A or B makes one product wrong, and not all that follow.
     */
    void renew() {
        products.get(turn).close();
        products.set(
                turn, multiplier.prepare(inputs.get(turn).a(), inputs.get(turn).b()));
        turn();
    }

    @Override
    public void close() {
        products.forEach(Product::close);
    }
}
