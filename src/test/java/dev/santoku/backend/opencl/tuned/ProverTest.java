package dev.santoku.backend.opencl.tuned;

import static org.assertj.core.api.Assertions.assertThat;

import dev.santoku.backend.Device;
import dev.santoku.backend.Multiplier;
import dev.santoku.backend.Product;
import dev.santoku.backend.Tuning;
import dev.santoku.backend.TuningKey;
import dev.santoku.backend.opencl.Discovery;
import dev.santoku.backend.opencl.JoclMultiplier;
import dev.santoku.backend.opencl.family.Algorithm;
import dev.santoku.backend.opencl.family.Argument;
import dev.santoku.backend.opencl.family.KernelCode;
import dev.santoku.backend.opencl.family.KernelFamily;
import dev.santoku.backend.opencl.family.KernelLaunch;
import dev.santoku.backend.opencl.family.LaunchPlan;
import dev.santoku.backend.opencl.family.MatrixFamily;
import dev.santoku.backend.opencl.family.PanelFamily;
import dev.santoku.backend.opencl.family.Parameters;
import dev.santoku.backend.opencl.family.WarpFamily;
import dev.santoku.backend.opencl.handle.DeviceLimits;
import dev.santoku.backend.opencl.handle.DeviceLimits.Lanes;
import dev.santoku.backend.opencl.handle.DeviceLimits.Memory;
import dev.santoku.backend.opencl.handle.GpuArchitecture;
import dev.santoku.backend.opencl.handle.GpuArchitecture.Vendor;
import dev.santoku.backend.opencl.handle.OpenClDevice;
import dev.santoku.backend.tuned.TunedCache;
import dev.santoku.matrix.Inputs;
import dev.santoku.matrix.Precision;
import dev.santoku.matrix.ProductCheck;
import dev.santoku.matrix.Shape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Parameters whose products come out wrong, on PoCL with a kernel that spoils them. */
@Tag("any-jdk")
class ProverTest {
    private static final List<KernelFamily> PANEL = List.of(new PanelFamily());

    private final Discovery discovery = Discovery.run();
    private final Device device = discovery.availability().devices().get(0);
    private final OpenClDevice openClDevice = discovery.find(device).orElseThrow();
    private final DeviceLimits limits = openClDevice.limits();
    private final List<Parameters> tested = new ArrayList<>();

    @TempDir
    private Path folder;

    private Path file;

    @BeforeEach
    void setUp() {
        file = folder.resolve("santoku").resolve("selftest.json");
    }

    /** @param wrong which parameters compute wrong products */
    private Prover prover(Path kept, String build, Predicate<Parameters> wrong) {
        KnownParameters known = new KnownParameters(
                new TunedCache.Content(List.of(), Optional.empty()), List.of(), new SelfTestCache(kept), build);
        return new Prover(
                device, limits, known, precision -> openClDevice.key(device, precision), (family, parameters) -> {
                    tested.add(parameters);
                    Algorithm algorithm = family.with(parameters);
                    return open(wrong.test(parameters) ? spoiled(algorithm) : algorithm);
                });
    }

    private Multiplier open(Algorithm algorithm) {
        return new JoclMultiplier(device, openClDevice, limits, algorithm);
    }

    private static Algorithm spoiled(Algorithm algorithm) {
        return new Algorithm() {
            @Override
            public LaunchPlan fit(DeviceLimits limits, Precision precision, Shape shape) {
                LaunchPlan right = algorithm.fit(limits, precision, shape);
                List<KernelLaunch> steps = new ArrayList<>(right.steps());
                steps.add(new KernelLaunch(
                        KernelCode.of("planted_spoil", Map.of("PRECISION", precision.bytes() * Byte.SIZE)),
                        "planted_spoil",
                        1,
                        1,
                        0,
                        List.of(Argument.of(LaunchPlan.C))));
                return new LaunchPlan(precision, right.scratch(), steps);
            }

            @Override
            public boolean multiplies(DeviceLimits limits, Precision precision) {
                return algorithm.multiplies(limits, precision);
            }
        };
    }

