package dev.santoku.backend.opencl.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.santoku.backend.Availability;
import dev.santoku.backend.BackendException;
import dev.santoku.backend.Device;
import dev.santoku.backend.LinkCeiling;
import dev.santoku.backend.Multiplier;
import dev.santoku.backend.OpenOptions;
import dev.santoku.backend.Product;
import dev.santoku.backend.opencl.Discovery;
import dev.santoku.backend.opencl.JoclBackend;
import dev.santoku.backend.opencl.family.MatrixInstruction;
import dev.santoku.backend.opencl.handle.Buffer;
import dev.santoku.backend.opencl.handle.Context;
import dev.santoku.backend.opencl.handle.DeviceLimits;
import dev.santoku.backend.opencl.handle.DeviceLimits.Lanes;
import dev.santoku.backend.opencl.handle.DeviceLimits.Memory;
import dev.santoku.backend.opencl.handle.GpuArchitecture;
import dev.santoku.backend.opencl.handle.Handles;
import dev.santoku.backend.opencl.handle.OpenClDevice;
import dev.santoku.matrix.Inputs;
import dev.santoku.matrix.Precision;
import dev.santoku.matrix.Shape;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Rates are the machine's; what can be false is that they are measured at all, of right sums, and above what products reach. */
class DeviceCeilingsTest {
    private final JoclBackend backend = new JoclBackend();

    private Multiplier open() {
        Availability availability = backend.probe();
        assertThat(availability).isInstanceOf(Availability.Available.class);
        Device device = availability.devices().get(0);
        return backend.open(device, backend.defaultVariant(device), OpenOptions.defaults());
    }

    @ParameterizedTest
    @EnumSource(
            value = Precision.class,
            names = {"F32", "F64"})
    void registersAloneAreFasterThanTheTextbooksProduct(Precision precision) {
        Shape shape = Shape.square(256);
        Inputs inputs = Inputs.uniform(shape, precision, 1);
        Device device = backend.probe().devices().get(0);
        double fma;
        try (Multiplier multiplier = open()) {
            fma = multiplier.fmaCeiling(precision).orElseThrow();
            assertThat(multiplier.fmaCeiling(precision)).as("once more").isPresent();
        }
        try (Multiplier naive = backend.open(device, backend.variants().get(0), OpenOptions.defaults());
                Product product = naive.prepare(inputs.a(), inputs.b())) {
            product.compute();
            long start = System.nanoTime();
            product.compute();
            double gflops = shape.flops() / (System.nanoTime() - start);
            assertThat(fma).isGreaterThan(2 * gflops);
        }
    }

    /** Whatever a driver says of its vectors, the width that its processor may have is tried. */
    @Test
    void severalFormsAreTriedOnEachKindOfDevice() {
        DeviceLimits narrow = new DeviceLimits(
                Device.Kind.CPU, 2, 4096, new Memory(1 << 15, 1L << 30, 1L << 31, true), new Lanes(4, 2), true);
        assertThat(FmaForm.all(narrow, Precision.F32))
                .startsWith(new FmaForm(4, 12))
                .contains(new FmaForm(16, 12), new FmaForm(16, 8), new FmaForm(8, 8));
        assertThat(FmaForm.all(narrow, Precision.F64)).contains(new FmaForm(8, 12), new FmaForm(4, 8));
        DeviceLimits gpu = new DeviceLimits(
                Device.Kind.GPU, 132, 1024, new Memory(48 << 10, 1L << 34, 1L << 36, false), new Lanes(1, 1), true);
        assertThat(FmaForm.all(gpu, Precision.F32))
                .startsWith(new FmaForm(1, 12))
                .contains(new FmaForm(2, 8), new FmaForm(4, 4), new FmaForm(1, 12, true, 1));
    }

