package dev.santoku.yardstick;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.jna.Platform;
import dev.santoku.backend.Availability;
import dev.santoku.backend.Backend;
import dev.santoku.backend.BackendContract;
import dev.santoku.backend.BackendException;
import dev.santoku.backend.Backends;
import dev.santoku.backend.Device;
import dev.santoku.backend.Multiplier;
import dev.santoku.backend.OpenOptions;
import dev.santoku.backend.Product;
import dev.santoku.backend.UnsupportedProductException;
import dev.santoku.matrix.Inputs;
import dev.santoku.matrix.Precision;
import dev.santoku.matrix.Shape;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The whole contract against a CUDA in Java, so that the order of arguments is right where no GPU is; then the refusals. */
class CuBlasBackendTest extends BackendContract {
    private static final Inputs INPUTS = Inputs.integers(new Shape(3, 5, 7), Precision.F32, 1);

    private final FakeCuda fake = new FakeCuda("Other", "GPU");
    private final CuBlasBackend backend = over(fake, gpu("cl1", "GPU"));

    @Override
    protected Backend backend() {
        return backend;
    }

    private static CuBlasBackend over(FakeCuda fake, Device... openCl) {
        return over(fake, Map.of(), openCl);
    }

    private static CuBlasBackend over(FakeCuda fake, Map<String, String> addresses, Device... openCl) {
        return over(fake, addresses, Map.of(), openCl);
    }

    private static CuBlasBackend over(
            FakeCuda fake, Map<String, String> addresses, Map<Device, String> second, Device... openCl) {
        return new CuBlasBackend(
                () -> new CudaLibraries.Loading(Optional.of(fake.cuda()), Optional.empty()),
                () -> openCl.length == 0
                        ? new Availability.Unavailable("no OpenCL", "get some")
                        : new Availability.Available(List.of(openCl)),
                () -> addresses,
                () -> second,
                Map.of());
    }

    private static Device gpu(String id, String name) {
        return new Device(
                id, Device.Kind.GPU, name, "opencl", "NVIDIA CUDA", "580", 1, 1L << 30, 1L << 28, Precision.full());
    }

    @Test
    void isAYardstickFoundByItsNameAndSkippedWithACureWhereThereIsNone() {
        assertThat(Backends.byId("cublas")).containsInstanceOf(CuBlasBackend.class);
        assertThat(backend.yardstick()).isTrue();
        CuBlasBackend without = new CuBlasBackend(
                () -> new CudaLibraries.Loading(
                        Optional.empty(), Optional.of(new Availability.Unavailable("none here", "get one"))),
                () -> {
                    throw new AssertionError("OpenCL need not be asked");
                },
                Map::of,
                Map::of,
                Map.of());
        assertThat(without.probe()).isEqualTo(new Availability.Unavailable("none here", "get one"));
    }

    @Test
    void devicesBearOpenClsNamesAndThoseCalledAlikeAreCountedOff() {
        FakeCuda four = new FakeCuda("B", "A", "A", "C");
        CuBlasBackend known = over(four, gpu("cl0", "PoCL"), gpu("cl1", "A"), gpu("cl2", "B"), gpu("cl3", "A"));
        List<Device> devices = known.probe().devices();
        assertThat(devices).extracting(Device::id).containsExactly("cl1", "cl2", "cl3");
        for (Device device : devices) {
            try (Multiplier multiplier = known.open(device, known.variants().get(0), OpenOptions.defaults());
                    Product product = multiplier.prepare(INPUTS.a(), INPUTS.b())) {
                product.compute();
                assertThat(product.ranOn()).isEqualTo(device.name());
            }
        }
    }

    /** CUDA counts the fastest first, OpenCL by the bus; of two called alike one hangs on a display. */
    @Test
    void placesOnTheBusTellApartWhatNamesDoNot() {
        FakeCuda two = new FakeCuda("A", "A");
        two.addresses = List.of("0000:AF:00.0", "0000:3B:00.0");
        CuBlasBackend known =
                over(two, Map.of("cl0", "0000:3b:00.0", "cl1", "0000:af:00.0"), gpu("cl0", "A"), gpu("cl1", "A"));
        for (Device device : known.probe().devices()) {
            two.calls.clear();
            known.open(device, known.variants().get(0), OpenOptions.defaults()).close();
            assertThat(two.calls).contains(device.id().equals("cl0") ? "use 1" : "use 0");
        }
    }

