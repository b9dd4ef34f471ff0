package dev.santoku.cli.multiply;

import dev.santoku.matrix.DoubleMatrix;
import dev.santoku.matrix.FloatMatrix;
import dev.santoku.matrix.Matrix;
import dev.santoku.matrix.Precision;
import dev.santoku.matrix.file.Block;
import dev.santoku.matrix.file.MatrixFiles;
import dev.santoku.matrix.file.Npy;
import dev.santoku.matrix.file.StoredMatrix;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Writes and reads whole {@code .npy} files of tests. */
final class NpyFile {
    private NpyFile() {}

    /** Of f64, in C order. */
    static String write(Path file, int rows, int columns, double... elements) throws IOException {
        return write(file, new DoubleMatrix(rows, columns, elements));
    }

    /** Of f32, in C order. */
    static String write(Path file, int rows, int columns, float... elements) throws IOException {
        return write(file, new FloatMatrix(rows, columns, elements));
    }

    static String write(Path file, Matrix matrix) throws IOException {
        Precision precision = matrix.precision();
        byte[] header = Npy.header(matrix.rows(), matrix.columns(), precision);
        Files.write(file, header);
        new StoredMatrix(file.toString(), header.length, matrix.rows(), matrix.columns(), precision, false, 0)
                .write(new Block(0, matrix.rows(), 0, matrix.columns()), matrix);
        return file.toString();
    }

    static Matrix read(Path file) throws IOException {
        StoredMatrix stored = MatrixFiles.open(file.toString(), file.getParent());
        return stored.read(new Block(0, stored.rows(), 0, stored.columns()), stored.precision());
    }
}
