package dev.santoku.worker;

import dev.santoku.backend.BackendException;
import dev.santoku.backend.Multiplier;
import dev.santoku.backend.Product;
import dev.santoku.backend.WrongProductException;
import dev.santoku.matrix.Inputs;
import dev.santoku.matrix.Matrix;
import dev.santoku.matrix.ProductCheck;

/** What a product must show before its time counts. */
final class ProductChecks {
    private ProductChecks() {}

    /**
     * That a product of integers is right to the bit. The vector of Freivalds' check is drawn from the clock: no kernel can
     * be right for one seed alone.
     *
     * @return the product
     * @throws WrongProductException when it is not
     */
    static Matrix exact(Inputs integers, Matrix c) {
        ProductCheck.exact(integers, c, System.nanoTime()).ifPresent(complaint -> {
            throw new WrongProductException(complaint);
        });
        return c;
    }

    /**
     * That it was computed where it was asked for.
     *
     * @throws BackendException when it was not
     */
    static void ranOn(Multiplier asked, Product product) {
        String ran = product.ranOn();
        if (!asked.isOwn(ran)) {
            throw new BackendException("asked for %s, it ran on %s: not its time"
                    .formatted(asked.device().name(), ran));
        }
    }
}
