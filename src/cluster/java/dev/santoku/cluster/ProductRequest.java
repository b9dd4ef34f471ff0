package dev.santoku.cluster;

import dev.santoku.matrix.Precision;
import dev.santoku.matrix.file.BlockFolder;
import dev.santoku.matrix.file.MatrixFileException;
import dev.santoku.matrix.file.MatrixFiles;
import dev.santoku.matrix.file.StoredMatrix;
import java.io.IOException;

/**
 * A product as the client asks for it, which opens no files but those of its own machine.
 *
 * @param precision null for that of the factors
 * @param backend as in {@link ProductTask}, and so are the others
 */
record ProductRequest(
        Factor a,
        Factor b,
        Precision precision,
        String backend,
        String grid,
        ProductTask.Target c,
        boolean verify,
        ProductTask.Wanted executors) {
    private static final int OWN_FAULT = 1;
    private static final int WRONG_USAGE = 2;

    /**
     * A or B.
     *
     * @param name of a file with a scheme; null where it is opened already
     * @param stored what is opened
     */
    record Factor(String name, StoredMatrix stored) {
        private StoredMatrix open(Storage storage) throws ProductFailure {
            if (name == null) {
                return stored;
            }
            try {
                return MatrixFiles.openBinary(name, storage)
                        .orElseThrow(() -> new ProductFailure(
                                WRONG_USAGE,
                                ("%s: with a scheme its name must end in .npy or .blocks, or tell a raw file's shape:"
                                                + " FILE:ROWSxCOLUMNS:f32")
                                        .formatted(name)));
            } catch (MatrixFileException e) {
                throw new ProductFailure(WRONG_USAGE, "%s: %s".formatted(name, e.getMessage()));
            } catch (IOException e) {
                throw new ProductFailure(WRONG_USAGE, "%s cannot be read (%s)".formatted(name, Storage.inWords(e)));
            }
        }
    }

    /** The product, whose factors are open and fit. C may replace a file or blocks, and no other folder. */
    ProductTask task(Storage storage) throws ProductFailure {
        requireReplaceable(storage);
        StoredMatrix left = a.open(storage);
        StoredMatrix right = b.open(storage);
        try {
            Precision common = MatrixFiles.ofProduct(left, right);
            return new ProductTask(
                    left, right, precision == null ? common : precision, backend, grid, c, verify, executors);
        } catch (MatrixFileException e) {
            throw new ProductFailure(WRONG_USAGE, e.getMessage());
        }
    }

    private void requireReplaceable(Storage storage) throws ProductFailure {
        String output = c.output();
        try {
            if (BlockFolder.is(output)) {
                new BlockFolder(output, "", storage).requireOwn();
            } else if (!output.isEmpty() && storage.isFolder(output)) {
                throw new ProductFailure(WRONG_USAGE, "-o %s: that is a folder; name a file".formatted(output));
            }
        } catch (MatrixFileException e) {
            throw new ProductFailure(WRONG_USAGE, "-o %s: %s".formatted(output, e.getMessage()));
        } catch (IOException e) {
            throw new ProductFailure(OWN_FAULT, "%s cannot be written (%s)".formatted(output, Storage.inWords(e)));
        }
    }
}
