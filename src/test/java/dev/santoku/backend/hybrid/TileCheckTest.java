package dev.santoku.backend.hybrid;

import static org.assertj.core.api.Assertions.assertThat;

import dev.santoku.matrix.Inputs;
import dev.santoku.matrix.Matrix;
import dev.santoku.matrix.Precision;
import dev.santoku.matrix.Shape;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Right tiles are never accused, and gross errors are found. */
class TileCheckTest {
    private static final Shape SHAPE = new Shape(48, 203, 301);
    private static final Tile ALL = new Tile(0, 48);

    private static Matrix product(Inputs inputs) {
        Matrix c =
                Matrix.zeros(inputs.precision(), inputs.a().rows(), inputs.b().columns());
        for (int i = 0; i < c.rows(); i++) {
            for (int j = 0; j < c.columns(); j++) {
                double sum = 0;
                for (int p = 0; p < inputs.a().columns(); p++) {
                    // rounded each time, as in the precision itself
                    sum = inputs.precision() == Precision.F32
                            ? (float) (sum
                                    + (float) (inputs.a().at(i, p) * inputs.b().at(p, j)))
                            : sum + inputs.a().at(i, p) * inputs.b().at(p, j);
                }
                c.set(i, j, sum);
            }
        }
        return c;
    }

    private static TileCheck check(Inputs inputs, Matrix c, long seed) {
        return new TileCheck(SHAPE, inputs.a(), inputs.b(), c, seed);
    }

    @ParameterizedTest
    @EnumSource(names = {"F32", "F64"})
    void rightTilesPassAndEachOfThreeFaultsIsFound(Precision precision) {
        Inputs inputs = Inputs.uniform(SHAPE, precision, 1);
        Matrix c = product(inputs);
        for (long seed = 0; seed < 50; seed++) {
            assertThat(check(inputs, c, seed).complaint(ALL)).isEmpty();
        }
        c.set(47, 202, c.at(47, 202) + 10);
        assertThat(check(inputs, c, 1).complaint(ALL))
                .hasValueSatisfying(why -> assertThat(why).startsWith("row 47"));
        assertThat(check(inputs, c, 1).complaint(new Tile(0, 47))).isEmpty();
        c.set(0, 0, Double.NaN);
        assertThat(check(inputs, c, 1).complaint(ALL))
                .hasValueSatisfying(why -> assertThat(why).startsWith("row 0"));
        c.fill(0);
        assertThat(check(inputs, c, 1).complaint(new Tile(8, 4))).isPresent();
    }

    /** Rows of B of which the quick norm knows nothing are nearly all of it, or the only ones that are not zero. */
    @ParameterizedTest
    @CsvSource({"F32, 1e-30", "F64, 1e-30", "F32, 0", "F64, 0"})
    void aRightTilePassesWhereTheNormOfBLiesInFewRows(Precision precision, double little) {
        Inputs inputs = Inputs.uniform(SHAPE, precision, 1);
        for (int row = 0; row < SHAPE.k(); row++) {
            for (int column = 0; column < SHAPE.n() && row % 37 != 1; column++) {
                inputs.b().set(row, column, little * inputs.b().at(row, column));
            }
        }
        Matrix c = product(inputs);
        for (long seed = 0; seed < 50; seed++) {
            assertThat(check(inputs, c, seed).complaint(ALL)).isEmpty();
        }
        c.set(0, 7, c.at(0, 7) + 10);
        assertThat(check(inputs, c, 1).complaint(ALL)).isPresent();
    }

    /** Squares of such elements are no numbers of f64. */
    @ParameterizedTest
    @ValueSource(doubles = {1e-170, 1e-200, 1e150})
    void aRightTilePassesWhateverItsMagnitude(double unit) {
        Inputs inputs = Inputs.uniform(SHAPE, Precision.F64, 1);
        for (int row = 0; row < SHAPE.m(); row++) {
            for (int p = 0; p < SHAPE.k(); p++) {
                inputs.a().set(row, p, unit * inputs.a().at(row, p));
            }
        }
        Matrix c = product(inputs);
        for (long seed = 0; seed < 50; seed++) {
            assertThat(check(inputs, c, seed).complaint(ALL)).isEmpty();
        }
        c.set(47, 7, 1e4 * unit);
        assertThat(check(inputs, c, 1).complaint(ALL)).isPresent();
    }

    @Test
    void anyBlockOfEightWrongRowsIsFound() {
        Inputs inputs = Inputs.uniform(SHAPE, Precision.F32, 1);
        for (int first = 1; first < 39; first++) {
            Matrix c = product(inputs);
            for (int row = first; row < first + 8; row++) {
                c.set(row, 0, 1000);
            }
            assertThat(check(inputs, c, first).complaint(ALL))
                    .as("rows from %d", first)
                    .isPresent();
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"F32", "F64"})
    void rowsOfNaNAndInfinityAndThoseThatOverflowAreNotJudged(Precision precision) {
        Inputs inputs = Inputs.uniform(SHAPE, precision, 1);
        inputs.a().set(3, 5, Double.NaN);
        inputs.a().set(4, 5, Double.NEGATIVE_INFINITY);
        for (int p = 0; p < SHAPE.k(); p++) {
            inputs.a().set(6, p, precision == Precision.F32 ? 3e38 : 1e308);
        }
        assertThat(check(inputs, product(inputs), 1).complaint(ALL)).isEmpty();
        inputs.b().set(0, 9, Double.POSITIVE_INFINITY);
        assertThat(check(inputs, product(inputs), 1).complaint(ALL)).isEmpty();
    }
}
