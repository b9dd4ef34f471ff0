package dev.santoku.matrix.file;

import dev.santoku.files.RegularFile;
import dev.santoku.matrix.Precision;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Opens files of matrices by the end of their names. */
public final class MatrixFiles {
    private static final Pattern RAW = Pattern.compile("(.*):(\\d{1,18})x(\\d{1,18}):(f32|f64)");

    private MatrixFiles() {}

    /**
     * Reads what stands before the elements; the elements stay in the file.
     *
     * @param name {@code FILE.npy}, {@code FILE.mtx}, {@code FOLDER.blocks}, or {@code FILE:ROWSxCOLUMNS:f32|f64} for
     *     numbers alone
     * @param folder where the elements of a Matrix Market file are kept in binary; created if need be
     * @throws MatrixFileException when it is no such file; the message says why
     * @throws IOException when it is not there or cannot be read
     */
    public static StoredMatrix open(String name, Path folder) throws IOException {
        Optional<StoredMatrix> binary = openBinary(name, new Disk());
        if (binary.isPresent()) {
            return binary.get();
        }
        RegularFile.requireRegular(Path.of(name));
        if (isMatrixMarket(name)) {
            return MatrixMarket.open(Path.of(name), folder);
        }
        throw new MatrixFileException(
                "its name must end in .npy, .mtx or .blocks, or tell a raw file's shape: FILE:ROWSxCOLUMNS:f32");
    }

    /**
     * Likewise, of a file that may lie elsewhere.
     *
     * @return empty where the name is none of a {@code .npy} file, a folder of blocks or numbers alone
     */
    public static Optional<StoredMatrix> openBinary(String name, FilePlace place) throws IOException {
        Matcher raw = RAW.matcher(name);
        if (raw.matches()) {
            long size = place.size(raw.group(1));
            StoredMatrix matrix = new StoredMatrix(
                    raw.group(1), 0, side(raw.group(2)), side(raw.group(3)), Precision.parse(raw.group(4)), false, 0);
            if (size != matrix.end()) {
                throw new MatrixFileException("it has %d bytes, and %sx%s elements of %s are %d bytes"
                        .formatted(size, raw.group(2), raw.group(3), raw.group(4), matrix.end()));
            }
            return Optional.of(matrix);
        }
        if (BlockFolder.is(name)) {
            return Optional.of(Manifest.open(BlockFolder.path(name), place));
        }
        return name.toLowerCase(Locale.ROOT).endsWith(".npy") ? Optional.of(Npy.open(name, place)) : Optional.empty();
    }

    /** Whether a name is that of a Matrix Market file. */
    public static boolean isMatrixMarket(String name) {
        return name.toLowerCase(Locale.ROOT).endsWith(".mtx");
    }

    /**
     * The precision of a product for which none is asked: f64 if a factor is, else f32.
     *
     * @throws MatrixFileException when the shapes do not fit
     */
    public static Precision ofProduct(StoredMatrix a, StoredMatrix b) throws MatrixFileException {
        if (a.columns() != b.rows()) {
            throw new MatrixFileException("A is %d×%d and B is %d×%d: A needs as many columns as B has rows"
                    .formatted(a.rows(), a.columns(), b.rows(), b.columns()));
        }
        return a.precision() == Precision.F64 || b.precision() == Precision.F64 ? Precision.F64 : Precision.F32;
    }

    /** A number of rows or columns. */
    static int side(String digits) throws MatrixFileException {
        try {
            int side = Integer.parseInt(digits);
            if (side > 0) {
                return side;
            }
        } catch (NumberFormatException e) {
            // falls through to the same words
        }
        throw new MatrixFileException(
                "a side of '%.40s' elements is not from 1 to %d".formatted(digits, Integer.MAX_VALUE));
    }
}
