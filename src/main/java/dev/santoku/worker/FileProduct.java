package dev.santoku.worker;

import dev.santoku.backend.Multiplier;
import dev.santoku.backend.Product;
import dev.santoku.backend.WrongProductException;
import dev.santoku.matrix.Inputs;
import dev.santoku.matrix.Matrix;
import dev.santoku.matrix.Precision;
import dev.santoku.matrix.file.Block;
import dev.santoku.matrix.file.StoredBlock;
import dev.santoku.matrix.file.StoredMatrix;
import java.io.IOException;
import java.nio.file.Path;

/** Multiplies matrices that lie in files, block of C by block. The panel of B stays for the blocks below. */
final class FileProduct {
    private final BlockVerification verification = new BlockVerification();
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
            StoredBlock written = request.to() == null ? null : StoredBlock.write(Path.of(request.to()), block, c);
            return new Answer.Multiplied(seconds, product.ranOn(), written);
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

    private void verify(Inputs inputs, Matrix c) {
        BlockVerification.Verdict verdict = verification.judge(inputs, c);
        if (verdict.state() == BlockVerification.State.UNKNOWN) {
            throw FileProblem.input(verdict.words());
        } else if (verdict.state() == BlockVerification.State.WRONG) {
            throw new WrongProductException(verdict.words());
        }
    }
}
