package dev.santoku.worker;

import dev.santoku.backend.BackendException;
import dev.santoku.backend.Multiplier;
import dev.santoku.backend.Product;
import dev.santoku.diagnosis.FileErrors;
import dev.santoku.matrix.Inputs;
import dev.santoku.matrix.Matrix;
import dev.santoku.matrix.ProductCheck;
import dev.santoku.matrix.file.Block;
import java.io.IOException;
import java.security.SecureRandom;
import java.util.Optional;

/** Multiplies matrices that lie in files, block of C by block. The panel of B stays for the blocks below. */
final class FileProduct {
    private final SecureRandom random = new SecureRandom();
    private Matrix panel;
    private int column = -1;

    Answer multiply(Multiplier multiplier, Request.MultiplyBlock request) {
        try {
            Block block = request.block();
            if (column != block.column()) {
                panel = null; // the old one goes first: both may not fit
                panel = request.b()
                        .read(new Block(0, request.b().rows(), block.column(), block.columns()), request.precision());
                column = block.column();
            }
            Matrix a = request.a()
                    .read(new Block(block.row(), block.rows(), 0, request.a().columns()), request.precision());
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
            }
        } catch (IOException e) {
            throw new BackendException("a matrix cannot be read or written: " + FileErrors.reason(e), e);
        }
    }

    /** With vectors that nobody can foresee; to the bit where all sums are exact integers. */
    private void verify(Inputs inputs, Matrix c) {
        double a = largest(inputs.a());
        double b = largest(inputs.b());
        if (!Double.isFinite(a) || !Double.isFinite(b)) {
            throw new BackendException("the factors hold NaN or infinity, so their product cannot be verified:"
                    + " leave out --verify, or mend the factors");
        }
        boolean exact = a * b * inputs.a().columns() <= c.precision().exactLimit()
                && areIntegers(inputs.a())
                && areIntegers(inputs.b());
        Optional<String> complaint = exact
                ? ProductCheck.exact(inputs, c, random.nextLong())
                : ProductCheck.spotCheck(inputs, c, random.nextLong()).complaint();
        complaint.ifPresent(words -> {
            throw new WrongProductException(words);
        });
    }

    /** The largest magnitude; NaN where there is one. */
    private static double largest(Matrix matrix) {
        double largest = 0;
        for (int row = 0; row < matrix.rows(); row++) {
            for (int j = 0; j < matrix.columns(); j++) {
                largest = Math.max(largest, Math.abs(matrix.at(row, j)));
            }
        }
        return largest;
    }

    private static boolean areIntegers(Matrix matrix) {
        for (int row = 0; row < matrix.rows(); row++) {
            for (int j = 0; j < matrix.columns(); j++) {
                if (matrix.at(row, j) != Math.rint(matrix.at(row, j))) {
                    return false;
                }
            }
        }
        return true;
    }
}
