package dev.santoku.matrix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ShapeTest {
    @Test
    void readsWhatItWrites() {
        assertThat(Shape.parse("17")).isEqualTo(new Shape(17, 17, 17)).hasToString("17");
        assertThat(Shape.parse("257x129x65")).isEqualTo(new Shape(257, 129, 65)).hasToString("257x129x65");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-5", "1x2", "1x2x3x4", "x", "1e3", "1.5", " 1", "ten", "1X2X3", "9999999999999999999"})
    void refusesWhatIsNoSize(String text) {
        assertThatThrownBy(() -> Shape.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("write N for N×N×N or MxNxK");
    }

    @ParameterizedTest
    @CsvSource({
        "0, at least 1",
        "1x0x1, at least 1",
        "99999999, more than the 2147483639 of a Java array",
        "46341, A would hold 46341×46341 = 2147488281 elements",
        "1x2000000x2000, B would hold",
        "2000000x2000x1, C would hold",
        "3000000000, more than the 2147483639 elements"
    })
    void refusesWhatNoArrayHolds(String text, String reason) {
        assertThatThrownBy(() -> Shape.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(reason);
    }

    @Test
    void takesTheLargestSquareThatFits() {
        assertThat(Shape.parse("46340").flops()).isEqualTo(2.0 * 46340 * 46340 * 46340);
    }

    @Test
    void countsFlopsAndBytes() {
        Shape shape = new Shape(2, 3, 5);
        assertThat(shape.flops()).isEqualTo(60);
        assertThat(shape.bytes(Precision.F32)).isEqualTo(4 * (10 + 15 + 6));
        assertThat(shape.bytes(Precision.F64)).isEqualTo(8 * (10 + 15 + 6));
        Shape batch = shape.inBatch(7);
        assertThat(batch.flops()).isEqualTo(7 * 60);
        assertThat(batch.bytes(Precision.F32)).isEqualTo(7 * 4 * (10 + 15 + 6));
        assertThat(batch.single()).isEqualTo(shape).isNotEqualTo(batch);
        assertThat(shape.inBatch(1)).isEqualTo(shape);
        assertThat(batch).hasToString("7 × 2x3x5");
    }

    @Test
    void refusesABatchThatNoArrayHolds() {
        assertThatThrownBy(() -> Shape.square(1024).inBatch(2048))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("choose a smaller batch or size");
        assertThat(Shape.square(1024).inBatch(2047).batch()).isEqualTo(2047);
        assertThatThrownBy(() -> Shape.square(1).inBatch(0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("at least 1");
    }
}
