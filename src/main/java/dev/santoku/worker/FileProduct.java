package dev.santoku.worker;

import dev.santoku.backend.Multiplier;
import dev.santoku.backend.Product;
import dev.santoku.matrix.Inputs;
import dev.santoku.matrix.Matrix;
import dev.santoku.matrix.Precision;
import dev.santoku.matrix.ProductCheck;
import dev.santoku.matrix.file.Block;
import dev.santoku.matrix.file.StoredMatrix;
import java.io.IOException;
import java.security.SecureRandom;
import java.util.Optional;

/** Multiplies matrices that lie in files, block of C by block. The panel of B stays for the blocks below. */
final class FileProduct {
    private final SecureRandom random = new SecureRandom();
    private Matrix panel;
    private int column = -1;

    Answer multiply(Multiplier multiplier, Request.MultiplyBlock request) {
        Block block = request.block();
        if (column != block.column()) {
            panel = null; // the old one goes first: both may not fit
            panel = read(
                    "B",
                    request.b(),
                    new Block(0, request.b().rows(), block.column(), block.columns()),
                    request.precision());
            column = block.column();
        }
        Matrix a = read(
                "A",
                request.a(),
                new Block(block.row(), block.rows(), 0, request.a().columns()),
                request.precision());
        long start = System.nanoTime();
        try (Product product = multiplier.prepare(a, panel)) {
            product.compute();
            Matrix c = product.result();
            double seconds = (System.nanoTime() - start) / 1e9;
            if (request.verify()) {
                verify(new Inputs(a, panel), c);
            }
            if (request.c() != null) {
                request.c().write(block, c);
            }
            return new Answer.Multiplied(seconds, product.ranOn());
        } catch (IOException e) {
            throw FileProblem.output(e);
        }
    }

    private static Matrix read(String name, StoredMatrix matrix, Block block, Precision precision) {
        try {
            return matrix.read(block, precision);
        } catch (IOException e) {
            throw FileProblem.input(name, e);
        }
    }

    /** With vectors that nobody can foresee; to the bit where all sums are exact integers. */
    private void verify(Inputs inputs, Matrix c) {
        Extent a = Extent.of(inputs.a());
        Extent b = Extent.of(inputs.b());
        double largestSum = a.largest * b.largest * inputs.a().columns();
        if (!(largestSum <= (c.precision() == Precision.F64 ? Double.MAX_VALUE : Float.MAX_VALUE))) {
            String why = Double.isFinite(a.largest) && Double.isFinite(b.largest)
                    ? "sums may overflow %s".formatted(c.precision().label())
                    : "the factors hold NaN or infinity in %s"
                            .formatted(inputs.precision().label());
            throw FileProblem.input(
                    why + ", so the product cannot be verified: leave out --verify, or mend the factors");
        }
        boolean exact = a.integers && b.integers && largestSum <= c.precision().exactLimit();
        // Sums of i8 beyond the exact range are rounded as those of f32 are.
        Inputs stored = new Inputs(inputs.a().stored(), inputs.b().stored());
        Inputs bounded = inputs.precision() == Precision.I8 ? stored : inputs;
        Optional<String> complaint = exact
                ? ProductCheck.exact(inputs, c, random.nextLong())
                : ProductCheck.spotCheck(bounded, c, random.nextLong()).complaint();
        complaint.ifPresent(words -> {
            throw new WrongProductException(words);
        });
    }

    /**
     * What a matrix holds.
     *
     * @param largest magnitude; NaN where there is one
     * @param integers whether all are
     */
    private record Extent(double largest, boolean integers) {
        static Extent of(Matrix matrix) {
            double largest = 0;
            boolean integers = true;
            for (int row = 0; row < matrix.rows(); row++) {
                for (int j = 0; j < matrix.columns(); j++) {
                    double element = matrix.at(row, j);
                    largest = Math.max(largest, Math.abs(element));
                    integers &= element == Math.rint(element);
                }
            }
            return new Extent(largest, integers);
        }
    }
}
