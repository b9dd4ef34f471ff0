package dev.santoku.backend.opencl.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.santoku.backend.Audit;
import dev.santoku.backend.Device;
import dev.santoku.backend.opencl.Discovery;
import dev.santoku.backend.opencl.JoclMultiplier;
import dev.santoku.backend.opencl.family.PanelFamily;
import dev.santoku.backend.opencl.handle.DeviceLimits;
import dev.santoku.backend.opencl.handle.DeviceLimits.Memory;
import dev.santoku.backend.opencl.handle.OpenClDevice;
import dev.santoku.backend.opencl.handle.Timeline;
import dev.santoku.matrix.Inputs;
import dev.santoku.matrix.Matrix;
import dev.santoku.matrix.Precision;
import dev.santoku.matrix.ProductCheck;
import dev.santoku.matrix.Shape;
import dev.santoku.result.Audits;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The driver's clock beside Java's, on PoCL and pretended. */
class AuditorTest {
    /** Ten milliseconds: PoCL's workers are woken late where the machine is busy, and no driver is at fault for that. */
    private static final double BUSY_MICROS = 1e4;

    private final Discovery discovery = Discovery.run();
    private final Device device = discovery.availability().devices().get(0);
    private final OpenClDevice openClDevice = discovery.find(device).orElseThrow();

    private Audit audit(DeviceLimits limits, Shape shape) {
        Inputs inputs = Inputs.integers(shape, Precision.F32, 5);
        List<Matrix> products = new ArrayList<>();
        try (JoclMultiplier multiplier = new JoclMultiplier(device, openClDevice, limits, new PanelFamily())) {
            Audit audit = multiplier
                    .audit(inputs.a(), inputs.b(), 1, c -> {
                        assertThat(ProductCheck.exact(inputs, c, 1)).isEmpty();
                        products.add(c);
                        inputs.turnA();
                    })
                    .orElseThrow();
            assertThat(products).isNotEmpty().doesNotHaveDuplicates();
            return audit;
        }
    }

    @Test
    void theClocksOfARealDeviceAgree() {
        Audit audit = audit(openClDevice.limits(), new Shape(401, 402, 403));
        assertThat(audit.transfers())
                .isEqualTo(new Audit.Transfers(Audit.Way.MAPPED, Audit.Way.MAPPED, Audit.Memory.HOST));
        assertThat(Audits.disagreements(audit, BUSY_MICROS)).isEmpty();
        assertThat(audit.byWrongClock()).isFalse();
        assertThat(audit.clockRate()).isPositive();
        assertThat(audit.clocks().products()).isEqualTo(3);
        assertThat(audit.clocks().resolution()).isBetween(1e-10, 1e-3);
        Audit.Reading compute = audit.clocks().compute();
        assertThat(compute.device()).isPositive().isLessThanOrEqualTo(compute.events());
        assertThat(compute.events()).isLessThanOrEqualTo(compute.wall());
    }

    @Test
    void tellsHowLargeMatricesTravel() {
        DeviceLimits own = openClDevice.limits();
        DeviceLimits apart = new DeviceLimits(
                own.kind(),
                own.computeUnits(),
                own.groupItems(),
                new Memory(
                        own.memory().localBytes(),
                        own.memory().allocationBytes(),
                        own.memory().totalBytes(),
                        false),
                own.lanes(),
                own.fillsBuffers());
        Shape large = new Shape(2100, 2100, 7);
        assertThat(audit(own, large).transfers())
                .isEqualTo(new Audit.Transfers(Audit.Way.MAPPED, Audit.Way.MAPPED, Audit.Memory.HOST));
        assertThat(audit(apart, large).transfers())
                .isEqualTo(new Audit.Transfers(Audit.Way.DRIVER, Audit.Way.STAGED, Audit.Memory.DEVICE));
    }

    @Test
    void addsUpWhatCommandsTell() {
        Audit.Reading reading = Timeline.reading(
                1e-6, List.of(new Timeline.Times(100, 110, 120, 420), new Timeline.Times(105, 115, 430, 1000)));
        assertThat(reading.events()).isEqualTo(900e-9, within(1e-15));
        assertThat(reading.device()).isEqualTo(870e-9, within(1e-15));
        assertThat(reading.ordered()).isTrue();
        assertThat(Timeline.reading(1e-6, List.of(new Timeline.Times(100, 90, 120, 420)))
                        .ordered())
                .isFalse();
    }
}