    /** On WSL2 or a Jetson: it stands beside jocl's second route, and never twice on one GPU. */
    @Test
    void withoutOpenClItsDevicesBearTheNamesOfTheSecondRoute() {
        FakeCuda two = new FakeCuda("A", "A");
        two.addresses = List.of("0000:AF:00.0", "0000:3B:00.0");
        Map<Device, String> second = new LinkedHashMap<>();
        second.put(gpu("cuda0", "A"), "0000:3b:00.0");
        second.put(gpu("cuda1", "A"), "0000:af:00.0");
        CuBlasBackend alone = over(two, Map.of(), second);
        assertThat(alone.probe().devices()).extracting(Device::id).containsExactly("cuda0", "cuda1");
        two.calls.clear();
        alone.open(alone.probe().devices().get(0), alone.variants().get(0), OpenOptions.defaults())
                .close();
        assertThat(two.calls).contains("use 1");
        assertThat(over(two, Map.of("cl0", "0000:3b:00.0"), second, gpu("cl0", "A"))
                        .probe()
                        .devices())
                .extracting(Device::id)
                .containsExactly("cl0", "cuda1");
    }

    @Test
    void devicesThatOpenClDoesNotKnowAreNone() {
        assertThat(over(new FakeCuda("A"), gpu("cl0", "B")).probe())
                .isInstanceOfSatisfying(Availability.Unavailable.class, none -> assertThat(none.reason())
                        .isEqualTo("CUDA's devices (A) are not among OpenCL's"));
    }

    @Test
    void aDriverThatFindsNoDeviceIsAReason() {
        FakeCuda none = new FakeCuda();
        none.refusals.put("cudaGetDeviceCount", 100);
        assertThat(over(none, gpu("cl0", "B")).probe())
                .isEqualTo(new Availability.Unavailable(
                        "CUDA finds no device: cudaGetDeviceCount failed with status 100: error 100 of the fake",
                        "check NVIDIA's driver with nvidia-smi"));
    }

    @Test
    void f32StaysF32AndAllIsGivenBack() {
        int heldByOthers = fake.held();
        Multiplier multiplier = open(backend.variants().get(0));
        multiplier.prepare(INPUTS.a(), INPUTS.b()).compute();
        assertThat(fake.calls).contains("mode 0").doesNotContain("mode 3");
        assertThat(fake.held()).isGreaterThan(heldByOthers);
        multiplier.close();
        assertThat(fake.held()).isEqualTo(heldByOthers);
    }

    /** The contract multiplies them; here is in what, and where not: older units would compute TF32 in f32, and say nothing. */
    @ParameterizedTest
    @CsvSource({"TF32, 77, 80", "BF16, 68, 80", "F16, 68, 70", "I8, 72, 61"})
    void aReducedFormatIsComputedInItselfWhereTheArchitectureHasIt(Precision format, int computing, int least) {
        Inputs inputs = Inputs.integers(new Shape(3, 5, 7), format, 1);
        fake.capability = least;
        try (Multiplier multiplier = open(backend.variants().get(0))) {
            assertThat(multiplier.arithmetic(format)).isEqualTo(format);
            multiplier.multiply(inputs.a(), inputs.b());
            assertThat(fake.calls).contains("cublasGemmEx", "compute type " + computing);
        }
        fake.capability = least - 1;
        fake.calls.clear();
        try (Multiplier multiplier = open(backend.variants().get(0))) {
            assertThat(multiplier.arithmetic(format)).isEqualTo(Precision.F32);
            multiplier.multiply(inputs.a(), inputs.b());
            assertThat(fake.calls).contains("cublasSgemm").doesNotContain("cublasGemmEx");
        }
        fake.capability = 90;
    }

    /** On Hopper and Blackwell for data centres it has wgmma and tcgen05, which {@code jocl} has no peak of. */
    @ParameterizedTest
    @CsvSource({
        "70, F16, false", "75, I8, false", "80, BF16, false", "89, TF32, false", "90, BF16, true", "90, F64, false",
        "90, F32, false", "100, I8, true", "103, F16, true", "120, F16, false", "121, TF32, false", "200, F16, true"
    })
    void isBoundByThePeakOfJoclWhereThatIsOfTheBestInstruction(int capability, Precision arithmetic, boolean exceeds) {
        fake.capability = capability;
        try (Multiplier multiplier = open(backend.variants().get(0))) {
            assertThat(multiplier.mayExceedCeiling(arithmetic)).isEqualTo(exceeds);
        }
        fake.capability = 90;
    }

    /** cuBLAS would compute in f32, and the result would say tf32. */
    @Test
    void tf32ThatTheEnvironmentUndoesIsRefused() {
        CuBlasBackend undone = new CuBlasBackend(
                () -> new CudaLibraries.Loading(Optional.of(fake.cuda()), Optional.empty()),
                () -> new Availability.Available(List.of(gpu("cl1", "GPU"))),
                Map::of,
                Map::of,
                Map.of("NVIDIA_TF32_OVERRIDE", "0"));
        try (Multiplier multiplier =
                undone.open(gpu("cl1", "GPU"), undone.variants().get(0), OpenOptions.defaults())) {
            assertThatThrownBy(() -> multiplier.arithmetic(Precision.TF32))
                    .isInstanceOf(UnsupportedProductException.class)
                    .hasMessage("with NVIDIA_TF32_OVERRIDE=0 cuBLAS computes tf32 in f32: unset it");
            assertThat(multiplier.arithmetic(Precision.BF16)).isEqualTo(Precision.BF16);
        }
    }

