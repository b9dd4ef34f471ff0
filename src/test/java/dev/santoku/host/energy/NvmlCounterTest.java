package dev.santoku.host.energy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.sun.jna.Pointer;
import com.sun.jna.ptr.LongByReference;
import com.sun.jna.ptr.PointerByReference;
import java.util.List;
import org.junit.jupiter.api.Test;

class NvmlCounterTest {
    private static final String PLACE = "0000:3b:00.0";

    /** One GPU at that place. */
    private static final class FakeNvml implements Nvml {
        private static final int NOT_FOUND = 6;
        private static final int NOT_SUPPORTED = 3;

        private boolean driver = true;
        private boolean counts = true;
        private long millijoules = 123_456_789_000L;

        @Override
        public int nvmlInit_v2() {
            return driver ? 0 : 9;
        }

        @Override
        public int nvmlDeviceGetHandleByPciBusId_v2(String address, PointerByReference device) {
            device.setValue(new Pointer(0x1000));
            return address.equals(PLACE) ? 0 : NOT_FOUND;
        }

        @Override
        public int nvmlDeviceGetTotalEnergyConsumption(Pointer device, LongByReference value) {
            value.setValue(millijoules);
            return counts && device.equals(new Pointer(0x1000)) ? 0 : NOT_SUPPORTED;
        }
    }

    private final FakeNvml nvml = new FakeNvml();

    @Test
    void countsJoulesFromTheMomentItWasOpened() {
        EnergyCounter counter = NvmlCounter.open(() -> nvml, PLACE).orElseThrow();
        assertThat(counter.joules()).hasValue(0);
        nvml.millijoules += 1500;
        assertThat(counter.joules().orElseThrow()).isEqualTo(1.5, within(1e-6));
        nvml.counts = false;
        assertThat(counter.joules()).isEmpty();
    }

    @Test
    void isAbsentWithoutLibraryDriverGpuOrCounter() {
        assertThat(NvmlCounter.open(
                        () -> {
                            throw new UnsatisfiedLinkError("libnvidia-ml.so.1");
                        },
                        PLACE))
                .isEmpty();
        assertThat(NvmlCounter.open(() -> nvml, "0000:5e:00.0")).isEmpty();
        nvml.counts = false;
        assertThat(NvmlCounter.open(() -> nvml, PLACE)).isEmpty();
        nvml.driver = false;
        assertThat(NvmlCounter.open(() -> nvml, PLACE)).isEmpty();
    }

    @Test
    void namesFunctionsOfTheLibraryAsItDoes() {
        assertThat(Nvml.class.getDeclaredMethods())
                .extracting(java.lang.reflect.Method::getName)
                .containsExactlyInAnyOrderElementsOf(List.of(
                        "nvmlInit_v2", "nvmlDeviceGetHandleByPciBusId_v2", "nvmlDeviceGetTotalEnergyConsumption"));
    }
}
