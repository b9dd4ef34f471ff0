package dev.santoku.kitchen;

import static org.assertj.core.api.Assertions.assertThat;

import dev.santoku.backend.Availability;
import dev.santoku.backend.Backend;
import dev.santoku.backend.Device;
import dev.santoku.backend.Multiplier;
import dev.santoku.backend.OpenOptions;
import dev.santoku.backend.Variant;
import dev.santoku.faults.FaultyBackend;
import dev.santoku.matrix.Inputs;
import dev.santoku.matrix.Precision;
import dev.santoku.matrix.Shape;
import java.util.List;
import org.junit.jupiter.api.Test;

class MatrixContenderTest {
    private static final Inputs INPUTS = Inputs.integers(Shape.parse("3x2x5"), Precision.F32, 7);

    private static MatrixContender warmed(String variant) {
        MatrixContender contender = MatrixContender.open(new Faulty(variant), Device.cpu(), new OpenOptions(1));
        contender.warmUp(List.of(INPUTS, INPUTS.turned()), true);
        return contender;
    }

    @Test
    void aWrongProductIsToldFromARefusal() {
        try (MatrixContender wrong = warmed("wrong-element");
                MatrixContender refused = warmed("refuse");
                MatrixContender right = warmed("none")) {
            assertThat(wrong.wrong()).isTrue();
            assertThat(wrong.failure()).startsWith("faulty: element (").contains("of an integer product is");
            assertThat(refused.wrong()).isFalse();
            assertThat(refused.failure()).contains("the device refuses: out of resources");
            assertThat(right.wrong()).isFalse();
            assertThat(right.failure()).isNull();
        }
    }

    /** A back end whose fastest variant has this fault. */
    private record Faulty(String fault) implements Backend {
        @Override
        public String id() {
            return "faulty";
        }

        @Override
        public List<Variant> variants() {
            return List.of(new Variant(fault, "a test"));
        }

        @Override
        public Availability probe() {
            return new Availability.Available(List.of(Device.cpu()));
        }

        @Override
        public Multiplier open(Device device, Variant variant, OpenOptions options) {
            return new FaultyBackend().open(device, variant, options);
        }
    }
}