    @Test
    void sumsOfI8ThatAreNotWrittenAreNaNAndThoseThatCouldOverflowAreRefused() {
        try (Multiplier multiplier = open(backend.variants().get(0))) {
            Inputs inputs = Inputs.integers(new Shape(3, 5, 7), Precision.I8, 1);
            try (Product product = multiplier.prepare(inputs.a(), inputs.b())) {
                product.poison();
                assertThat(product.result().at(2, 4)).isNaN();
            }
            Inputs deep = Inputs.integers(new Shape(1, 1, 130_001), Precision.I8, 1);
            assertThatThrownBy(() -> multiplier.prepare(deep.a(), deep.b()))
                    .isInstanceOf(UnsupportedProductException.class)
                    .hasMessageContaining("where k is above 130000");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"cublasSgemm", "cudaDeviceSynchronize", "cudaSetDevice", "cudaGetDevice"})
    void aRefusalWhileComputingIsToldWithItsStatus(String call) {
        try (Multiplier multiplier = open(backend.variants().get(0));
                Product product = multiplier.prepare(INPUTS.a(), INPUTS.b())) {
            fake.refusals.put(call, 13);
            assertThatThrownBy(product::compute)
                    .isInstanceOf(BackendException.class)
                    .hasMessageStartingWith(call + " failed with status 13: ");
            fake.refusals.clear();
        }
    }

    @Test
    void noMemoryLeftIsAProductThatTheDeviceCannotHold() {
        try (Multiplier multiplier = open(backend.variants().get(0))) {
            int held = fake.held();
            fake.refusals.put("cudaMalloc", 2);
            assertThatThrownBy(() -> multiplier.prepare(INPUTS.a(), INPUTS.b()))
                    .isInstanceOf(UnsupportedProductException.class)
                    .hasMessageContaining("finds no 0 MiB");
            fake.refusals.clear();
            fake.refusals.put("cudaMemcpy", 4);
            assertThatThrownBy(() -> multiplier.prepare(INPUTS.a(), INPUTS.b()))
                    .isInstanceOf(BackendException.class)
                    .hasMessageStartingWith("cudaMemcpy to the device failed with status 4: ");
            assertThat(fake.held()).isEqualTo(held);
            fake.refusals.clear();
        }
    }

    @Test
    void theSymbolTableIsThatOfTheV2Interface() {
        assertThat(CudaLibraries.symbols(CuBlas.class))
                .containsExactly("cublasCreate_v2", "cublasDestroy_v2", "cublasGetStatusString", "cublasSetMathMode");
        assertThat(Gemm.names())
                .containsExactlyInAnyOrder(
                        "cublasDgemmStridedBatched",
                        "cublasDgemm_v2",
                        "cublasGemmEx",
                        "cublasGemmStridedBatchedEx",
                        "cublasSgemmStridedBatched",
                        "cublasSgemm_v2");
        assertThat(CudaLibraries.symbols(CudaRuntime.class))
                .containsExactly(
                        "cudaDeviceGetAttribute",
                        "cudaDeviceGetPCIBusId",
                        "cudaDeviceSynchronize",
                        "cudaFree",
                        "cudaGetDevice",
                        "cudaGetDeviceCount",
                        "cudaGetDeviceProperties",
                        "cudaGetErrorString",
                        "cudaMalloc",
                        "cudaMemcpy",
                        "cudaMemset",
                        "cudaSetDevice");
    }

    @Test
    void theMachineHasTheLibrariesOrTellsWhichItLacks() {
        CudaLibraries.Loading loading = CudaLibraries.load();
        assertThat(loading.cuda().isPresent()).isNotEqualTo(loading.obstacle().isPresent());
        loading.obstacle().ifPresent(obstacle -> {
            assertThat(obstacle.reason()).contains("libcublas.so.12");
            assertThat(obstacle.cure()).contains("LD_LIBRARY_PATH");
        });
    }

    @Test
    void aLibraryWithoutAFunctionIsRefusedByItsName() {
        assertThatThrownBy(() -> CudaLibraries.load(Platform.C_LIBRARY_NAME, "cublas", CuBlas.class, List.of()))
                .isInstanceOf(CudaLibraries.MissingSymbolException.class)
                .hasMessage(Platform.C_LIBRARY_NAME + " has no function cublasCreate_v2: it is no cublas that we know");
        assertThatThrownBy(() -> CudaLibraries.load("libnotthere.so.13", "cublas", CuBlas.class, List.of()))
                .isInstanceOf(UnsatisfiedLinkError.class);
    }
}