    private static boolean isOwn(Parameters parameters) {
        return parameters.values().getOrDefault("OWN", 0) == 1;
    }

    @Test
    void whatComputesWrongProductsGivesWayToTheNextAndIsKept() {
        Tuning tuning = prover(file, "1", ProverTest::isOwn).prove(Precision.F32, PANEL);
        Tuning shipped =
                new Tuning(PANEL.get(0).shipped(limits, Precision.F32).candidate(), Tuning.Source.DEFAULTS, null, null);
        assertThat(tuning.candidate()).isEqualTo(shipped.candidate().with("OWN", 0));
        assertThat(tuning.proven()).isTrue();
        assertThat(tuning.rejected())
                .singleElement()
                .satisfies(rejected -> assertThat(rejected.candidate()).isEqualTo(shipped.candidate()))
                .satisfies(
                        rejected -> assertThat(rejected.reason()).matches("1x67x33: element \\(0, 0\\) .* must be .*"));

        tested.clear();
        assertThat(prover(file, "1", parameters -> true).prove(Precision.F32, PANEL))
                .isEqualTo(tuning);
        assertThat(tested).as("what was found before is not tested again").isEmpty();
        Tuning after = prover(file, "2", parameters -> false).prove(Precision.F32, PANEL);
        assertThat(after).as("another build of the platform").isEqualTo(shipped.tested(true, List.of()));
    }

    @Test
    void anotherFamilyHelpsOutAndWhereNoneIsRightNothingIsHidden() {
        Tuning another = prover(file, "1", parameters -> parameters.family().equals("panel"))
                .prove(Precision.F32, PANEL);
        assertThat(another.candidate().family()).isEqualTo("direct");
        assertThat(another.proven()).isTrue();
        assertThat(another.rejected()).hasSize(2);

        Tuning none = prover(file, "2", parameters -> true).prove(Precision.F32, PANEL);
        assertThat(none.candidate())
                .isEqualTo(PANEL.get(0).shipped(limits, Precision.F32).candidate());
        assertThat(none.proven()).isFalse();
        assertThat(none.rejected())
                .extracting(rejected -> rejected.candidate().family())
                .containsExactly("panel", "panel", "direct", "tiled", "naive");
    }

