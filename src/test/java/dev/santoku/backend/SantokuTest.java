package dev.santoku.backend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.santoku.matrix.DoubleMatrix;
import dev.santoku.matrix.FloatMatrix;
import dev.santoku.matrix.Inputs;
import dev.santoku.matrix.Matrix;
import dev.santoku.matrix.Precision;
import dev.santoku.matrix.Shape;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SantokuTest {
    private static final FloatMatrix A = new FloatMatrix(2, 3, new float[] {1, 2, 3, 4, 5, 6});
    private static final FloatMatrix B = new FloatMatrix(3, 1, new float[] {1, -1, 2});

    @Test
    void multipliesInOneCallAndLeavesTheFactorsAlone() {
        FloatMatrix c = (FloatMatrix) Santoku.multiply(A, B);
        assertThat(c.rows()).isEqualTo(2);
        assertThat(c.elements()).containsExactly(5, 11);
        assertThat(A.elements()).containsExactly(1, 2, 3, 4, 5, 6);
        assertThat(B.elements()).containsExactly(1, -1, 2);
    }

    @ParameterizedTest
    @EnumSource
    void everyBackEndThatRunsHereGivesTheSameBits(Precision precision) {
        Inputs inputs = Inputs.integers(new Shape(37, 29, 41), precision, 7);
        Matrix expected = Santoku.multiply("single", inputs.a(), inputs.b());
        for (Backend backend : Backends.all()) {
            for (Device device : backend.probe().devices()) {
                if (device.precisions().contains(precision)) {
                    try (Multiplier multiplier = Santoku.open(backend.id(), device.id())) {
                        assertThat(elements(multiplier.multiply(inputs.a(), inputs.b())))
                                .as("%s on %s", backend.id(), device.id())
                                .isEqualTo(elements(expected));
                    }
                }
            }
        }
    }

    private static Object elements(Matrix matrix) {
        return matrix instanceof FloatMatrix floats ? floats.elements() : ((DoubleMatrix) matrix).elements();
    }

    @Test
    void saysWhatThereIsInsteadOfWhatItDoesNotKnow() {
        assertThatThrownBy(() -> Santoku.open("gpu"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("there is no back end 'gpu', but [single, pool, jocl, aparapi, ");
        assertThatThrownBy(() -> Santoku.open("pool", "cl7"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("pool has no device 'cl7', but [cpu]");
        assertThatThrownBy(() -> Santoku.multiply(A, A)).isInstanceOf(IllegalArgumentException.class);
    }
}
