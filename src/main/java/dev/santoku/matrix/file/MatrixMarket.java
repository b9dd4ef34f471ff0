package dev.santoku.matrix.file;

import dev.santoku.files.Room;
import dev.santoku.matrix.Precision;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * Matrix Market's files, array and coordinate, made dense: elements that are not named are 0, and those named twice are added up.
 *
 * <p>Source: R. Boisvert, R. Pozo, K. Remington, The Matrix Market exchange formats, NISTIR 5935, 1996.
 */
final class MatrixMarket {
    private final Words words;
    private String field;
    private String symmetry;
    private StoredMatrix matrix;
    private DenseFile elements;

    private MatrixMarket(Words words) {
        this.words = words;
    }

    /** @param folder where the dense form is kept */
    static StoredMatrix open(Path file, Path folder) throws IOException {
        try (Words words = new Words(Files.newInputStream(file))) {
            return new MatrixMarket(words).convert(folder);
        } catch (InternalError e) { // a mapped file that the disk has no room for
            throw new MatrixFileException(
                    "its dense form cannot be written to %s (%s)".formatted(folder, e.getMessage()));
        }
    }

    private StoredMatrix convert(Path folder) throws IOException {
        List<String> banner =
                List.of(words.restOfLine().toLowerCase(Locale.ROOT).strip().split("\\s+"));
        if (banner.size() != 5
                || !banner.get(0).equals("%%matrixmarket")
                || !banner.get(1).equals("matrix")) {
            throw new MatrixFileException("it does not begin as a Matrix Market file of a matrix does");
        }
        boolean sparse = known(banner.get(2), "coordinate", "array").equals("coordinate");
        field = sparse
                ? known(banner.get(3), "real", "double", "integer", "pattern")
                : known(banner.get(3), "real", "double", "integer");
        symmetry = known(banner.get(4), "general", "symmetric", "skew-symmetric");
        int rows = number("number of rows");
        int columns = number("number of columns");
        if (!isGeneral() && rows != columns) {
            throw new MatrixFileException("it is %s and not square".formatted(symmetry));
        }
        Files.createDirectories(folder);
        Path target = Files.createTempFile(folder, "dense", ".f64");
        matrix = new StoredMatrix(target.toString(), 0, rows, columns, Precision.F64, true, 0);
        try {
            Room.require(folder, matrix.end());
        } catch (FileSystemException e) {
            throw new MatrixFileException("its dense form does not fit into %s (%s): make room there, or name another"
                            .formatted(folder.getParent(), e.getReason())
                    + " folder with JAVA_TOOL_OPTIONS=-Djava.io.tmpdir=DIR");
        }
        elements = new DenseFile(matrix);
        if (sparse) {
            readCoordinates();
        } else {
            readArray();
        }
        if (!words.next().isEmpty()) {
            throw bad("there are more elements than the header tells");
        }
        return matrix;
    }

    private boolean isGeneral() {
        return symmetry.equals("general");
    }

    private void readCoordinates() throws IOException {
        long count = whole("number of elements");
        for (long i = 0; i < count; i++) {
            int row = number("row");
            int column = number("column");
            if (row > matrix.rows() || column > matrix.columns()) {
                throw bad(
                        "element (%d, %d) is not within %d×%d".formatted(row, column, matrix.rows(), matrix.columns()));
            }
            add(row - 1, column - 1, field.equals("pattern") ? 1 : real());
        }
    }

    /** Column by column; of symmetric ones the part below the diagonal, with it unless it is skew-symmetric. */
    private void readArray() throws IOException {
        for (int column = 0; column < matrix.columns(); column++) {
            int first = isGeneral() ? 0 : symmetry.equals("symmetric") ? column : column + 1;
            for (int row = first; row < matrix.rows(); row++) {
                add(row, column, real());
            }
        }
    }

    private void add(int row, int column, double value) {
        elements.add(row, column, value);
        if (row != column && !isGeneral()) {
            elements.add(column, row, symmetry.equals("symmetric") ? value : -value);
        }
    }

    private static String known(String word, String... choices) throws MatrixFileException {
        if (!List.of(choices).contains(word)) {
            throw new MatrixFileException(
                    "it is '%.40s': multiply reads %s".formatted(word, String.join(", ", choices)));
        }
        return word;
    }

    private double real() throws IOException {
        String word = word();
        try {
            double value = parse(word);
            if (!field.equals("integer") || value == Math.rint(value)) {
                return value;
            }
        } catch (NumberFormatException e) {
            // falls through to the same words
        }
        throw bad("'%.40s' is no %s".formatted(word, field.equals("integer") ? "whole number" : "number"));
    }

    private static double parse(String word) {
        boolean decimal = word.chars().allMatch(character -> "0123456789+-.eE".indexOf(character) >= 0);
        if (decimal) { // Java would take 1f and 0x1p3, too
            return Double.parseDouble(word);
        }
        return switch (word.toLowerCase(Locale.ROOT)) {
            case "nan", "+nan", "-nan" -> Double.NaN;
            case "inf", "+inf", "infinity", "+infinity" -> Double.POSITIVE_INFINITY;
            case "-inf", "-infinity" -> Double.NEGATIVE_INFINITY;
            default -> throw new NumberFormatException(word);
        };
    }

    /** From 1 to the largest that a side may have. */
    private int number(String what) throws IOException {
        long number = whole(what);
        if (number < 1 || number > Integer.MAX_VALUE) {
            throw bad("%d is no %s".formatted(number, what));
        }
        return (int) number;
    }

    private long whole(String what) throws IOException {
        String word = word();
        try {
            long number = Long.parseLong(word);
            if (number >= 0) {
                return number;
            }
        } catch (NumberFormatException e) {
            // falls through to the same words
        }
        throw bad("'%.40s' is no %s".formatted(word, what));
    }

    private String word() throws IOException {
        String word = words.next();
        if (word.isEmpty()) {
            throw new MatrixFileException("it ends before its last element: it is truncated");
        }
        return word;
    }

    private MatrixFileException bad(String what) {
        return new MatrixFileException("line %d: %s".formatted(words.line(), what));
    }
}
