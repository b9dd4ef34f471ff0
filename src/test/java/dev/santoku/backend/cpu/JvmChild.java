package dev.santoku.backend.cpu;

import dev.santoku.backend.Backend;
import dev.santoku.backend.BackendException;
import dev.santoku.backend.Device;
import dev.santoku.backend.Multiplier;
import dev.santoku.backend.OpenOptions;
import dev.santoku.backend.Product;
import dev.santoku.backend.Variant;
import dev.santoku.matrix.Digest;
import dev.santoku.matrix.Inputs;
import dev.santoku.matrix.Precision;
import dev.santoku.matrix.ProductCheck;
import dev.santoku.matrix.Shape;
import java.util.List;

/** Says what a JVM can do: its default variants, why {@code vector} does not open, and whether products are right. */
final class JvmChild {
    private static final List<Shape> SHAPES = List.of(
            new Shape(1, 1, 1),
            new Shape(37, 129, 40),
            new Shape(64, 64, 64),
            new Shape(150, 1, 70),
            new Shape(61, 130, 300));

    private JvmChild() {}

    public static void main(String[] arguments) {
        for (int threads : new int[] {1, 3, 5}) {
            Backend backend = threads == 1 ? new SingleBackend() : new PoolBackend();
            Variant variant = backend.defaultVariant(Device.cpu());
            System.out.printf("%s on %d: default %s%n", backend.id(), threads, variant.id());
            try (Multiplier multiplier = backend.open(Device.cpu(), variant, new OpenOptions(threads))) {
                check(multiplier);
                multiplier.awaitCompiler(); // from now on by other kernels
                check(multiplier);
            }
        }
        Backend backend = new SingleBackend();
        System.out.println(
                "then the default is " + backend.defaultVariant(Device.cpu()).id());
        Variant vector = backend.variants().get(backend.variants().size() - 1);
        try (Multiplier multiplier = backend.open(Device.cpu(), vector, OpenOptions.defaults())) {
            System.out.println("vector opens on " + multiplier.device().id());
        } catch (BackendException e) {
            System.out.println("vector is refused: " + e.getMessage());
        }
    }

    private static void check(Multiplier multiplier) {
        for (Precision precision : List.of(Precision.F32, Precision.F64)) {
            for (Shape shape : SHAPES) {
                Inputs integers = Inputs.integers(shape, precision, 7);
                try (Product product = multiplier.prepare(integers.a(), integers.b())) {
                    for (int again = 0; again < 2; again++) {
                        product.poison();
                        product.compute();
                        ProductCheck.exact(integers, product.result(), 1).ifPresent(complaint -> {
                            throw new AssertionError(shape + ": " + complaint);
                        });
                    }
                }
            }
            Inputs inputs = Inputs.uniform(new Shape(61, 130, 530), precision, 7);
            try (Product product = multiplier.prepare(inputs.a(), inputs.b())) {
                product.compute();
                System.out.printf("%s %s on %s%n", precision, Digest.of(product.result()), product.ranOn());
            }
        }
    }
}
