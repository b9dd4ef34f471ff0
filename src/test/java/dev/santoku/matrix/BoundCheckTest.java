package dev.santoku.matrix;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class BoundCheckTest {
    private static Matrix product(Inputs inputs) {
        Reference reference = new Reference(inputs);
        Matrix c = Matrix.zeros(
                inputs.precision().storage(), inputs.shape().m(), inputs.shape().n());
        for (int row = 0; row < c.rows(); row++) {
            reference.computeRow(row);
            for (int column = 0; column < c.columns(); column++) {
                c.set(row, column, reference.product(column));
            }
        }
        return c;
    }

    @ParameterizedTest
    @EnumSource
    void rightProductsOfEitherSignPassAndGrossErrorsDoNot(Precision precision) {
        Inputs inputs = Inputs.uniform(new Shape(37, 41, 53), precision, 3);
        BoundCheck check = new BoundCheck(inputs);
        Inputs negated = inputs.turned();
        for (int seed = 0; seed < 200; seed++) {
            assertThat(check.complaint(inputs, product(inputs), seed)).isEmpty();
            assertThat(check.complaint(negated, product(negated), seed)).isEmpty();
        }
        assertThat(check.complaint(negated, product(inputs), 1)).isPresent();
        for (double fault : new double[] {Double.NaN, Double.POSITIVE_INFINITY, 1e6}) {
            Matrix wrong = product(inputs);
            wrong.set(36, 40, fault);
            assertThat(check.complaint(inputs, wrong, 1).orElseThrow()).contains("(36, 40)");
        }
    }

    /** Squares of such elements are no numbers of f64, and products of f32 are flushed to zero. */
    @ParameterizedTest
    @CsvSource({"F64, 1e-170", "F64, 1e-120", "F64, 1e150", "F32, 1e-30", "F32, 1e15"})
    void rightProductsOfAnyMagnitudePassAndWrongRowsDoNot(Precision precision, double unit) {
        Inputs inputs = Inputs.uniform(new Shape(37, 41, 53), precision, 3);
        for (int row = 0; row < 37; row++) {
            for (int p = 0; p < 53; p++) {
                inputs.a().set(row, p, unit * inputs.a().at(row, p));
            }
        }
        BoundCheck check = new BoundCheck(inputs);
        Matrix c = product(inputs);
        for (int seed = 0; seed < 50; seed++) {
            assertThat(check.complaint(inputs, c, seed)).isEmpty();
        }
        c.set(17, 23, 1e4 * unit);
        assertThat(check.complaint(inputs, c, 1))
                .hasValueSatisfying(why -> assertThat(why).contains("(17, 23)"));
    }

    @ParameterizedTest
    @EnumSource(names = {"F32", "F64"})
    void wrongEdgesAreFound(Precision precision) {
        Inputs inputs = Inputs.uniform(new Shape(37, 41, 53), precision, 3);
        BoundCheck check = new BoundCheck(inputs);
        for (int[] edge : new int[][] {{0, 1, 0, 41}, {36, 37, 0, 41}, {0, 37, 0, 1}, {0, 37, 40, 41}}) {
            Matrix c = product(inputs);
            for (int row = edge[0]; row < edge[1]; row++) {
                for (int column = edge[2]; column < edge[3]; column++) {
                    c.set(row, column, c.at(row, column) + 0.01);
                }
            }
            for (int seed = 0; seed < 50; seed++) {
                assertThat(check.complaint(inputs, c, seed)).isPresent();
            }
        }
    }
}
