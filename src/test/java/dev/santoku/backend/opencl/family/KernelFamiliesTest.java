package dev.santoku.backend.opencl.family;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.santoku.backend.Device.Kind;
import dev.santoku.backend.UnsupportedProductException;
import dev.santoku.backend.opencl.handle.DeviceLimits;
import dev.santoku.backend.opencl.handle.DeviceLimits.Lanes;
import dev.santoku.backend.opencl.handle.DeviceLimits.Memory;
import dev.santoku.backend.opencl.handle.GpuArchitecture;
import dev.santoku.backend.opencl.handle.GpuArchitecture.Vendor;
import dev.santoku.backend.opencl.handle.KernelSource;
import dev.santoku.matrix.Precision;
import dev.santoku.matrix.Shape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a tuner relies on, for every family. */
class KernelFamiliesTest {
    private static final List<Shape> SHAPES = List.of(
            Shape.square(1),
            Shape.square(1024),
            Shape.square(4097),
            new Shape(1, 5000, 3),
            new Shape(5000, 1, 4000),
            new Shape(1, 1, 1 << 20),
            new Shape(16, 16, 1 << 20),
            new Shape(1 << 20, 64, 2));

    private static final Shape LARGE = Shape.square(8192);

    static Stream<KernelFamily> families() {
        return KernelFamilies.all().stream();
    }

    static Stream<KernelFamily> familiesForGpus() {
        return families().filter(family -> !family.id().equals("panel"));
    }

    /** Those that a family computes in arithmetic of its own. */
    private static List<Precision> precisions(KernelFamily family) {
        return family instanceof MatrixFamily
                ? List.of(Precision.F64, Precision.TF32, Precision.BF16, Precision.F16, Precision.I8)
                : Precision.full();
    }

    /** A device as a family wants it. */
    private static DeviceLimits suiting(KernelFamily family, DeviceLimits limits) {
        return family instanceof MatrixFamily ? limits.of(named(Vendor.NVIDIA, "sm_80")) : limits;
    }

    private static DeviceLimits limits(Kind kind, int computeUnits, int groupItems, long localBytes) {
        return new DeviceLimits(
                kind,
                computeUnits,
                groupItems,
                new Memory(localBytes, 1L << 30, 1L << 32, false),
                new Lanes(16, 8),
                true);
    }

