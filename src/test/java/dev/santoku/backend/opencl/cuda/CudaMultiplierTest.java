package dev.santoku.backend.opencl.cuda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.santoku.backend.Audit;
import dev.santoku.backend.Availability;
import dev.santoku.backend.Backend;
import dev.santoku.backend.BackendContract;
import dev.santoku.backend.BackendException;
import dev.santoku.backend.Device;
import dev.santoku.backend.LinkCeiling;
import dev.santoku.backend.Multiplier;
import dev.santoku.backend.OpenOptions;
import dev.santoku.backend.Product;
import dev.santoku.backend.UnsupportedProductException;
import dev.santoku.backend.Variant;
import dev.santoku.backend.opencl.family.KernelFamilies;
import dev.santoku.backend.opencl.family.KernelFamily;
import dev.santoku.backend.opencl.family.Parameters;
import dev.santoku.backend.opencl.handle.DeviceLimits;
import dev.santoku.faults.FakeCudaDriver;
import dev.santoku.matrix.Inputs;
import dev.santoku.matrix.Matrix;
import dev.santoku.matrix.Precision;
import dev.santoku.matrix.ProductCheck;
import dev.santoku.matrix.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The whole contract through CUDA's driver, which is a fake that computes; then the refusals. */
class CudaMultiplierTest extends BackendContract {
    private static final Inputs INPUTS = Inputs.integers(new Shape(70, 65, 33), Precision.F32, 1);

    private final FakeCudaDriver fake;
    private final Map.Entry<Device, CudaDevice> device;

    CudaMultiplierTest() throws Exception {
        fake = new FakeCudaDriver();
        device = devices().all().entrySet().iterator().next();
    }

    private CudaDevices devices() {
        return CudaDevices.find(() -> Cuda.load(fake.library()));
    }

    private Multiplier open(KernelFamily family) {
        return new CudaMultiplier(
                device.getKey(), device.getValue(), device.getValue().limits(), family, PtxIndex.load());
    }

    private Multiplier open() {
        return open(KernelFamilies.find("warp").orElseThrow());
    }

    /** The route as a back end of one variant: the contract's way to it. */
    @Override
    protected Backend backend() {
        return new Backend() {
            @Override
            public String id() {
                return "cuda";
            }

            @Override
            public List<Variant> variants() {
                return List.of(new Variant("warp", "compiled ahead"));
            }

            @Override
            public Availability probe() {
                return new Availability.Available(List.of(device.getKey()));
            }

            @Override
            public Multiplier open(Device chosen, Variant variant, OpenOptions options) {
                return CudaMultiplierTest.this.open();
            }
        };
    }

    /** At the edges of kept blocks, of widths of reads, and of a slice of k. */
    @Override
    protected List<Shape> edges() {
        return List.of(
                new Shape(127, 128, 64), new Shape(260, 257, 36), new Shape(64, 64, 1024), new Shape(8, 2048, 1100));
    }

    @AfterEach
    void allIsRightAgain() {
        fake.fault("");
        fake.capability(0);
    }

    @Test
    void describesTheDevice() {
        assertThat(device.getKey())
                .isEqualTo(new Device(
                        "cuda0",
                        Device.Kind.GPU,
                        "Fake GPU 0",
                        "cuda",
                        "CUDA",
                        "CUDA 12.4",
                        4,
                        512L << 20,
                        512L << 20,
                        Precision.full()));
        assertThat(device.getValue().pciAddress()).contains("0000:01:00.0");
        assertThat(device.getValue().limits().architecture().name()).isEqualTo("sm_75");
        assertThat(device.getValue().limits().compiles()).isFalse();
    }

    @Test
    void noDriverAndNoDeviceAreNone() {
        assertThat(CudaDevices.find(() -> Cuda.load("libnotthere.so.1")).all()).isEmpty();
        assertThat(CudaDevices.find(() -> Cuda.load("libc.so.6")).all())
                .as("a library without its functions")
                .isEmpty();
        fake.fault("none");
        assertThat(devices().all()).isEmpty();
    }

