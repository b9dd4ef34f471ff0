package dev.santoku.backend.aparapi;

import static org.assertj.core.api.Assertions.assertThat;

import com.aparapi.device.OpenCLDevice;
import dev.santoku.backend.Device;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Kernels are lent to one product at a time, and come back empty. */
class KernelPoolTest {
    private final Map.Entry<Device, OpenCLDevice> device =
            AparapiDevices.probe().handles().entrySet().iterator().next();

    private int built;

    private KernelHandle<float[]> build() {
        built++;
        return new KernelHandle<>(
                new NaiveFloatKernel(1), device.getValue(), device.getKey().name());
    }

    @Test
    void buildsNoMoreThanAreOutAtOnce() {
        try (KernelPool<float[]> pool = new KernelPool<>(this::build)) {
            KernelHandle<float[]> first = pool.take();
            KernelHandle<float[]> second = pool.take();
            assertThat(second).isNotSameAs(first);
            pool.giveBack(first);
            assertThat(pool.take()).isSameAs(first);
            pool.giveBack(first);
            pool.giveBack(second);
            assertThat(built).isEqualTo(2);
        }
    }

    @Test
    void keepsNothingOnceClosed() {
        KernelPool<float[]> pool = new KernelPool<>(this::build);
        KernelHandle<float[]> late = pool.take();
        pool.close();
        pool.giveBack(late);
        try (KernelHandle<float[]> next = pool.take()) {
            assertThat(next).isNotSameAs(late);
        }
    }
}
