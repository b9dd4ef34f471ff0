package dev.santoku.matrix.file;

import dev.santoku.matrix.Precision;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Locale;
import java.util.StringTokenizer;

/**
 * Matrix Market's files, array and coordinate, made dense: elements that are not named are 0, and those named twice are added up.
 *
 * <p>Source: R. Boisvert, R. Pozo, K. Remington, The Matrix Market exchange formats, NISTIR 5935, 1996.
 */
final class MatrixMarket implements AutoCloseable {
    private final BufferedReader reader;
    private StringTokenizer words = new StringTokenizer("");

    private MatrixMarket(Path file) throws IOException {
        reader = Files.newBufferedReader(file, java.nio.charset.StandardCharsets.ISO_8859_1);
    }

    static StoredMatrix open(Path file, Path folder) throws IOException {
        try (MatrixMarket market = new MatrixMarket(file)) {
            return market.convert(Files.createTempFile(folder, "dense", ".f64"));
        }
    }

    private StoredMatrix convert(Path target) throws IOException {
        String first = reader.readLine();
        List<String> banner = List.of(
                (first == null ? "" : first).toLowerCase(Locale.ROOT).strip().split("\\s+"));
        if (banner.size() != 5
                || !banner.get(0).equals("%%matrixmarket")
                || !banner.get(1).equals("matrix")) {
            throw new MatrixFileException("it does not begin as a Matrix Market file of a matrix does");
        }
        boolean sparse = known(banner.get(2), "coordinate", "array").equals("coordinate");
        String field = known(banner.get(3), "real", "double", "integer", "pattern");
        String symmetry = known(banner.get(4), "general", "symmetric", "skew-symmetric");
        int rows = MatrixFiles.side(word());
        int columns = MatrixFiles.side(word());
        if (!symmetry.equals("general") && rows != columns) {
            throw new MatrixFileException("it is %s and not square".formatted(symmetry));
        }
        StoredMatrix matrix = new StoredMatrix(target.toString(), 0, rows, columns, Precision.F64, true, 0);
        if (matrix.end() > Integer.MAX_VALUE) {
            throw new MatrixFileException("its dense form has more than 2 GB: convert it to .npy");
        }
        try (FileChannel channel = FileChannel.open(target, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            MappedByteBuffer dense = channel.map(MapMode.READ_WRITE, 0, matrix.end());
            dense.order(ByteOrder.LITTLE_ENDIAN);
            Dense elements = new Dense(dense, rows, columns, symmetry);
            if (sparse) {
                coordinates(elements, field.equals("pattern"));
            } else {
                array(elements);
            }
        }
        if (next()) {
            throw new MatrixFileException("it has more elements than its header tells");
        }
        return matrix;
    }

    private void coordinates(Dense elements, boolean pattern) throws IOException {
        long count = Long.parseLong(number(word(), "\\d{1,18}"));
        for (long i = 0; i < count; i++) {
            elements.add(MatrixFiles.side(word()), MatrixFiles.side(word()), pattern ? 1 : real());
        }
    }

    private void array(Dense elements) throws IOException {
        for (int column = 1; column <= elements.columns; column++) {
            int from = elements.symmetry.equals("general")
                    ? 1
                    : elements.symmetry.equals("symmetric") ? column : column + 1;
            for (int row = from; row <= elements.rows; row++) {
                elements.add(row, column, real());
            }
        }
    }

    /** In Fortran order. */
    private record Dense(MappedByteBuffer buffer, int rows, int columns, String symmetry) {
        void add(int row, int column, double value) throws MatrixFileException {
            if (row > rows || column > columns) {
                throw new MatrixFileException(
                        "element (%d, %d) is not within %d×%d".formatted(row, column, rows, columns));
            }
            addOne(row, column, value);
            if (row != column && !symmetry.equals("general")) {
                addOne(column, row, symmetry.equals("symmetric") ? value : -value);
            }
        }

        private void addOne(int row, int column, double value) {
            int at = Math.toIntExact(((column - 1L) * rows + row - 1) * Double.BYTES);
            buffer.putDouble(at, buffer.getDouble(at) + value);
        }
    }

    private static String known(String word, String... choices) throws MatrixFileException {
        if (!List.of(choices).contains(word)) {
            throw new MatrixFileException("it is '%s': choose from %s".formatted(word, String.join(", ", choices)));
        }
        return word;
    }

    private double real() throws IOException {
        String word = word();
        try {
            return Double.parseDouble(word);
        } catch (NumberFormatException e) {
            throw new MatrixFileException("'%.40s' is no number".formatted(word));
        }
    }

    private static String number(String word, String pattern) throws MatrixFileException {
        if (!word.matches(pattern)) {
            throw new MatrixFileException("'%.40s' is no number of elements".formatted(word));
        }
        return word;
    }

    private boolean next() throws IOException {
        while (!words.hasMoreTokens()) {
            String line = reader.readLine();
            if (line == null) {
                return false;
            }
            words = new StringTokenizer(line.startsWith("%") ? "" : line);
        }
        return true;
    }

    private String word() throws IOException {
        if (!next()) {
            throw new MatrixFileException("it ends before its last element: it is truncated");
        }
        return words.nextToken();
    }

    @Override
    public void close() throws IOException {
        reader.close();
    }
}
