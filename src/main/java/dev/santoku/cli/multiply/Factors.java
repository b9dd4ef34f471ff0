package dev.santoku.cli.multiply;

import dev.santoku.cli.terminal.CommandException;
import dev.santoku.diagnosis.FileErrors;
import dev.santoku.matrix.Precision;
import dev.santoku.matrix.file.Block;
import dev.santoku.matrix.file.Blocks;
import dev.santoku.matrix.file.MatrixFileException;
import dev.santoku.matrix.file.MatrixFiles;
import dev.santoku.matrix.file.StoredMatrix;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A and B.
 *
 * @param precision both are rounded to that
 */
record Factors(StoredMatrix a, StoredMatrix b, Precision precision) {
    /** @param folder for what has to be converted first, if there is one */
    static Factors of(MultiplyOptions options, Optional<Path> folder) throws CommandException {
        if (options.random().isPresent()) {
            List<Integer> sides = options.random().get();
            Precision precision = options.precision().orElse(Precision.F32);
            return new Factors(
                    StoredMatrix.random(sides.get(0), sides.get(2), precision, options.seed() + 1),
                    StoredMatrix.random(sides.get(2), sides.get(1), precision, options.seed() + 2),
                    precision);
        }
        StoredMatrix a = open(options.factors().get(0), folder);
        StoredMatrix b = open(options.factors().get(1), folder);
        try {
            Precision common = MatrixFiles.ofProduct(a, b);
            return new Factors(a, b, options.precision().orElse(common));
        } catch (MatrixFileException e) {
            throw CommandException.usage(e.getMessage());
        }
    }

    /** @param folder for what has to be converted first, if there is one */
    static StoredMatrix open(String name, Optional<Path> folder) throws CommandException {
        if (folder.isEmpty() && MatrixFiles.isMatrixMarket(name)) {
            throw CommandException.usage(
                    "%s: it is made dense beside C: name a C without a scheme, in a folder that all nodes see"
                            .formatted(name));
        }
        try {
            return MatrixFiles.open(name, folder.orElse(Path.of("")));
        } catch (MatrixFileException e) {
            throw CommandException.usage("%s: %s".formatted(name, e.getMessage()));
        } catch (IOException e) {
            throw CommandException.usage("%s cannot be read (%s)".formatted(name, FileErrors.inWords(e)));
        }
    }

    /** The blocks of C, where there is so much memory. */
    List<Block> cut(long memory) throws CommandException {
        try {
            return Blocks.of(a, b, precision.bytes(), memory);
        } catch (MatrixFileException e) {
            throw CommandException.usage(e.getMessage());
        }
    }

    double operations() {
        return 2.0 * a.rows() * a.columns() * b.columns();
    }
}