    /** Of words by what the instruction means, so that any processor can show it. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void whatAnInstructionComputesWrongIsComputedInF32(boolean lies) {
        DeviceLimits words = new DeviceLimits(
                Device.Kind.CPU, 2, 64, limits.memory(), new Lanes(16, 8, Set.of(Precision.BF16)), true);
        KnownParameters known = new KnownParameters(
                new TunedCache.Content(List.of(), Optional.empty()), List.of(), new SelfTestCache(file), "1");
        KernelFamily panel = PANEL.get(0);
        Prover prover = new Prover(
                device, words, known, precision -> openClDevice.key(device, precision), (family, parameters) -> {
                    boolean ofWords = parameters.values().containsKey("NATIVE");
                    Algorithm right = family.with(ofWords ? parameters.with("NATIVE", 0) : parameters);
                    Algorithm algorithm = lies && ofWords ? spoiled(right) : right;
                    return new JoclMultiplier(device, openClDevice, words, algorithm);
                });
        TunedAlgorithm algorithm = new TunedAlgorithm(panel, prover);
        assertThat(algorithm.multiplies(words, Precision.BF16)).isEqualTo(!lies);
        assertThat(algorithm.multiplies(words, Precision.F16)).isFalse();
        if (lies) {
            Inputs inputs = Inputs.integers(new Shape(35, 67, 19), Precision.BF16, 3);
            try (Multiplier multiplier = new JoclMultiplier(device, openClDevice, words, algorithm);
                    Product product = multiplier.prepare(inputs.a(), inputs.b())) {
                assertThat(multiplier.arithmetic(Precision.BF16)).isEqualTo(Precision.F32);
                product.compute();
                assertThat(ProductCheck.exact(inputs, product.result(), 3)).isEmpty();
            }
        }
    }

    /** AMX's tiles by what they mean, so that any processor can show it; this one's own compiler refuses them, or they are right. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void whereTilesAreWrongVectorsMultiply(boolean lie) {
        Set<Precision> bf16 = Set.of(Precision.BF16);
        DeviceLimits tiled =
                new DeviceLimits(Device.Kind.CPU, 2, 64, limits.memory(), new Lanes(16, 8, bf16, bf16), true);
        KnownParameters known = new KnownParameters(
                new TunedCache.Content(List.of(), Optional.empty()), List.of(), new SelfTestCache(file), "1");
        Prover prover = new Prover(
                device, tiled, known, precision -> openClDevice.key(device, precision), (family, parameters) -> {
                    int isNative = parameters.values().getOrDefault("NATIVE", 0);
                    Algorithm right =
                            family.with(isNative == 0 ? parameters : parameters.with("NATIVE", isNative == 2 ? 3 : 0));
                    return new JoclMultiplier(
                            device, openClDevice, tiled, lie && isNative == 2 ? spoiled(right) : right);
                });
        Tuning tuning = prover.prove(Precision.BF16, PANEL.subList(0, 1));
        assertThat(tuning.proven()).isTrue();
        assertThat(tuning.candidate().parameters().get("NATIVE")).isEqualTo(lie ? 1 : 2);
        assertThat(tuning.rejected()).hasSize(lie ? 1 : 0);
    }

    private TuningKey keyOfGpu(Precision precision) {
        TuningKey key = openClDevice.key(device, precision);
        return new TuningKey(key.device(), key.vendor(), Device.Kind.GPU, key.driver(), key.platform(), precision);
    }

    /** By what the instructions mean, so that any processor can show it. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2})
    void whatMatrixInstructionsComputeWrongOthersCompute(int liars) {
        DeviceLimits hopper = new DeviceLimits(
                        Device.Kind.GPU, 2, 128, limits.memory(), limits.lanes(), limits.fillsBuffers())
                .of(new GpuArchitecture(Vendor.NVIDIA, "sm_90", 32, Set.of()));
        KnownParameters known = new KnownParameters(
                new TunedCache.Content(List.of(), Optional.empty()), List.of(), new SelfTestCache(file), "1");
        Prover prover = new Prover(device, hopper, known, this::keyOfGpu, (family, parameters) -> {
            boolean isMatrix = parameters.family().equals("matrix");
            Algorithm right = family.with(isMatrix ? parameters.with("NATIVE", 0) : parameters);
            boolean lies = isMatrix
                    && (liars == 2 || (liars == 1 && parameters.values().get("INSTRUCTION") == 2));
            return new JoclMultiplier(device, openClDevice, hopper, lies ? spoiled(right) : right);
        });
        Tuning tuning = prover.prove(Precision.F64, List.of(new MatrixFamily()));
        assertThat(tuning.proven()).isTrue();
        assertThat(tuning.source()).isEqualTo(Tuning.Source.ANALYSIS);
        assertThat(tuning.rejected())
                .extracting(rejected -> rejected.candidate().parameters().get("INSTRUCTION"))
                .containsExactlyElementsOf(List.of(2, 1).subList(0, liars));
        assertThat(tuning.candidate().family()).isEqualTo(liars == 2 ? "warp" : "matrix");

        TunedAlgorithm algorithm = new TunedAlgorithm(new MatrixFamily(), prover);
        assertThat(algorithm.multiplies(hopper, Precision.F16)).isEqualTo(liars < 2);
        assertThat(algorithm.multiplies(hopper, Precision.I8)).isEqualTo(liars < 2);
        Inputs inputs = Inputs.integers(new Shape(35, 67, 19), Precision.F32, 3);
        try (Multiplier multiplier = new JoclMultiplier(device, openClDevice, hopper, algorithm);
                Product product = multiplier.prepare(inputs.a(), inputs.b())) {
            product.compute();
            assertThat(ProductCheck.exact(inputs, product.result(), 3))
                    .as("by warp, which has no instruction to fail")
                    .isEmpty();
        }
    }

    /** PoCL takes no option of Intel's, as an old driver of Intel's would not, whatever the shapes of a self-test are. */
    @Test
    void whereAnOptionIsRefusedParametersThatDoWithoutFollow() {
        DeviceLimits arc = new DeviceLimits(
                        Device.Kind.GPU, 512, 256, limits.memory(), limits.lanes(), limits.fillsBuffers())
                .of(new GpuArchitecture(Vendor.INTEL, "dg2", 8, Set.of("cl_intel_required_subgroup_size")));
        List<KernelFamily> warp = List.of(new WarpFamily());
        KnownParameters known = new KnownParameters(
                new TunedCache.Content(List.of(), Optional.empty()), List.of(), new SelfTestCache(file), "1");
        Parameters wanted = new WarpFamily().shipped(arc, Precision.F32);
        Algorithm refused = new WarpFamily().with(wanted);
        try (Multiplier multiplier = new JoclMultiplier(device, openClDevice, arc, refused)) {
            assertThat(SelfTest.fault(
                            multiplier, Precision.F32, new WarpFamily().testShapes(arc, Precision.F32, wanted)))
                    .hasValueSatisfying(fault -> assertThat(fault).contains("-cl-intel-256-GRF-per-thread"));
        }
        Tuning tuning = new Prover(
                        device,
                        arc,
                        known,
                        precision -> openClDevice.key(device, precision),
                        (family, parameters) -> new JoclMultiplier(device, openClDevice, arc, family.with(parameters)))
                .prove(Precision.F32, warp);
        assertThat(tuning.candidate().parameters()).containsEntry("ITEM_M", 4);
        assertThat(tuning.source()).isEqualTo(Tuning.Source.ANALYSIS);
        assertThat(tuning.proven()).isTrue();
        assertThat(tuning.rejected()).singleElement().satisfies(rejected -> assertThat(rejected.candidate())
                .isEqualTo(wanted.candidate()));
    }