    @ParameterizedTest
    @EnumSource(
            value = Precision.class,
            names = {"F32", "F64"})
    void sumsOfProductsCountAsMuchAsTheyCompute(Precision precision) {
        Discovery discovery = Discovery.run();
        OpenClDevice device =
                discovery.find(discovery.availability().devices().get(0)).orElseThrow();
        try (Handles owner = new Handles()) {
            Context context = owner.own(new Context(device));
            OpenClProbed probed = owner.own(new OpenClProbed(context, owner.own(context.createQueue())));
            for (FmaForm form : List.of(new FmaForm(16, 8), new FmaForm(16, 8, true, 1))) {
                FmaRate<Buffer> rate = FmaRate.build(probed, device.limits(), precision, form, owner);
                assertThat(rate.gflops().orElseThrow()).as("%s", form).isBetween(1.0, 1e6);
            }
        }
    }

    /** By what each means; the sums show whether as many multiply-adds are computed as are counted. */
    @Test
    void matrixInstructionsCountAsMuchAsTheyCompute() {
        Discovery discovery = Discovery.run();
        OpenClDevice device =
                discovery.find(discovery.availability().devices().get(0)).orElseThrow();
        DeviceLimits gpu = new DeviceLimits(
                Device.Kind.GPU, 1, 64, new Memory(48 << 10, 1L << 28, 1L << 30, false), new Lanes(1, 1), true);
        try (Handles owner = new Handles()) {
            Context context = owner.own(new Context(device));
            OpenClProbed probed = owner.own(new OpenClProbed(context, owner.own(context.createQueue())));
            for (MatrixInstruction each : MatrixInstruction.values()) {
                FmaForm form = FmaForm.of(each, 3, true);
                assertThat(FmaRate.build(probed, gpu, each.precision(), form, owner))
                        .as("%s", each)
                        .isNotNull();
            }
        }
        GpuArchitecture hopper = new GpuArchitecture(GpuArchitecture.Vendor.NVIDIA, "sm_90", 32, Set.of());
        assertThat(FmaForm.all(gpu.of(hopper), Precision.F64))
                .contains(new FmaForm(1, 12), FmaForm.of(MatrixInstruction.NVIDIA_F64_TALL, 8, false));
        assertThat(FmaForm.all(gpu.of(hopper), Precision.F32)).isEqualTo(FmaForm.all(gpu, Precision.F32));
        assertThat(FmaForm.all(gpu.of(hopper), Precision.F16)).isNotEmpty().allSatisfy(form -> assertThat(
                        form.code(Precision.F16).options())
                .contains("-DNATIVE=1", "-DINSTRUCTION=5"));
        GpuArchitecture volta = new GpuArchitecture(GpuArchitecture.Vendor.NVIDIA, "sm_70", 32, Set.of());
        assertThat(FmaForm.all(gpu.of(volta), Precision.F16))
                .as("no instruction of its own")
                .isEmpty();
    }

    @Test
    void theMemoryAndTheWayThereHaveRates() {
        try (Multiplier multiplier = open()) {
            assertThat(multiplier.bandwidthCeiling().orElseThrow()).isBetween(0.1, 1e5);
            LinkCeiling link = multiplier.linkCeiling().orElseThrow();
            assertThat(link.hostToDeviceGBs()).isBetween(0.01, 1e4);
            assertThat(link.deviceToHostGBs()).isBetween(0.01, 1e4);
            assertThat(link.pinnedHostToDeviceGBs()).isBetween(0.01, 1e4);
            assertThat(link.pinnedDeviceToHostGBs()).isBetween(0.01, 1e4);
            assertThat(link.launchMicros()).isBetween(0.1, 1e6);
        }
    }

    @Test
    void theBestOfEachFigureCounts() {
        assertThat(new LinkCeiling(1, 2, 3, 4, 5).best(new LinkCeiling(4, 1, 3.5, 2, 7)))
                .isEqualTo(new LinkCeiling(4, 2, 3.5, 4, 5));
    }

    @Test
    void sumsThatALazyCompilerLeavesOutAreFoundOut() {
        assertThatThrownBy(() -> FmaRate.check(
                        "a device", Precision.F32, new FmaForm(4, 12), new double[] {4 * (66 + 12 * 37), 4 * 66}))
                .isInstanceOf(BackendException.class)
                .hasMessage(
                        "fma_rate of ceilings.cl is wrong on a device in f32: work-item 1 sums up to 264.0, not to 2088.0");
    }
}
