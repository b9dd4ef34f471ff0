package dev.santoku.matrix.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.santoku.matrix.Matrix;
import dev.santoku.matrix.Precision;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MatrixMarketTest {
    @TempDir
    private Path folder;

    private StoredMatrix open(String text) throws IOException {
        Path file = Files.writeString(folder.resolve("a.mtx"), text);
        return MatrixFiles.open(file.toString(), folder.resolve("dense"));
    }

    private double[][] read(String text) throws IOException {
        StoredMatrix stored = open(text);
        Matrix matrix = stored.read(new Block(0, stored.rows(), 0, stored.columns()), Precision.F64);
        double[][] rows = new double[matrix.rows()][matrix.columns()];
        for (int row = 0; row < matrix.rows(); row++) {
            for (int column = 0; column < matrix.columns(); column++) {
                rows[row][column] = matrix.at(row, column);
            }
        }
        return rows;
    }

    @Test
    void readsArraysColumnByColumn() throws IOException {
        assertThat(read("%%MatrixMarket matrix array real general\n%a\n%\n2 3\n1\n-2.5\n3e2\n\n  4\n5 6"))
                .isDeepEqualTo(new double[][] {{1, 300, 5}, {-2.5, 4, 6}});
        assertThat(read("%%MatrixMarket MATRIX Array integer symmetric\r\n2 2\r\n1\r\n2\r\n3\r\n"))
                .isDeepEqualTo(new double[][] {{1, 2}, {2, 3}});
        assertThat(read("%%MatrixMarket matrix array real skew-symmetric\n3 3\n1\n2\n3\n"))
                .isDeepEqualTo(new double[][] {{0, -1, -2}, {1, 0, -3}, {2, 3, 0}});
    }

    @Test
    void readsCoordinatesAndAddsUpThoseNamedTwice() throws IOException {
        assertThat(read("%%MatrixMarket matrix coordinate real general\n2 3 3\n2 3 1.5\n1 1 -1\n2 3 1\n"))
                .isDeepEqualTo(new double[][] {{-1, 0, 0}, {0, 0, 2.5}});
        assertThat(read("%%MatrixMarket matrix coordinate pattern symmetric\n2 2 2\n1 1\n2 1\n"))
                .isDeepEqualTo(new double[][] {{1, 1}, {1, 0}});
        assertThat(read("%%MatrixMarket matrix coordinate real skew-symmetric\n2 2 1\n2 1 7\n"))
                .isDeepEqualTo(new double[][] {{0, -7}, {7, 0}});
        assertThat(read("%%MatrixMarket matrix coordinate real general\n% a\n\n% b\n1 1 0\n"))
                .isDeepEqualTo(new double[][] {{0}});
    }

    @Test
    void readsNumbersThatAreNone() throws IOException {
        double[][] read = read("%%MatrixMarket matrix array real general\n1 3\nNaN\n-inf\nInfinity\n");
        assertThat(read[0]).containsExactly(Double.NaN, Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "%%MatrixMarket vector array real general;1 1;1 | it does not begin as a Matrix Market file",
                "%%MatrixMarket matrix array real;1 1;1 | it does not begin as a Matrix Market file",
                "1 1 1 | it does not begin as a Matrix Market file",
                "%%MatrixMarket matrix array complex general;1 1;1 0 | it is 'complex': multiply reads real, double, integer",
                "%%MatrixMarket matrix array pattern general;1 1;1 | it is 'pattern': multiply reads real",
                "%%MatrixMarket matrix coordinate real hermitian;1 1 0 | it is 'hermitian': multiply reads general",
                "%%MatrixMarket matrix array real symmetric;1 2;1;2 | it is symmetric and not square",
                "%%MatrixMarket matrix array real general;%;0 2 | line 3: 0 is no number of rows",
                "%%MatrixMarket matrix array real general;2 x | line 2: 'x' is no number of columns",
                "%%MatrixMarket matrix array real general;2 3000000000 | line 2: 3000000000 is no number of columns",
                "%%MatrixMarket matrix array real general;1 2;1;1f | line 4: '1f' is no number",
                "%%MatrixMarket matrix array real general;1 1;0x1p3 | line 3: '0x1p3' is no number",
                "%%MatrixMarket matrix array integer general;1 1;1.5 | line 3: '1.5' is no whole number",
                "%%MatrixMarket matrix array real general;1 2;1; | it ends before its last element: it is truncated",
                "%%MatrixMarket matrix array real general;1 1;1;2 | line 4: there are more elements than the header tells",
                "%%MatrixMarket matrix coordinate real general;2 2 1;3 1 1 | line 3: element (3, 1) is not within 2×2",
                "%%MatrixMarket matrix coordinate real general;2 2 1;0 1 1 | line 3: 0 is no row",
                "%%MatrixMarket matrix coordinate real general;2 2 -1 | line 2: '-1' is no number of elements",
                "%%MatrixMarket matrix coordinate real general;2 2 2;1 1 1 | truncated",
                "%%MatrixMarket matrix coordinate real general;2 2 2;1 1 1;2 2 | truncated",
                "%%MatrixMarket matrix array real general;2000000000 2000000000;1 | its dense form does not fit into",
            })
    void refusesOthersInOneLine(String text, String words) {
        assertThatThrownBy(() -> open(text.replace(';', '\n')))
                .isInstanceOf(MatrixFileException.class)
                .hasMessageContaining(words)
                .hasMessageNotContaining("\n");
    }

    @Test
    void refusesAWordWithoutEnd() {
        assertThatThrownBy(() -> open("%%MatrixMarket matrix array real general\n1 1\n" + "1".repeat(5000)))
                .hasMessage("line 3: a word has more than 1024 characters");
    }

    @Test
    void refusesOtherFiles() throws IOException {
        Path file = Files.write(folder.resolve("a.bin"), new byte[24]);
        assertThat(MatrixFiles.open(file + ":2x3:f32", folder).end()).isEqualTo(24);
        assertThat(MatrixFiles.open(file + ":3x1:f64", folder).precision()).isEqualTo(Precision.F64);
        assertThatThrownBy(() -> MatrixFiles.open(file + ":2x2:f32", folder))
                .hasMessage("it has 24 bytes, and 2x2 elements of f32 are 16 bytes");
        assertThatThrownBy(() -> MatrixFiles.open(file + ":0x2:f32", folder))
                .hasMessageContaining("a side of '0' elements is not from 1 to");
        assertThatThrownBy(() -> MatrixFiles.open(file.toString(), folder))
                .hasMessageContaining("its name must end in .npy, .mtx or .blocks");
        assertThatThrownBy(() -> MatrixFiles.open(folder + ":2x2:f32", folder)).hasMessage("it is a folder");
        assertThatThrownBy(() -> MatrixFiles.open(folder.resolve("none.npy").toString(), folder))
                .isInstanceOf(java.nio.file.NoSuchFileException.class);
    }
}
