package dev.santoku.backend.aparapi;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.santoku.backend.Device;
import dev.santoku.backend.UnsupportedProductException;
import dev.santoku.matrix.Precision;
import dev.santoku.matrix.Shape;
import java.util.List;
import org.junit.jupiter.api.Test;

class LimitsTest {
    private static Device device(Long memory, Long allocation) {
        return new Device(
                "cl0", Device.Kind.GPU, "small", "opencl", "p", null, 1, memory, allocation, List.of(Precision.F32));
    }

    @Test
    void takesWhatFits() {
        assertThatCode(() -> Limits.check(Shape.square(16), Precision.F32, device(3072L, 1024L)))
                .doesNotThrowAnyException();
        assertThatCode(() -> Limits.check(Shape.square(16), Precision.F32, device(null, null)))
                .doesNotThrowAnyException();
    }

    @Test
    void refusesABufferBeyondTheDevicesLargest() {
        assertThatThrownBy(() -> Limits.check(Shape.square(17), Precision.F32, device(1L << 30, 1024L)))
                .isInstanceOf(UnsupportedProductException.class)
                .hasMessage(
                        "17 in f32 needs a buffer of 1156 bytes, and small allows 1024 at most: choose a smaller size");
    }

    @Test
    void refusesMoreThanTheMemory() {
        assertThatThrownBy(() -> Limits.check(Shape.square(16), Precision.F64, device(3072L, 1L << 20)))
                .isInstanceOf(UnsupportedProductException.class)
                .hasMessage("16 in f64 needs 6144 bytes, and small has 3072: choose a smaller size");
    }

    @Test
    void refusesABufferThatAparapiCannotCount() {
        assertThatThrownBy(() -> Limits.check(new Shape(1, 1 << 30, 1), Precision.F32, device(1L << 40, 1L << 40)))
                .isInstanceOf(UnsupportedProductException.class)
                .hasMessageContaining("4294967296 bytes")
                .hasMessageContaining("none beyond 2147483647");
    }
}
