package dev.santoku.matrix;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
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
}
