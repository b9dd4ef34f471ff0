package dev.santoku.measure.worker;

import dev.santoku.backend.Multiplier;
import dev.santoku.backend.Product;
import dev.santoku.matrix.Difference;
import dev.santoku.matrix.Inputs;
import dev.santoku.matrix.Matrix;
import dev.santoku.matrix.ProductCheck;
import java.util.ArrayList;
import java.util.List;

/**
 * Two products of one size, A·B and (−A)·B, which stay prepared and are computed in turn: only computing is timed. Once
 * they are checked, every product that is timed is verified to the bit, outside the clock, and its C is poisoned.
 */
final class TrialProducts implements AutoCloseable {
    private static final double NANO = 1e-9;

    private final Multiplier multiplier;
    private final List<Inputs> inputs;
    private final List<Product> products = new ArrayList<>();
    private final List<Matrix> checked = new ArrayList<>();
    private int turn;

    /** @param inputs two pairs, the second of which is the first {@link Inputs#negated()} */
    TrialProducts(Multiplier multiplier, List<Inputs> inputs) {
        this.multiplier = multiplier;
        this.inputs = inputs;
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
                Proof.ranOn(multiplier.device(), product);
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

    /**
     * Seconds of computing one product, the mean of several.
     *
     * @throws WrongProductException when one differs from the checked one
     */
    double time(int repeats) {
        long nanos = 0;
        for (int i = 0; i < repeats; i++) {
            Product product = products.get(turn);
            long start = System.nanoTime();
            product.compute();
            nanos += System.nanoTime() - start;
            if (!checked.isEmpty()) {
                verify(product);
            }
            turn = 1 - turn;
        }
        return nanos * NANO / repeats;
    }

    private void verify(Product product) {
        Proof.ranOn(multiplier.device(), product);
        Difference.between(product.result(), checked.get(turn), checked.get(1 - turn))
                .ifPresent(difference -> {
                    throw new WrongProductException("%s: right when checked, wrong when timed: %s"
                            .formatted(product.shape(), difference.inWords()));
                });
        product.poison();
    }

    @Override
    public void close() {
        products.forEach(Product::close);
    }
}