    @Test
    void aFileThatCannotBeReadOrWrittenCostsATestAndNoMore() throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, "{\"schema\":\"santoku/selftest/1\",\"entries\":[{\"key\":7}]}");
        assertThat(prover(file, "1", parameters -> false)
                        .prove(Precision.F32, PANEL)
                        .proven())
                .isTrue();
        assertThat(Files.readString(file)).contains("\"kernels\"");

        Path unwritable = Files.createFile(folder.resolve("a file")).resolve("selftest.json");
        assertThat(prover(unwritable, "1", ProverTest::isOwn)
                        .prove(Precision.F32, PANEL)
                        .rejected())
                .hasSize(1);
    }

    /** What a self-test computes must reach each kernel of the family that large products are computed with. */
    @Test
    void theShapesReachEveryFormOfThePanels() {
        for (Precision precision : Precision.full()) {
            for (int units : new int[] {1, 2, 24, 192}) {
                DeviceLimits many = new DeviceLimits(
                        Device.Kind.CPU,
                        units,
                        4096,
                        new Memory(256 << 10, 1L << 32, 1L << 34, true),
                        new Lanes(16, 8),
                        true);
                Parameters shipped = PANEL.get(0).shipped(many, precision);
                List<Shape> shapes = PANEL.get(0).testShapes(many, precision, shipped);
                assertThat(shapes)
                        .flatExtracting(shape -> PANEL.get(0)
                                .plan(many, precision, shape, shipped)
                                .steps())
                        .extracting(KernelLaunch::kernel)
                        .contains("own_panel", "pack_b", "panel");
            }
        }
    }
}
