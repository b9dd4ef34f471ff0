package dev.santoku.matrix.file;

import dev.santoku.files.RegularFile;
import dev.santoku.matrix.Precision;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Opens files of matrices by the end of their names. */
public final class MatrixFiles {
    private static final Pattern RAW = Pattern.compile("(.*):(\\d{1,18})x(\\d{1,18}):(f32|f64)");

    private MatrixFiles() {}

    /**
     * Reads what stands before the elements; the elements stay in the file.
     *
     * @param name {@code FILE.npy}, {@code FILE.mtx}, or {@code FILE:ROWSxCOLUMNS:f32|f64} for numbers alone
     * @param folder where the elements of a Matrix Market file are kept in binary; created if need be
     * @throws MatrixFileException when it is no such file; the message says why
     * @throws IOException when it is not there or cannot be read
     */
    public static StoredMatrix open(String name, Path folder) throws IOException {
        Matcher raw = RAW.matcher(name);
        if (raw.matches()) {
            Path file = Path.of(raw.group(1));
            RegularFile.requireRegular(file);
            StoredMatrix matrix = new StoredMatrix(
                    file.toString(),
                    0,
                    side(raw.group(2)),
                    side(raw.group(3)),
                    Precision.parse(raw.group(4)),
                    false,
                    0);
            if (Files.size(file) != matrix.end()) {
                throw new MatrixFileException("it has %d bytes, and %sx%s elements of %s are %d bytes"
                        .formatted(Files.size(file), raw.group(2), raw.group(3), raw.group(4), matrix.end()));
            }
            return matrix;
        }
        Path file = Path.of(name);
        RegularFile.requireRegular(file);
        String lower = name.toLowerCase(Locale.ROOT);
        if (lower.endsWith(".npy")) {
            return Npy.open(file);
        } else if (lower.endsWith(".mtx")) {
            return MatrixMarket.open(file, folder);
        }
        throw new MatrixFileException(
                "its name must end in .npy or .mtx, or tell a raw file's shape: FILE:ROWSxCOLUMNS:f32");
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
