package dev.santoku.cluster.mllib;

import dev.santoku.backend.Backend;
import dev.santoku.backend.Backends;
import dev.santoku.backend.Device;
import dev.santoku.backend.Multiplier;
import dev.santoku.backend.Product;
import dev.santoku.backend.UnsupportedProductException;
import dev.santoku.cluster.LocalSpark;
import dev.santoku.matrix.Inputs;
import dev.santoku.matrix.Matrix;
import dev.santoku.matrix.Precision;
import dev.santoku.matrix.ProductCheck;
import dev.santoku.matrix.Shape;
import java.util.List;

/**
 * Tests MLlib's contender, which Maven does not compile: {@code cluster-test.sh} compiles this and runs it, with Spark in the same
 * JVM. It exits with 1 where something is not as it must be.
 */
final class MllibCheck {
    private static final long SEED = 20_260_403;
    private static final List<Shape> SHAPES = List.of(
            new Shape(1, 1, 1),
            new Shape(1, 1, 97),
            new Shape(1, 53, 29),
            new Shape(59, 1, 31),
            new Shape(6, 7, 14),
            new Shape(7, 8, 13),
            new Shape(67, 31, 71),
            new Shape(11, 3, 23, 4));

    private MllibCheck() {}

    /** Runs all; exits with 0 where all is right. */
    public static void main(String[] arguments) {
        try {
            check();
        } catch (RuntimeException | AssertionError e) {
            e.printStackTrace();
            System.exit(1); // threads of Spark may live on
        }
        System.out.println("mllib is right");
        System.exit(0);
    }

    private static void check() {
        Backend backend = Backends.byId("mllib").orElseThrow();
        require(backend.yardstick() && backend.variants().size() == 6, "its variants");
        Device device = backend.probe().devices().get(0);
        require(backend.defaultVariant(device).id().equals("b1024"), "its default");
        // Blocks as small as those of no variant: odd shapes have several, and some of them are not whole.
        for (int splits = 1; splits <= 2; splits++) {
            Multiplier multiplier = new MllibMultiplier(device, LocalSpark.engine(), 7, splits);
            try (multiplier) {
                for (Shape shape : SHAPES) {
                    isExact(multiplier, shape, splits);
                }
                nanStaysInItsRow(multiplier);
                refusesFloats(multiplier);
            }
        }
    }

    private static void isExact(Multiplier multiplier, Shape shape, int splits) {
        Inputs inputs = Inputs.integers(shape, Precision.F64, SEED);
        try (Product product = multiplier.prepare(inputs.a(), inputs.b(), shape.batch())) {
            product.poison();
            require(Double.isNaN(product.result().at(0, 0)), "poison");
            for (int run = 0; run < 2; run++) {
                product.compute();
                ProductCheck.exact(inputs, product.result(), SEED).ifPresent(complaint -> {
                    throw new AssertionError("%s in %d splits: %s".formatted(shape, splits, complaint));
                });
            }
            require(multiplier.isOwn(product.ranOn()), "where it ran");
        }
    }

    private static void nanStaysInItsRow(Multiplier multiplier) {
        Inputs inputs = Inputs.integers(new Shape(15, 9, 22), Precision.F64, SEED);
        inputs.a().set(8, 21, Double.NaN);
        Matrix c = multiplier.multiply(inputs.a(), inputs.b());
        for (int row = 0; row < 15; row++) {
            for (int column = 0; column < 9; column++) {
                require(Double.isNaN(c.at(row, column)) == (row == 8), "NaN at (%d, %d)".formatted(row, column));
            }
        }
    }

    private static void refusesFloats(Multiplier multiplier) {
        Inputs inputs = Inputs.integers(new Shape(3, 4, 5), Precision.F32, SEED);
        try {
            multiplier.multiply(inputs.a(), inputs.b());
        } catch (UnsupportedProductException e) {
            require(e.getMessage().equals("MLlib's BlockMatrix computes in f64 only"), e.getMessage());
            return;
        }
        throw new AssertionError("it computed floats");
    }

    private static void require(boolean condition, String what) {
        if (!condition) {
            throw new AssertionError("not as it must be: " + what);
        }
    }
}