    private static List<DeviceLimits> devices() {
        return Stream.of(Kind.values())
                .flatMap(kind -> Stream.of(1, 24, 256, 1024).flatMap(items -> Stream.of(2 << 10, 48 << 10)
                        .flatMap(local -> Stream.of(1, 132).map(units -> limits(kind, units, items, local)))))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("families")
    void shipsParametersThatItAllows(KernelFamily family) {
        for (DeviceLimits device : devices()) {
            DeviceLimits limits = suiting(family, device);
            for (Precision precision : precisions(family)) {
                Parameters shipped = family.shipped(limits, precision);
                boolean tooSmall = List.of("warp", "matrix").contains(family.id())
                        && (limits.memory().localBytes() < 4096 || limits.groupItems() < 32);
                if (!tooSmall) {
                    assertThat(family.objection(limits, precision, shipped))
                            .as("%s on %s", shipped, limits)
                            .isEmpty();
                }
            }
        }
    }

    /** Without those that are too deep for sums in i32. */
    private static List<Shape> shapes(KernelFamily family, Precision precision) {
        boolean inI32 = family instanceof MatrixFamily && precision == Precision.I8;
        return SHAPES.stream().filter(shape -> !inI32 || shape.k() < 1 << 17).toList();
    }

    @ParameterizedTest
    @MethodSource("families")
    void plansEveryShapeWithinTheLimits(KernelFamily family) {
        Random random = new Random(3);
        for (DeviceLimits device : devices()) {
            DeviceLimits limits = suiting(family, device);
            for (Precision precision : precisions(family)) {
                if (precision.isReduced() && !family.canRun(limits, precision)) {
                    continue; // direct.cl computes in other arithmetic
                }
                List<Parameters> points = Stream.generate(() -> point(family, limits, precision, random))
                        .limit(20)
                        .filter(point ->
                                family.objection(limits, precision, point).isEmpty())
                        .toList();
                for (Shape shape : shapes(family, precision)) {
                    assertWithin(limits, shape, family.fit(limits, precision, shape));
                    for (Parameters point : points) {
                        assertWithin(limits, shape, family.plan(limits, precision, shape, point));
                    }
                }
            }
        }
    }

    private static Parameters point(KernelFamily family, DeviceLimits limits, Precision precision, Random random) {
        TreeMap<String, Integer> values = new TreeMap<>();
        for (Dimension dimension : family.space(limits, precision)) {
            values.put(
                    dimension.name(),
                    dimension.values().get(random.nextInt(dimension.values().size())));
        }
        return new Parameters(family.id(), values);
    }

    private static void assertWithin(DeviceLimits limits, Shape shape, LaunchPlan plan) {
        assertThat(plan.groupItems()).as("%s", plan).isBetween(1, limits.groupItems());
        assertThat(plan.localBytes())
                .as("%s", plan)
                .isLessThanOrEqualTo(limits.memory().localBytes());
        assertThat(plan.scratchBytes() + shape.bytes(plan.precision()))
                .as("%s", plan)
                .isLessThanOrEqualTo(limits.memory().totalBytes());
        assertThat(plan.steps().get(plan.steps().size() - 1).arguments()).contains(Argument.of(LaunchPlan.C));
    }

    @ParameterizedTest
    @MethodSource("families")
    void objectsToWhatAFileMayHold(KernelFamily family) {
        DeviceLimits limits = suiting(family, limits(Kind.GPU, 132, 1024, 48 << 10));
        Precision precision = precisions(family).get(0);
        Parameters shipped = family.shipped(limits, precision);
        String name = shipped.values().firstKey();
        TreeMap<String, Integer> fewer = new TreeMap<>(shipped.values());
        fewer.remove(name);
        for (Parameters damaged : List.of(
                new Parameters("another", shipped.values()),
                new Parameters(family.id(), fewer),
                shipped.with("UNHEARD_OF", 1),
                shipped.with(name, -1),
                shipped.with(name, 0),
                shipped.with(name, Integer.MAX_VALUE))) {
            assertThat(family.objection(limits, precision, damaged))
                    .as("%s", damaged)
                    .isPresent();
        }
    }

    @ParameterizedTest
    @MethodSource("families")
    void tellsItsFilesApart(KernelFamily family) {
        assertThat(family.sourceDigest()).matches("[0-9a-f]{64}").isEqualTo(family.sourceDigest());
        assertThat(KernelFamilies.all().stream().map(KernelFamily::sourceDigest))
                .doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @MethodSource("families")
    void shipsTheDefaultsOfItsFileForAGpu(KernelFamily family) {
        DeviceLimits limits =
                suiting(family, limits(family.id().equals("panel") ? Kind.CPU : Kind.GPU, 132, 1024, 48 << 10));
        precisions(family).stream()
                .limit(family instanceof MatrixFamily ? 2 : 1)
                .forEach(precision -> {
                    KernelCode code = family.fit(limits, precision, Shape.square(12288))
                            .steps()
                            .get(0)
                            .code();
                    String source = KernelSource.read(code.source());
                    Map<String, Integer> macros = new TreeMap<>(code.macros());
                    macros.remove("NATIVE"); // by default what an instruction means, which every compiler takes
                    macros.forEach(
                            (macro, value) -> assertThat(source).contains("#define %s %d //".formatted(macro, value)));
                });
    }

    /** The architectures of a vendor that kernel-report.sh compiles for, after one that has no name. */
    private static Stream<GpuArchitecture> reported(Vendor vendor) throws IOException {
        return Stream.concat(Stream.of(""), reported(vendor.name().toLowerCase(Locale.ROOT)))
                .map(name -> named(vendor, name));
    }

    private static Stream<String> reported(String vendor) throws IOException {
        String list = "architectures_of_" + vendor + "=\"";
        return Files.readString(Path.of("scripts", "kernel-report.sh"))
                .lines()
                .filter(line -> line.contains(list))
                .map(line -> line.split("\"", -1)[1])
                .flatMap(names -> Stream.of(names.split(" ")));
    }

    /** A processor with x86's instructions by the name that compilers have for it. */
    private static DeviceLimits processor(String name) {
        Set<Precision> words = Set.of(Precision.BF16, Precision.I8);
        Lanes lanes =
                switch (name) {
                    case "haswell" -> new Lanes(8, 4);
                    case "cooperlake" -> new Lanes(16, 8, words);
                    case "sapphirerapids" -> new Lanes(16, 8, words, words);
                    default -> new Lanes(16, 8);
                };
        return new DeviceLimits(Kind.CPU, 32, 4096, new Memory(256 << 10, 1L << 36, 1L << 38, true), lanes, true);
    }

    /** Like {@link #isReportedOnAsItIsShipped}; of f32 and f64 both forms, with all of B packed first and panel by panel. */
    private static List<String> linesOfProcessors() throws IOException {
        KernelFamily family = new PanelFamily();
        List<String> lines = new ArrayList<>();
        for (Precision precision : List.of(Precision.F32, Precision.F64, Precision.BF16, Precision.I8)) {
            for (Shape shape : precision.isReduced() ? List.of(LARGE) : List.of(LARGE, Shape.square(1024))) {
                Map<KernelCode, String> architectures = new LinkedHashMap<>();
                reported("x86")
                        .filter(name -> family.multiplies(processor(name), precision))
                        .forEach(name -> architectures.merge(
                                family.fit(processor(name), precision, shape)
                                        .steps()
                                        .get(0)
                                        .code(),
                                name,
                                (some, one) -> some + " " + one));
                architectures.forEach(
                        (code, names) -> lines.add("x86,%s,%s,%s".formatted(names, code.source(), code.options())));
            }
        }
        return lines;
    }

    private static GpuArchitecture named(Vendor vendor, String name) {
        return new GpuArchitecture(
                vendor,
                name,
                name.equals("pvc") ? 16 : 8,
                vendor == Vendor.INTEL
                        ? Set.of("cl_intel_required_subgroup_size", "cl_intel_subgroup_matrix_multiply_accumulate")
                        : Set.of());
    }

    private static DeviceLimits large(GpuArchitecture architecture) {
        return limits(Kind.GPU, 132, 1024, 48 << 10).of(architecture);
    }

    private static KernelCode large(KernelFamily family, GpuArchitecture architecture, Precision precision) {
        return family.fit(large(architecture), precision, LARGE).steps().get(0).code();
    }

    /** A line for those of one vendor that take the same; * is one without a name, and all that are not mentioned. */
    @Test
    void isReportedOnAsItIsShipped() throws IOException {
        List<String> expected = new ArrayList<>();
        for (Vendor vendor : List.of(Vendor.NVIDIA, Vendor.AMD, Vendor.INTEL)) {
            for (KernelFamily family : familiesForGpus().toList()) {
                for (Precision precision : precisions(family)) {
                    Map<KernelCode, String> architectures = new LinkedHashMap<>();
                    reported(vendor)
                            .filter(each -> family.canRun(large(each), precision))
                            .forEach(each -> architectures.merge(
                                    large(family, each, precision),
                                    each.name().isEmpty() ? "*" : each.name(),
                                    (some, one) -> some.equals("*") ? some : some + " " + one));
                    architectures.forEach((code, names) -> expected.add("%s,%s,%s,%s"
                            .formatted(vendor.name().toLowerCase(Locale.ROOT), names, code.source(), code.options())));
                }
            }
        }
        expected.addAll(linesOfProcessors());
        assertThat(Files.readAllLines(Path.of("kernels", "shipped.csv")).stream()
                        .filter(line -> !line.startsWith("#") && !line.startsWith("vendor")))
                .isEqualTo(expected);
    }

    @Test
    void takesWhatSuitsTheArchitecture() throws IOException {
        for (Vendor vendor : List.of(Vendor.NVIDIA, Vendor.AMD, Vendor.INTEL)) {
            for (GpuArchitecture architecture : reported(vendor).toList()) {
                for (DeviceLimits device : devices()) {
                    if (device.kind() != Kind.GPU) {
                        continue;
                    }
                    DeviceLimits limits = device.of(architecture);
                    for (KernelFamily family : familiesForGpus().toList()) {
                        for (Precision precision : precisions(family)) {
                            if (family instanceof MatrixFamily && !family.canRun(limits, precision)) {
                                continue;
                            }
                            shapes(family, precision)
                                    .forEach(
                                            shape -> assertWithin(limits, shape, family.fit(limits, precision, shape)));
                        }
                    }
                }
            }
        }
        assertThat(large(new WarpFamily(), named(Vendor.INTEL, "dg2"), Precision.F32)
                        .options())
                .contains("-DSUBGROUP=8", "-cl-intel-256-GRF-per-thread");
        assertThat(large(new WarpFamily(), named(Vendor.INTEL, "skl"), Precision.F32)
                        .options())
                .contains("-DSUBGROUP=8", "-DITEM_M=4")
                .doesNotContain("-cl-");
        assertThat(large(new WarpFamily(), new GpuArchitecture(Vendor.INTEL, "dg2", 8, Set.of()), Precision.F32)
                        .options())
                .contains("-DITEM_M=4")
                .doesNotContain("SUBGROUP", "-cl-");
    }

    /** What an old driver refuses, the next parameters do without. */
    @Test
    void doesWithoutTheLargeRegisterFile() {
        DeviceLimits limits = limits(Kind.GPU, 512, 1024, 48 << 10).of(named(Vendor.INTEL, "pvc"));
        WarpFamily family = new WarpFamily();
        for (Precision precision : Precision.full()) {
            Parameters less = family.alternatives(limits, precision).findFirst().orElseThrow();
            String options = family.plan(limits, precision, Shape.square(8192), less)
                    .steps()
                    .get(0)
                    .code()
                    .options();
            assertThat(options).contains("-DSUBGROUP=16").doesNotContain("-cl-");
        }
    }

    /** For data centres in f64, which other GPUs have next to none of; the next best instruction follows. */
    @Test
    void multipliesByMatrixInstructionsWhereAGpuHasThem() {
        MatrixFamily family = new MatrixFamily();
        DeviceLimits hopper = large(named(Vendor.NVIDIA, "sm_90"));
        assertThat(family.alternatives(hopper, Precision.F64))
                .extracting(each -> each.get("INSTRUCTION"))
                .containsExactly(1);
        assertThat(family.shipped(hopper, Precision.F64).get("INSTRUCTION")).isEqualTo(2);
        assertThat(family.serving(hopper, Precision.F64)).isSameAs(family);
        assertThat(family.serving(hopper, Precision.F32).id()).isEqualTo("warp");
        assertThat(KernelFamilies.fastest(hopper).id()).isEqualTo("matrix");
        DeviceLimits ada = large(named(Vendor.NVIDIA, "sm_89"));
        assertThat(family.serving(ada, Precision.F64).id()).isEqualTo("warp");
        Map.of(
                        named(Vendor.NVIDIA, "sm_75"),
                        "f16 i8",
                        named(Vendor.NVIDIA, "sm_89"),
                        "tf32 bf16 f16 i8",
                        named(Vendor.NVIDIA, "sm_90"),
                        "f64 tf32 bf16 f16 i8",
                        named(Vendor.AMD, "gfx90a"),
                        "f64 bf16 f16 i8",
                        named(Vendor.AMD, "gfx1100"),
                        "bf16 f16 i8",
                        named(Vendor.AMD, "gfx1201"),
                        "bf16 f16 i8",
                        named(Vendor.INTEL, "dg2"),
                        "bf16 f16 i8",
                        named(Vendor.INTEL, "pvc"),
                        "bf16 f16 i8",
                        new GpuArchitecture(Vendor.INTEL, "dg2", 8, Set.of("cl_intel_required_subgroup_size")),
                        "")
                .forEach((architecture, precisions) -> assertThat(Arrays.stream(Precision.values())
                                .filter(precision -> family.multiplies(large(architecture), precision))
                                .map(Precision::label)
                                .collect(Collectors.joining(" ")))
                        .as("%s", architecture)
                        .isEqualTo(precisions));
        assertThat(MatrixFamily.inWords(ada, Precision.full()))
                .hasValue(" multiplies tf32, bf16, f16, i8 by matrix instructions; f32, f64 by warp");
        assertThat(MatrixFamily.inWords(large(named(Vendor.INTEL, "dg2")), List.of(Precision.F32)))
                .hasValue(
                        " multiplies bf16, f16, i8 by matrix instructions; f32, tf32 by warp (reduced formats: rounded "
                                + "inputs, f32 arithmetic)");
        for (GpuArchitecture without : List.of(
                named(Vendor.NVIDIA, "sm_70"),
                named(Vendor.NVIDIA, ""),
                named(Vendor.AMD, "gfx1030"),
                named(Vendor.INTEL, "tgllp"))) {
            DeviceLimits plain = large(without);
            assertThat(KernelFamilies.fastest(plain).id()).isEqualTo("warp");
            assertThat(family.canRun(plain, Precision.F64)).isFalse();
            assertThatThrownBy(() -> family.fit(plain, Precision.F64, Shape.square(64)))
                    .isInstanceOf(UnsupportedProductException.class)
                    .hasMessageContaining("no matrix instruction for f64");
        }
        assertThat(family.fit(hopper, Precision.F64, new Shape(1, 5000, 3)).steps())
                .extracting(KernelLaunch::kernel)
                .containsExactly("direct");
        assertThat(family.fit(hopper, Precision.F16, new Shape(1, 5000, 3)).steps())
                .as("in no other arithmetic")
                .extracting(KernelLaunch::kernel)
                .containsExactly("pack", "pack", "packed");
        assertThat(family.fit(hopper, Precision.I8, new Shape(64, 64, 1 << 16)).steps())
                .as("shares of integers")
                .extracting(KernelLaunch::kernel)
                .containsExactly("pack", "pack", "packed", "sum_slices");
    }

    /** 131,071 times 128² is below 2³¹, and once more is not. */
    @Test
    void refusesSumsOfBytesThatCouldOverflow() {
        MatrixFamily family = new MatrixFamily();
        DeviceLimits hopper = large(named(Vendor.NVIDIA, "sm_90"));
        Shape deepest = new Shape(64, 64, 131_071);
        Shape deeper = new Shape(64, 64, 131_072);
        assertThat(family.fit(hopper, Precision.I8, deepest).steps()).isNotEmpty();
        assertThat(family.fit(hopper, Precision.F16, deeper).steps()).isNotEmpty();
        assertThatThrownBy(() -> family.fit(hopper, Precision.I8, deeper))
                .isInstanceOf(UnsupportedProductException.class)
                .hasMessage("64x64x131072: matrix instructions sum i8 in i32, which could overflow where k is above "
                        + "131071: choose warp, which sums in f32");
    }

    @Test
    void packsWordsWhereTheProcessorMultipliesThem() {
        PanelFamily panel = new PanelFamily();
        DeviceLimits plain = limits(Kind.CPU, 2, 4096, 1 << 20);
        DeviceLimits words = new DeviceLimits(
                Kind.CPU,
                2,
                4096,
                plain.memory(),
                new DeviceLimits.Lanes(16, 8, Set.of(Precision.BF16, Precision.I8)),
                true);
        for (Precision precision : List.of(Precision.BF16, Precision.I8)) {
            assertThat(panel.multiplies(words, precision)).isTrue();
            assertThat(panel.multiplies(plain, precision)).isFalse();
            assertThat(new WarpFamily().multiplies(words, precision)).isFalse();
            Parameters shipped = panel.shipped(words, precision);
            assertThat(panel.objection(words, precision, shipped)).isEmpty();
            assertThat(panel.objection(words, precision, shipped.with("LANES", 8)))
                    .as("the instruction has 16")
                    .isPresent();
            for (Shape shape : SHAPES) {
                LaunchPlan plan = panel.plan(words, precision, shape, shipped);
                assertThat(plan.steps()).extracting(KernelLaunch::kernel).containsExactly("pack_a", "pack_b", "panel");
                assertThat(plan.scratch()).hasSize(2);
            }
        }
        LaunchPlan bytes = panel.fit(words, Precision.I8, new Shape(3, 65, 9));
        assertThat(bytes.scratch())
                .extracting(Scratch::bytes)
                .as("three words for 9 bytes, and two panels of 64 columns")
                .containsExactly(3L * 3 * 4, 2L * 64 * 3 * 4);
        assertThat(panel.objection(words, Precision.F16, panel.shipped(words, Precision.F16)))
                .hasValue("panel has no words of f16");
    }

    @Test
    void cutsADeepAndSmallProductIntoSlices() {
        DeviceLimits gpu = limits(Kind.GPU, 132, 1024, 48 << 10);
        LaunchPlan plan = new WarpFamily().fit(gpu, Precision.F32, new Shape(128, 128, 1 << 16));
        assertThat(plan.steps()).extracting(KernelLaunch::kernel).containsExactly("warp", "sum_slices");
        assertThat(plan.steps().get(0).groups()).isGreaterThanOrEqualTo(132);
        assertThat(new WarpFamily().fit(gpu, Precision.F32, Shape.square(4096)).steps())
                .hasSize(1);
    }

    @Test
    void servesThinAndSmallShapesDirectly() {
        DeviceLimits cpu = limits(Kind.CPU, 2, 4096, 1 << 20);
        assertThat(new PanelFamily()
                        .fit(cpu, Precision.F32, new Shape(4096, 1, 4096))
                        .steps())
                .extracting(KernelLaunch::kernel)
                .containsExactly("direct_column");
        assertThat(new PanelFamily()
                        .fit(cpu, Precision.F32, new Shape(1, 4096, 4096))
                        .steps())
                .extracting(KernelLaunch::kernel)
                .contains("direct");
    }

    private static LaunchPlan panelPlan(DeviceLimits limits, Precision precision, Shape shape) {
        return new PanelFamily().fit(limits, precision, shape);
    }

    @Test
    void packsPanelsWithinGroupsWhereLocalMemoryHoldsAPanel() {
        DeviceLimits cpu = limits(Kind.CPU, 2, 4096, 1 << 20);
        for (Precision precision : Precision.full()) {
            for (int side : List.of(256, 500, 1000, 1024)) {
                LaunchPlan plan = panelPlan(cpu, precision, Shape.square(side));
                assertThat(plan.steps()).extracting(KernelLaunch::kernel).containsExactly("own_panel");
                assertThat(plan.steps().get(0).groups() % 2)
                        .as("%s: as many groups for one unit as for the other", plan)
                        .isZero();
                assertThat(plan.scratch()).isEmpty();
                assertThat(plan.localBytes()).isEqualTo(256 << 10);
            }
        }
        assertThat(panelPlan(limits(Kind.CPU, 2, 4096, 64 << 10), Precision.F32, Shape.square(256))
                        .localBytes())
                .as("of a panel less deep")
                .isEqualTo(64 << 10);
    }

    @Test
    void packsAllOfBFirstWhereAGroupCannotOrTooFewCould() {
        DeviceLimits cpu = limits(Kind.CPU, 2, 4096, 1 << 20);
        Map<String, LaunchPlan> plans = Map.of(
                "deep", panelPlan(cpu, Precision.F32, new Shape(512, 512, 1025)),
                "small local memory", panelPlan(limits(Kind.CPU, 2, 4096, 32 << 10), Precision.F32, Shape.square(129)),
                "none", panelPlan(limits(Kind.CPU, 2, 4096, 0), Precision.F32, Shape.square(512)),
                "many units", panelPlan(limits(Kind.CPU, 64, 4096, 1 << 20), Precision.F32, Shape.square(1024)),
                "no CPU", panelPlan(limits(Kind.GPU, 2, 4096, 1 << 20), Precision.F32, Shape.square(512)),
                "not wanted",
                        new PanelFamily()
                                .plan(
                                        cpu,
                                        Precision.F32,
                                        Shape.square(512),
                                        new PanelFamily()
                                                .shipped(cpu, Precision.F32)
                                                .with("OWN", 0)));
        plans.forEach((why, plan) -> assertThat(plan.steps())
                .as(why)
                .extracting(KernelLaunch::kernel)
                .containsExactly("pack_b", "panel"));
    }
}
