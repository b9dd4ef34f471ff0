package dev.santoku.peers;

import dev.santoku.backend.Backend;
import dev.santoku.backend.Backends;
import dev.santoku.backend.Device;
import dev.santoku.backend.Multiplier;
import dev.santoku.backend.OpenOptions;
import dev.santoku.backend.Product;
import dev.santoku.matrix.Inputs;
import dev.santoku.matrix.Precision;
import dev.santoku.matrix.ProductCheck;
import dev.santoku.matrix.Shape;

/**
 * Multiplies once. Prints when its main method began, in milliseconds since 1970, and the nanoseconds from asking for the
 * back end to the end of the product; drawing the inputs does not count.
 */
final class FirstProductChild {
    private FirstProductChild() {}

    /** Arguments: back end, precision, side, threads. */
    public static void main(String[] arguments) {
        long began = System.currentTimeMillis();
        Inputs inputs = Inputs.uniform(Shape.parse(arguments[2]), Precision.parse(arguments[1]), 1);
        OpenOptions options = new OpenOptions(Integer.parseInt(arguments[3]));
        long start = System.nanoTime();
        Backend backend = Backends.byId(arguments[0]).orElseThrow();
        Device device = backend.probe().devices().get(0);
        try (Multiplier multiplier = backend.open(device, backend.defaultVariant(device), options);
                Product product = multiplier.prepare(inputs.a(), inputs.b())) {
            product.compute();
            long end = System.nanoTime();
            ProductCheck.spotCheck(inputs, product.result(), 1).complaint().ifPresent(complaint -> {
                throw new IllegalStateException(complaint);
            });
            System.out.println(began + " " + (end - start));
        }
    }
}
