package dev.santoku.backend.aparapi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.aparapi.Range;
import com.aparapi.device.OpenCLDevice;
import dev.santoku.backend.BackendException;
import dev.santoku.backend.Device;
import dev.santoku.backend.Product;
import dev.santoku.matrix.FloatMatrix;
import dev.santoku.matrix.Inputs;
import dev.santoku.matrix.Precision;
import dev.santoku.matrix.ProductCheck;
import dev.santoku.matrix.Shape;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Failures of the device, provoked: Aparapi may not fall back, and where it does, the Java threads are named. */
class FallbackTest {
    private static final long SEED = 3;

    private final Map.Entry<Device, OpenCLDevice> device =
            AparapiDevices.probe().handles().entrySet().iterator().next();

    private final Inputs inputs = Inputs.integers(new Shape(7, 5, 9), Precision.F32, SEED);

    private <T> KernelHandle<T> handle(ProductKernel<T> kernel) {
        return new KernelHandle<>(kernel, device.getValue(), device.getKey().name());
    }

    @Test
    void aKernelThatCannotBeTranslatedIsRefusedBeforeAnyProduct() {
        try (KernelHandle<float[]> handle = handle(new UntranslatableKernel())) {
            assertThatThrownBy(handle::unbind)
                    .isInstanceOf(BackendException.class)
                    .hasMessageStartingWith(device.getKey().name() + " could not build the kernel: ");
            assertThat(handle.isHealthy()).isFalse();
        }
    }

    @Test
    void aFallbackToJavaThreadsIsNamed() {
        UntranslatableKernel kernel = new UntranslatableKernel();
        try (KernelHandle<float[]> handle = handle(kernel)) {
            kernel.bind(new float[] {3}, new float[] {5}, new float[] {Float.NaN});
            kernel.shape(1, 1, 1);
            handle.launch(Range.create2D(1, 1, 1, 1), "compute"); // a range of no device lets Aparapi fall back
            assertThat(kernel.c).as("Java threads have run").containsExactly(15);
            assertThat(handle.ranOn())
                    .isEqualTo("Java thread pool")
                    .isNotEqualTo(device.getKey().name());
            assertThat(handle.isHealthy()).isFalse();
        }
    }

    @Test
    void aRangeOfNoDeviceStillRunsOnTheDeviceWhenItCan() {
        FragileKernel kernel = new FragileKernel();
        try (KernelHandle<float[]> handle = handle(kernel)) {
            handle.launch(Range.create2D(1, 1, 1, 1), "compute");
            assertThat(handle.ranOn()).isEqualTo(device.getKey().name());
        }
    }

    @Test
    void aPoolDoesNotLendWhatFellBack() {
        try (KernelPool<float[]> pool = new KernelPool<>(() -> handle(new UntranslatableKernel()))) {
            assertThatThrownBy(pool::take).isInstanceOf(BackendException.class);
            assertThatThrownBy(pool::take).isInstanceOf(BackendException.class);
        }
    }

    @Test
    void aProductThatFailsOnTheDeviceIsNotComputedElsewhere() {
        FloatMatrix c = new FloatMatrix(7, 5, new float[35]);
        FragileKernel kernel = new FragileKernel();
        KernelHandle<float[]> handle = bound(kernel, c);
        try (Product product = new AparapiProduct<>(inputs.shape(), handle, c, KernelHandle::close)) {
            product.compute();
            assertThat(product.ranOn()).isEqualTo(device.getKey().name());
            assertThat(ProductCheck.exact(inputs, product.result(), SEED)).isEmpty();

            product.poison();
            kernel.breakOnDevices();
            assertThatThrownBy(product::compute)
                    .isInstanceOf(BackendException.class)
                    .hasMessageStartingWith(device.getKey().name() + " could not compute the product: ");
            assertThat(product.ranOn()).isEqualTo("nowhere");
            assertThat(c.elements()).containsOnly(Float.NaN);
        }
    }

    @Test
    void aFailureOfOneKernelLeavesTheNextOfItsClassUnharmed() {
        FragileKernel fragile = new FragileKernel();
        FloatMatrix c = new FloatMatrix(7, 5, new float[35]);
        try (KernelHandle<float[]> failing = handle(fragile);
                KernelHandle<float[]> sound = bound(new FragileKernel(), c)) {
            failing.unbind();
            fragile.breakOnDevices();
            assertThatThrownBy(failing::unbind).isInstanceOf(BackendException.class);
            sound.compute();
            sound.downloadC();
            assertThat(sound.ranOn()).isEqualTo(device.getKey().name());
            assertThat(ProductCheck.exact(inputs, c, SEED)).isEmpty();
        }
    }

    private KernelHandle<float[]> bound(FloatKernel kernel, FloatMatrix c) {
        KernelHandle<float[]> handle = handle(kernel);
        handle.bind(
                inputs.shape(),
                ((FloatMatrix) inputs.a()).elements(),
                ((FloatMatrix) inputs.b()).elements(),
                c.elements());
        return handle;
    }
}
