package dev.santoku.backend.aparapi;

import static org.assertj.core.api.Assertions.assertThat;

import com.aparapi.device.OpenCLDevice;
import dev.santoku.backend.Device;
import dev.santoku.backend.Multiplier;
import dev.santoku.backend.Product;
import dev.santoku.matrix.Inputs;
import dev.santoku.matrix.Precision;
import dev.santoku.matrix.ProductCheck;
import dev.santoku.matrix.Shape;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every kernel shape on this device, also those that it would not choose: a CPU runs the GPU's kernel, slowly. */
class KernelShapesTest {
    private static final long SEED = 11;

    private final Map.Entry<Device, OpenCLDevice> device =
            AparapiDevices.probe().handles().entrySet().iterator().next();

    private static Stream<Arguments> cells() {
        return Arrays.stream(KernelChoice.values())
                .flatMap(choice -> Precision.full().stream().map(precision -> Arguments.of(choice, precision)));
    }

    @ParameterizedTest
    @MethodSource("cells")
    void multipliesAtItsEdges(KernelChoice choice, Precision precision) {
        try (Multiplier multiplier = new AparapiMultiplier(device.getKey(), device.getValue(), choice)) {
            for (Shape shape : new Shape[] {
                new Shape(1, 1, 1),
                new Shape(63, 65, 15),
                new Shape(64, 64, 16),
                new Shape(65, 63, 17),
                new Shape(129, 72, 7),
                new Shape(8, 130, 300),
                new Shape(65, 63, 17, 3)
            }) {
                Inputs inputs = Inputs.integers(shape, precision, SEED);
                try (Product product = multiplier.prepare(inputs.a(), inputs.b(), shape.batch())) {
                    product.poison();
                    product.compute();
                    assertThat(ProductCheck.exact(inputs, product.result(), SEED))
                            .as("%s", shape)
                            .isEmpty();
                    assertThat(product.ranOn()).isEqualTo(device.getKey().name());
                }
            }
        }
    }

    /** Aparapi's buffers remember where an array was; the collector moves it at every step here. */
    @ParameterizedTest
    @MethodSource("cells")
    void survivesThatItsArraysMove(KernelChoice choice, Precision precision) {
        Inputs inputs = Inputs.integers(new Shape(66, 34, 18), precision, SEED);
        try (Multiplier multiplier = new AparapiMultiplier(device.getKey(), device.getValue(), choice);
                Product product = multiplier.prepare(inputs.a(), inputs.b())) {
            System.gc();
            product.poison();
            System.gc();
            product.compute();
            System.gc();
            assertThat(ProductCheck.exact(inputs, product.result(), SEED)).isEmpty();
            System.gc();
            product.compute();
            assertThat(ProductCheck.exact(inputs, product.result(), SEED)).isEmpty();
        }
    }

    @Test
    void choosesByKindAndLimits() {
        OpenCLDevice limits = new OpenCLDevice(null, 0, null);
        limits.setMaxWorkGroupSize(256);
        limits.setMaxWorkItemSize(new int[] {256, 256, 64});
        limits.setLocalMemSize(32 << 10);
        assertThat(tiled(Device.Kind.CPU, limits)).isEqualTo(KernelChoice.PANEL);
        assertThat(tiled(Device.Kind.GPU, limits)).isEqualTo(KernelChoice.TILE);
        assertThat(tiled(Device.Kind.ACCELERATOR, limits)).isEqualTo(KernelChoice.TILE);
        assertThat(KernelChoice.of(KernelChoice.NAIVE_VARIANT, Device.Kind.GPU, limits))
                .isEqualTo(KernelChoice.NAIVE);
        assertThat(KernelChoice.NAIVE.inFloat(limits).groupRows()).isEqualTo(16);

        limits.setMaxWorkItemSize(new int[] {256, 1, 1});
        assertThat(tiled(Device.Kind.GPU, limits)).isEqualTo(KernelChoice.PANEL);
        assertThat(KernelChoice.NAIVE.inDouble(limits).groupRows()).isEqualTo(1);

        limits.setMaxWorkItemSize(new int[] {256, 256, 64});
        limits.setLocalMemSize(4 << 10);
        assertThat(tiled(Device.Kind.GPU, limits)).isEqualTo(KernelChoice.PANEL);
    }

    private static KernelChoice tiled(Device.Kind kind, OpenCLDevice limits) {
        return KernelChoice.of(KernelChoice.TILED_VARIANT, kind, limits);
    }
}
