package dev.santoku.matrix.file;

import dev.santoku.matrix.Precision;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** NumPy's files: versions 1 to 3 of the header, two dimensions, {@code <f4} or {@code <f8}, C or Fortran order. */
public final class Npy {
    private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};
    private static final int ALIGNMENT = 64;
    private static final int MOST_HEADER = 1 << 16;
    private static final Pattern TYPE = Pattern.compile("'descr'\\s*:\\s*'([^']{0,40})'");
    private static final Pattern ORDER = Pattern.compile("'fortran_order'\\s*:\\s*(True|False)");
    private static final Pattern DIMENSIONS = Pattern.compile("'shape'\\s*:\\s*\\(([0-9, ]{0,80})\\)");

    private Npy() {}

    /**
     * Reads the header; the elements stay in the file.
     *
     * @param path of the file in its place
     * @throws MatrixFileException when it is no such file, or ends before its last element
     */
    static StoredMatrix open(String path, FilePlace place) throws IOException {
        long size = place.size(path);
        try (InputStream stream = place.open(path)) {
            StoredMatrix matrix = readHeader(stream, path);
            if (size < matrix.end()) {
                throw new MatrixFileException(
                        "it is truncated: %d bytes of %d are there".formatted(size, matrix.end()));
            }
            return matrix;
        }
    }

    private static StoredMatrix readHeader(InputStream stream, String path) throws IOException {
        byte[] start = stream.readNBytes(8);
        if (start.length < 8 || !Arrays.equals(start, 0, 6, MAGIC, 0, 6)) {
            throw new MatrixFileException("it does not begin as a .npy file does");
        }
        if (start[6] < 1 || start[6] > 3) {
            throw new MatrixFileException("its header has version %d: versions 1 to 3 are known".formatted(start[6]));
        }
        int digits = start[6] == 1 ? 2 : 4;
        byte[] length = Arrays.copyOf(stream.readNBytes(digits), 4);
        int bytes = ByteBuffer.wrap(length).order(ByteOrder.LITTLE_ENDIAN).getInt();
        if (bytes < 0 || bytes > MOST_HEADER) {
            throw new MatrixFileException("its header is too long to be one of a matrix");
        }
        byte[] header = stream.readNBytes(bytes);
        if (header.length < bytes) {
            throw new MatrixFileException("it ends within its header: it is truncated");
        }
        return parse(path, new String(header, StandardCharsets.UTF_8), 8L + digits + bytes);
    }

    private static StoredMatrix parse(String path, String header, long offset) throws IOException {
        String type = find(TYPE, header, "type of elements");
        Precision precision =
                switch (type) {
                    case "<f4" -> Precision.F32;
                    case "<f8" -> Precision.F64;
                    case ">f4", ">f8" ->
                        throw new MatrixFileException("its elements are big-endian ('%s'): save a.astype('<%s')"
                                .formatted(type, type.substring(1)));
                    default ->
                        throw new MatrixFileException(
                                "its elements are '%s': float32 or float64 is wanted, as of a.astype('<f8')"
                                        .formatted(type));
                };
        String[] sides =
                find(DIMENSIONS, header, "shape").replaceAll("[ ]|,[ ]*$", "").split(",", -1);
        if (sides.length != 2) {
            throw new MatrixFileException("it has %s: a matrix has 2"
                    .formatted(
                            sides[0].isEmpty()
                                    ? "no dimension"
                                    : sides.length == 1 ? "1 dimension" : sides.length + " dimensions"));
        }
        return new StoredMatrix(
                path,
                offset,
                MatrixFiles.side(sides[0]),
                MatrixFiles.side(sides[1]),
                precision,
                find(ORDER, header, "order").equals("True"),
                0);
    }

    private static String find(Pattern pattern, String header, String what) throws MatrixFileException {
        Matcher matcher = pattern.matcher(header);
        if (!matcher.find()) {
            throw new MatrixFileException("its header names no %s of a matrix".formatted(what));
        }
        return matcher.group(1);
    }

    /** The header of a matrix in C order, padded as NumPy does. */
    public static byte[] header(int rows, int columns, Precision precision) {
        String text = "{'descr': '<f%d', 'fortran_order': False, 'shape': (%d, %d), }"
                .formatted(precision.bytes(), rows, columns);
        int prefix = MAGIC.length + 4;
        int length = (prefix + text.length() + 1 + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT - prefix;
        return ByteBuffer.allocate(prefix + length)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put(MAGIC)
                .put((byte) 1)
                .put((byte) 0)
                .putShort((short) length)
                .put((text + " ".repeat(length - text.length() - 1) + "\n").getBytes(StandardCharsets.US_ASCII))
                .array();
    }
}