    @Test
    void allIsGivenBack() {
        int heldByOthers = fake.held();
        try (Multiplier multiplier = open()) {
            multiplier.prepare(INPUTS.a(), INPUTS.b()).compute();
            assertThat(fake.held()).isGreaterThan(heldByOthers);
        }
        assertThat(fake.held()).isEqualTo(heldByOthers);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "oom  | Fake GPU 0 finds no memory for 70x65x33 now: cuMemAlloc failed with CUDA_ERROR_OUT_OF_MEMORY (2), out of memory",
                "full | 70x65x33 needs 1 MiB and Fake GPU 0 has 0 MiB of memory free"
            })
    void noMemoryLeftIsAProductThatTheDeviceCannotHold(String fault, String message) {
        try (Multiplier multiplier = open()) {
            int held = fake.held();
            fake.fault(fault);
            assertThatThrownBy(() -> multiplier.prepare(INPUTS.a(), INPUTS.b()))
                    .isInstanceOf(UnsupportedProductException.class)
                    .hasMessage(message);
            fake.fault("");
            multiplier.multiply(INPUTS.a(), INPUTS.b());
            fake.fault(fault);
            assertThat(fake.held())
                    .as("a module, two stages with their marks, three buffers")
                    .isEqualTo(held + 8);
        }
    }

    @Test
    void aDriverThatDoesNotTakeThePtxIsToldWithWhatItsCompilerSays() {
        fake.fault("ptx");
        try (Multiplier multiplier = open()) {
            assertThatThrownBy(() -> multiplier.prepare(INPUTS.a(), INPUTS.b()))
                    .isInstanceOf(BackendException.class)
                    .isNotInstanceOf(UnsupportedProductException.class)
                    .hasMessageContainingAll(
                            "Fake GPU 0 does not take warp-f32-64x64-single.ptx, of PTX 6.0: cuModuleLoadDataEx failed with "
                                    + "CUDA_ERROR_INVALID_PTX (218)",
                            "Unsupported .version",
                            "a newer driver may")
                    .message()
                    .doesNotContain("\n");
        }
    }

    @Test
    void aLaunchThatFailsIsToldWithItsStatus() {
        try (Multiplier multiplier = open();
                Product product = multiplier.prepare(INPUTS.a(), INPUTS.b())) {
            fake.fault("launch");
            assertThatThrownBy(product::compute)
                    .isInstanceOf(BackendException.class)
                    .hasMessage("Fake GPU 0 cannot compute 70x65x33: cuStreamSynchronize failed with "
                            + "CUDA_ERROR_ILLEGAL_ADDRESS (700), as the fake has it");
        }
    }

    @Test
    void kernelsThatAreNotCompiledAheadAreNoneOfThisRoute() {
        try (Multiplier multiplier = open(KernelFamilies.find("tiled").orElseThrow())) {
            assertThatThrownBy(() -> multiplier.prepare(INPUTS.a(), INPUTS.b()))
                    .isInstanceOf(UnsupportedProductException.class)
                    .hasMessageContainingAll("no kernels of tiled.cl compiled ahead", "sm_75", "choose jocl:warp");
        }
    }

    /** Chunks of 8 MiB take turns in two stages. */
    @Test
    void matricesOfSeveralChunksArriveWhole() {
        Inputs large = Inputs.integers(new Shape(2200, 2100, 1), Precision.F32, 2);
        Inputs deep = Inputs.integers(new Shape(1, 3, 7 << 20), Precision.F64, 3);
        try (Multiplier multiplier = open()) {
            for (Inputs inputs : List.of(large, deep)) {
                assertThat(ProductCheck.exact(inputs, multiplier.multiply(inputs.a(), inputs.b()), 1))
                        .isEmpty();
            }
        }
    }

    @Test
    void moreProductsThanGroupsAlongTheSecondDimensionAreRefused() {
        try (Multiplier multiplier = open()) {
            assertThatThrownBy(() -> multiplier.prepare(
                            Matrix.zeros(Precision.F32, 65536, 1), Matrix.zeros(Precision.F32, 65536, 1), 65536))
                    .isInstanceOf(UnsupportedProductException.class)
                    .hasMessageContaining("65536 products at once, and CUDA launches at most 65535");
        }
    }

    @ParameterizedTest
    @CsvSource({"75, F16", "75, I8", "80, TF32", "80, BF16", "80, F16", "80, I8"})
    void multipliesReducedFormatsInTheirOwnArithmetic(int capability, Precision precision) {
        fake.capability(capability);
        KernelFamily family = KernelFamilies.find("matrix").orElseThrow();
        Inputs inputs = Inputs.integers(new Shape(300, 260, 333), precision, 1);
        try (Multiplier multiplier = open(family)) {
            assertThat(multiplier.arithmetic(precision)).isEqualTo(precision);
            assertThat(ProductCheck.exact(inputs, multiplier.multiply(inputs.a(), inputs.b()), 1))
                    .isEmpty();
        }
    }

    /** Tiles of 64 KB: a launch gives a kernel so much only where the driver was asked for it. */
    @Test
    void localMemoryBeyondThatOfAllKernelsIsAskedFor() {
        assertThat(device.getValue().limits().memory().localBytes()).isEqualTo(64 << 10);
        fake.capability(80);
        DeviceLimits limits = device.getValue().limits();
        assertThat(limits.memory().localBytes()).isEqualTo(99 << 10);
        KernelFamily family = KernelFamilies.find("matrix").orElseThrow();
        Parameters deep = family.alternatives(limits, Precision.BF16)
                .filter(parameters -> parameters.values().get("STAGES") == 4)
                .findFirst()
                .orElseThrow();
        Inputs inputs = Inputs.integers(new Shape(1500, 1300, 333), Precision.BF16, 1);
        try (Multiplier multiplier =
                new CudaMultiplier(device.getKey(), device.getValue(), limits, family.with(deep), PtxIndex.load())) {
            assertThat(ProductCheck.exact(inputs, multiplier.multiply(inputs.a(), inputs.b()), 1))
                    .isEmpty();
            fake.fault("shared");
            assertThatThrownBy(() -> multiplier.multiply(inputs.a(), inputs.b()))
                    .hasMessageContaining("cuFuncSetAttribute of packed, for 65536 bytes of local memory, failed with");
        }
    }

    /** The fake takes as long for its multiply-adds as 2,000 of 10⁹ operations a second would. */
    @Test
    void measuresThePeakOfRegistersMemoryAndLink() {
        int heldByOthers = fake.held();
        try (Multiplier multiplier = open()) {
            for (Precision precision : List.of(Precision.F32, Precision.F64, Precision.F16, Precision.I8)) {
                assertThat(multiplier.fmaCeiling(precision).orElseThrow())
                        .as("%s", precision)
                        .isBetween(200.0, 2001.0);
            }
            assertThat(multiplier.bandwidthCeiling().orElseThrow()).isBetween(0.01, 1e4);
            LinkCeiling link = multiplier.linkCeiling().orElseThrow();
            assertThat(List.of(
                            link.hostToDeviceGBs(),
                            link.deviceToHostGBs(),
                            link.pinnedHostToDeviceGBs(),
                            link.pinnedDeviceToHostGBs()))
                    .allSatisfy(rate -> assertThat(rate).isBetween(0.01, 1e4));
            assertThat(link.launchMicros()).isBetween(0.1, 1e6);
            fake.fault("oom");
            assertThat(multiplier.bandwidthCeiling()).isEmpty();
            assertThat(multiplier.linkCeiling()).isEmpty();
        }
        assertThat(fake.held()).isEqualTo(heldByOthers);
    }

    @Test
    void aPeakOfMultiplyAddsThatAreLeftOutIsNone() {
        try (Multiplier multiplier = open()) {
            assertThat(multiplier.fmaCeiling(Precision.TF32))
                    .as("Turing has no instructions for it")
                    .isEmpty();
            fake.fault("lazy");
            assertThatThrownBy(() -> multiplier.fmaCeiling(Precision.F32))
                    .isInstanceOf(BackendException.class)
                    .hasMessageContaining("fma_rate of ceilings.cl is wrong on Fake GPU 0 in f32");
            fake.fault("launch");
            assertThatThrownBy(() -> multiplier.bandwidthCeiling())
                    .isInstanceOf(BackendException.class)
                    .hasMessage("what Fake GPU 0 can do at most cannot be measured: cuStreamSynchronize failed with "
                            + "CUDA_ERROR_ILLEGAL_ADDRESS (700), as the fake has it");
        }
    }

    @Test
    void auditsByTheDevicesClock() {
        List<String> complaints = new ArrayList<>();
        try (Multiplier multiplier = open()) {
            Audit audit = multiplier
                    .audit(INPUTS.a(), INPUTS.b(), 1, c -> ProductCheck.exact(INPUTS, c, 1)
                            .ifPresent(complaints::add))
                    .orElseThrow();
            assertThat(complaints).isEmpty();
            assertThat(audit.transfers().memory()).isEqualTo(Audit.Memory.DEVICE);
            assertThat(audit.clocks().compute().device())
                    .isBetween(0.0, audit.clocks().compute().wall());
            assertThat(audit.clocks().products()).isEqualTo(3);
        }
    }
}
