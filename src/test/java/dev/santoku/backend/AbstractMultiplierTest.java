package dev.santoku.backend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.santoku.matrix.FloatMatrix;
import dev.santoku.matrix.Inputs;
import dev.santoku.matrix.Matrix;
import dev.santoku.matrix.Precision;
import dev.santoku.matrix.Shape;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a back end is given of matrices in a reduced precision. */
class AbstractMultiplierTest {
    private static final Inputs INPUTS = Inputs.uniform(Shape.square(3), Precision.BF16, 1);

    private final List<Matrix> given = new ArrayList<>();

    /** Keeps what it is given, and refuses it. */
    private class Recorder extends AbstractMultiplier {
        Recorder(Precision... more) {
            super(deviceWith(more));
        }

        @Override
        protected AbstractProduct upload(Shape shape, Matrix a, Matrix b) {
            given.add(a);
            given.add(b);
            throw new BackendException("recorded");
        }

        @Override
        protected void release() {}
    }

    private static Device deviceWith(Precision... more) {
        Device cpu = Device.cpu();
        List<Precision> precisions = new ArrayList<>(cpu.precisions());
        precisions.addAll(List.of(more));
        return new Device("cpu", cpu.kind(), "a device", "java", null, null, 1, null, null, precisions);
    }

    private void giveTo(Multiplier multiplier) {
        assertThatThrownBy(() -> multiplier.prepare(INPUTS.a(), INPUTS.b())).hasMessage("recorded");
    }

    @Test
    void withoutInstructionsItGetsTheSameArraysAsF32() {
        giveTo(new Recorder());
        assertThat(given).extracting(Matrix::precision).containsExactly(Precision.F32, Precision.F32);
        assertThat(((FloatMatrix) given.get(0)).elements()).isSameAs(((FloatMatrix) INPUTS.a()).elements());
        assertThat(((FloatMatrix) given.get(1)).elements()).isSameAs(((FloatMatrix) INPUTS.b()).elements());
    }

    @Test
    void withInstructionsItGetsThemInTheirFormat() {
        giveTo(new Recorder(Precision.BF16) {
            @Override
            public Precision arithmetic(Precision inputs) {
                return inputs == Precision.BF16 ? inputs : super.arithmetic(inputs);
            }
        });
        assertThat(given).containsExactly(INPUTS.a(), INPUTS.b());
    }

    @Test
    void theResultIsF32() {
        Matrix c = Matrix.zeros(Precision.BF16, 3, 3);
        assertThatThrownBy(() -> new Recorder().prepare(INPUTS.a(), INPUTS.b(), c))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("C is 3×3 in bf16, and must be 3×3 in f32");
    }
}
