package dev.santoku.backend.opencl.tuned;

import dev.santoku.backend.BackendException;
import dev.santoku.backend.Multiplier;
import dev.santoku.backend.Product;
import dev.santoku.backend.UnsupportedProductException;
import dev.santoku.matrix.Inputs;
import dev.santoku.matrix.Precision;
import dev.santoku.matrix.ProductCheck;
import dev.santoku.matrix.Shape;
import java.util.List;
import java.util.Optional;

/**
 * Whether a device computes small products right, to the bit: a compiler may be wrong about kernels that other compilers
 * are right about, and that no user of ours should find out first.
 */
final class SelfTest {
    /** Where one product takes longer, larger ones are left out: a simulator computes a millionth as fast as a GPU. */
    private static final double MOST_SECONDS = 0.5;

    private static final double NANO = 1e-9;

    private SelfTest() {}

    /**
     * What is wrong, in one line; empty where nothing is.
     *
     * @param shapes from small to large; those that the device has no room for are left out
     */
    static Optional<String> fault(Multiplier multiplier, Precision precision, List<Shape> shapes) {
        for (Shape shape : shapes) {
            Inputs integers = Inputs.integers(shape, precision, shape.hashCode());
            try (Product product = multiplier.prepare(integers.a(), integers.b())) {
                product.poison();
                long start = System.nanoTime();
                product.compute();
                boolean slow = (System.nanoTime() - start) * NANO > MOST_SECONDS;
                Optional<String> complaint = ProductCheck.exact(integers, product.result(), System.nanoTime());
                if (complaint.isPresent() || slow) {
                    return complaint.map(wrong -> shape + ": " + wrong);
                }
            } catch (UnsupportedProductException e) {
                // it has no room for this one
            } catch (BackendException e) {
                return Optional.of(shape + ": " + e.getMessage());
            }
        }
        return Optional.empty();
    }
}
