package dev.santoku.backend.opencl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.santoku.backend.BackendException;
import dev.santoku.backend.Device;
import dev.santoku.backend.Multiplier;
import dev.santoku.backend.Product;
import dev.santoku.backend.UnsupportedProductException;
import dev.santoku.backend.opencl.family.Algorithm;
import dev.santoku.backend.opencl.family.Argument;
import dev.santoku.backend.opencl.family.KernelCode;
import dev.santoku.backend.opencl.family.KernelFamilies;
import dev.santoku.backend.opencl.family.KernelFamily;
import dev.santoku.backend.opencl.family.KernelLaunch;
import dev.santoku.backend.opencl.family.LaunchPlan;
import dev.santoku.backend.opencl.family.MatrixFamily;
import dev.santoku.backend.opencl.family.NaiveFamily;
import dev.santoku.backend.opencl.family.PanelFamily;
import dev.santoku.backend.opencl.family.Parameters;
import dev.santoku.backend.opencl.handle.Buffer;
import dev.santoku.backend.opencl.handle.Context;
import dev.santoku.backend.opencl.handle.DeviceLimits;
import dev.santoku.backend.opencl.handle.DeviceLimits.Lanes;
import dev.santoku.backend.opencl.handle.DeviceLimits.Memory;
import dev.santoku.backend.opencl.handle.Handle;
import dev.santoku.backend.opencl.handle.Handles;
import dev.santoku.backend.opencl.handle.Kernel;
import dev.santoku.backend.opencl.handle.KernelSource;
import dev.santoku.backend.opencl.handle.OpenClDevice;
import dev.santoku.backend.opencl.handle.Program;
import dev.santoku.backend.opencl.handle.Queue;
import dev.santoku.backend.opencl.transfer.Buffers;
import dev.santoku.matrix.FloatMatrix;
import dev.santoku.matrix.Inputs;
import dev.santoku.matrix.Matrix;
import dev.santoku.matrix.Precision;
import dev.santoku.matrix.ProductCheck;
import dev.santoku.matrix.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The multiplier on PoCL under artificial limits and with foreign kernels. */
class JoclMultiplierTest {
    private static final long SEED = 7;

    private final Discovery discovery = Discovery.run();
    private final Device device = discovery.availability().devices().get(0);
    private final OpenClDevice openClDevice = discovery.find(device).orElseThrow();

    private static DeviceLimits limits(
            Device.Kind kind, int computeUnits, int groupItems, long localBytes, boolean unifiedMemory, Lanes lanes) {
        Memory memory = new Memory(localBytes, 1L << 30, 1L << 31, unifiedMemory);
        return new DeviceLimits(kind, computeUnits, groupItems, memory, lanes, true);
    }

    static Stream<DeviceLimits> tightLimits() {
        return Stream.of(
                limits(Device.Kind.GPU, 1, 256, 32 << 10, true, new Lanes(1, 1)),
                limits(Device.Kind.GPU, 64, 256, 32 << 10, true, new Lanes(1, 1)),
                limits(Device.Kind.GPU, 1, 1, 32 << 10, true, new Lanes(1, 1)),
                limits(Device.Kind.GPU, 1, 24, 4 << 10, true, new Lanes(1, 1)),
                limits(Device.Kind.CPU, 1, 3, 16 << 10, true, new Lanes(4, 2)),
                limits(Device.Kind.CPU, 1, 1, 1 << 10, true, new Lanes(1, 0)));
    }

    /** Those that run on any device. */
    private static List<KernelFamily> families() {
        return KernelFamilies.all().stream()
                .filter(family -> !(family instanceof MatrixFamily))
                .toList();
    }

    /** Kernels with other parameters, which is all that differs from one family to the next. */
    @ParameterizedTest
    @Tag("any-jdk")
    @MethodSource("tightLimits")
    void isRightWithWhateverParametersFit(DeviceLimits limits) {
        for (Algorithm algorithm : families()) {
            try (Multiplier multiplier = new JoclMultiplier(device, openClDevice, limits, algorithm)) {
                for (Precision precision : Precision.full()) {
                    for (Shape shape : List.of(new Shape(67, 35, 37), new Shape(130, 132, 20))) {
                        assertMultipliesExactly(multiplier, Inputs.integers(shape, precision, SEED));
                    }
                }
            }
        }
    }

    /** Slices of k whose shares are added up, panels packed in a launch of their own, and a column. */
    @ParameterizedTest
    @Tag("any-jdk")
    @ValueSource(ints = {1, 200})
    void batchesTakeAllTheLaunchesOfAProduct(int computeUnits) {
        DeviceLimits limits = limits(Device.Kind.GPU, computeUnits, 256, 32 << 10, true, new Lanes(16, 8));
        for (Algorithm algorithm : families()) {
            try (Multiplier multiplier = new JoclMultiplier(device, openClDevice, limits, algorithm)) {
                for (Shape shape :
                        List.of(new Shape(5, 6, 600, 3), new Shape(67, 131, 37, 2), new Shape(7, 1, 1100, 3))) {
                    assertMultipliesExactly(multiplier, Inputs.integers(shape, Precision.F32, SEED));
                }
            }
        }
    }

    /** By what instructions mean, on any device, and by the instructions where the processor has them. */
    @ParameterizedTest
    @Tag("any-jdk")
    @EnumSource(
            value = Precision.class,
            names = {"BF16", "I8"})
    void multipliesWords(Precision precision) {
        DeviceLimits limits =
                limits(Device.Kind.CPU, 2, 64, 16 << 10, true, new Lanes(16, 8, Set.of(Precision.BF16, Precision.I8)));
        PanelFamily panel = new PanelFamily();
        Parameters meaning = panel.shipped(limits, precision).with("NATIVE", 0);
        List<Parameters> all = new ArrayList<>(List.of(
                meaning,
                meaning.with("LANES", 4)
                        .with("VECTORS", 2)
                        .with("TILE_M", 3)
                        .with("DEPTH", 8)
                        .with("DOWN", 2)));
        if (openClDevice.limits().lanes().reduced().contains(precision)) {
            all.add(panel.shipped(limits, precision));
        }
        for (Parameters parameters : all) {
            assertThat(panel.objection(limits, precision, parameters)).isEmpty();
            try (Multiplier multiplier = new JoclMultiplier(device, openClDevice, limits, panel.with(parameters))) {
                assertThat(multiplier.arithmetic(precision)).isEqualTo(precision);
                for (Shape shape : List.of(
                        new Shape(1, 1, 1),
                        new Shape(1, 67, 33),
                        new Shape(67, 1, 35),
                        new Shape(130, 132, 20),
                        new Shape(13, 131, 1001),
                        new Shape(5, 70, 600, 3))) {
                    assertMultipliesExactly(multiplier, Inputs.integers(shape, precision, SEED));
                }
                assertThat(cornersOf(multiplier, precision)).containsExactly(-128.0 * 128 * 3, 128.0 * 128 * 3);
            }
        }
    }

    /** By what AMX's instructions mean: whole tiles, edges of each side, a batch, and depths of several blocks. */
    @ParameterizedTest
    @Tag("any-jdk")
    @EnumSource(
            value = Precision.class,
            names = {"BF16", "I8"})
    void multipliesTiles(Precision precision) {
        Set<Precision> both = Set.of(Precision.BF16, Precision.I8);
        DeviceLimits limits = limits(Device.Kind.CPU, 2, 64, 16 << 10, true, new Lanes(16, 8, both, both));
        PanelFamily panel = new PanelFamily();
        Parameters shipped = panel.shipped(limits, precision);
        assertThat(panel.objection(limits, precision, shipped)).isEmpty();
        assertThat(panel.objection(limits, precision, shipped.with("DEPTH", 24)))
                .isPresent();
        assertThat(panel.objection(limits, precision, shipped.with("TILE_M", 14)))
                .isPresent();
        assertThat(panel.alternatives(limits, precision))
                .containsExactly(panel.shipped(
                        limits(Device.Kind.CPU, 2, 64, 16 << 10, true, new Lanes(16, 8, both)), precision));
        Parameters meaning =
                shipped.with("NATIVE", 3).with("DEPTH", 32).with("DOWN", 2).with("ACROSS", 2);
        try (Multiplier multiplier = new JoclMultiplier(device, openClDevice, limits, panel.with(meaning))) {
            for (Shape shape : List.of(
                    new Shape(1, 1, 1),
                    new Shape(32, 32, 64),
                    new Shape(67, 1, 35),
                    new Shape(130, 132, 20),
                    new Shape(13, 131, 1001),
                    new Shape(33, 70, 300, 3))) {
                assertMultipliesExactly(multiplier, Inputs.integers(shape, precision, SEED));
            }
        }
    }

    /** Were the elements of a word in another order than the instruction takes them, the check before the clock would see it. */
    @Test
    @Tag("any-jdk")
    void aWrongLaneOfAWordIsFound() {
        DeviceLimits limits = limits(Device.Kind.CPU, 2, 64, 16 << 10, true, new Lanes(16, 8, Set.of(Precision.BF16)));
        PanelFamily panel = new PanelFamily();
        Algorithm right = panel.with(panel.shipped(limits, Precision.BF16).with("NATIVE", 0));
        Algorithm swapped = new Algorithm() {
            @Override
            public LaunchPlan fit(DeviceLimits device, Precision precision, Shape shape) {
                LaunchPlan plan = right.fit(device, precision, shape);
                List<KernelLaunch> steps = new ArrayList<>(plan.steps());
                KernelCode code = KernelCode.of("planted_lane", Map.of());
                steps.add(2, new KernelLaunch(code, "planted_lane", 1, 1, 0, List.of(Argument.of("packedB"))));
                return new LaunchPlan(precision, plan.scratch(), steps);
            }

            @Override
            public boolean multiplies(DeviceLimits device, Precision precision) {
                return right.multiplies(device, precision);
            }
        };
        Inputs inputs = Inputs.integers(new Shape(3, 5, 7), Precision.BF16, SEED);
        try (Multiplier multiplier = new JoclMultiplier(device, openClDevice, limits, swapped);
                Product product = multiplier.prepare(inputs.a(), inputs.b())) {
            product.compute();
            assertThat(ProductCheck.exact(inputs, product.result(), SEED))
                    .hasValueSatisfying(complaint -> assertThat(complaint).contains("element (0, 0)"));
        }
    }

    /** Sums beyond 2³¹, in the deepest blocks that a kernel may have. */
    @Test
    @Tag("any-jdk")
    void sumsOfBytesDoNotOverflow() {
        int k = 150_000;
        Matrix a = Matrix.zeros(Precision.I8, 1, k);
        Matrix b = Matrix.zeros(Precision.I8, k, 2);
        a.fill(-128);
        for (int p = 0; p < k; p++) {
            b.set(p, 0, -128);
            b.set(p, 1, 127);
        }
        DeviceLimits limits = limits(Device.Kind.CPU, 2, 64, 16 << 10, true, new Lanes(16, 8, Set.of(Precision.I8)));
        boolean isNative = openClDevice.limits().lanes().reduced().contains(Precision.I8);
        for (int byInstruction = 0; byInstruction <= (isNative ? 1 : 0); byInstruction++) {
            PanelFamily panel = new PanelFamily();
            Parameters deepest =
                    panel.shipped(limits, Precision.I8).with("DEPTH", 1 << 14).with("NATIVE", byInstruction);
            assertThat(panel.objection(limits, Precision.I8, deepest)).isEmpty();
            assertThat(panel.objection(limits, Precision.I8, deepest.with("DEPTH", 1 << 15)))
                    .isPresent();
            try (Multiplier multiplier = new JoclMultiplier(device, openClDevice, limits, panel.with(deepest));
                    Product product = multiplier.prepare(a, b)) {
                product.compute();
                assertThat(product.result().at(0, 0)).isEqualTo(128.0 * 128 * k);
                assertThat(product.result().at(0, 1)).isEqualTo(-128.0 * 127 * k);
            }
        }
    }

    private static List<Double> cornersOf(Multiplier multiplier, Precision precision) {
        float[] ones = {127, -128, 127, -128, 127, -128, 1, 0, 1, 0, 1, 0};
        FloatMatrix a = new FloatMatrix(1, 6, new float[] {-128, -128, -128, -128, -128, -128}).rounded(precision);
        FloatMatrix b = new FloatMatrix(6, 2, ones).rounded(precision);
        try (Product product = multiplier.prepare(a, b)) {
            product.compute();
            return List.of(product.result().at(0, 0), product.result().at(0, 1));
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void carriesSeveralChunksBothWays(boolean unifiedMemory) {
        DeviceLimits limits = limits(Device.Kind.CPU, 2, 64, 16 << 10, unifiedMemory, new Lanes(16, 8));
        try (Multiplier multiplier = new JoclMultiplier(device, openClDevice, limits, new PanelFamily())) {
            for (Precision precision : Precision.full()) {
                Inputs inputs = Inputs.integers(new Shape(2221, 1999, 2003), precision, SEED);
                assertMultipliesExactly(multiplier, inputs);
                assertMultipliesExactly(multiplier, Inputs.integers(new Shape(5, 2_200_003, 1), precision, SEED));
            }
        }
    }

    @Test
    void keepsBuffersForTheNextProductOfTheSameShapeAlone() {
        try (Context context = new Context(openClDevice);
                Queue queue = context.createQueue();
                Buffers buffers = new Buffers(context, queue, true)) {
            Handles first = new Handles();
            Buffer a = buffers.lend("a", 4096, first);
            Buffer b = buffers.lend("b", 4096, first);
            assertThat(b).as("lent meanwhile").isNotSameAs(a);
            queue.startMapToWrite(b, true);
            first.close();
            try (Handles second = new Handles()) {
                assertThat(buffers.lend("b", 4096, second)).as("in its role").isSameAs(b);
                assertThat(b.mapping()).as("as it was left").isPresent();
                assertThat(buffers.lend("a", 8192, second)).isNotIn(a, b);
                assertThat(buffers.lend("a", 4096, second)).as("released").isNotIn(a, b);
            }
        }
    }

    private static void assertMultipliesExactly(Multiplier multiplier, Inputs inputs) {
        try (Product product = multiplier.prepare(inputs.a(), inputs.b(), inputs.batch())) {
            product.poison();
            product.compute();
            assertThat(ProductCheck.exact(inputs, product.result(), SEED)).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void computesAgainWhatTheHostHasSeenAndTwoAtATime(boolean unifiedMemory) {
        DeviceLimits limits = limits(Device.Kind.CPU, 2, 64, 16 << 10, unifiedMemory, new Lanes(16, 8));
        Inputs one = Inputs.integers(new Shape(65, 65, 65), Precision.F32, SEED);
        Inputs other = Inputs.integers(new Shape(65, 65, 65), Precision.F32, SEED + 1);
        try (Multiplier multiplier = new JoclMultiplier(device, openClDevice, limits, new PanelFamily())) {
            for (int round = 0; round < 2; round++) {
                try (Product first = multiplier.prepare(one.a(), one.b());
                        Product second = multiplier.prepare(other.a(), other.b())) {
                    first.compute();
                    second.compute();
                    assertThat(ProductCheck.exact(one, first.result(), SEED)).isEmpty();
                    first.poison();
                    assertThat(first.result().at(64, 64)).isNaN();
                    first.compute();
                    assertThat(ProductCheck.exact(one, first.result(), SEED)).isEmpty();
                    assertThat(ProductCheck.exact(other, second.result(), SEED)).isEmpty();
                }
                assertMultipliesExactly(multiplier, other);
            }
        }
    }

    @Test
    void poisonsBeforeOpenCl12Too() {
        DeviceLimits old = new DeviceLimits(
                Device.Kind.CPU, 1, 64, new Memory(16 << 10, 1L << 30, 1L << 31, true), new Lanes(4, 2), false);
        Inputs inputs = Inputs.integers(new Shape(5, 7, 3), Precision.F64, SEED);
        try (Multiplier multiplier = new JoclMultiplier(device, openClDevice, old, new NaiveFamily());
                Product product = multiplier.prepare(inputs.a(), inputs.b())) {
            product.compute();
            product.poison();
            for (int i = 0; i < 35; i++) {
                assertThat(product.result().at(i / 7, i % 7)).isNaN();
            }
        }
    }

    @Test
    void saysWhichBufferIsTooLarge() {
        DeviceLimits small = new DeviceLimits(
                Device.Kind.CPU, 1, 64, new Memory(16 << 10, 1 << 20, 1L << 31, true), new Lanes(4, 2), true);
        Capacity capacity = new Capacity(device.name(), small);
        assertThatThrownBy(() -> capacity.check(new Shape(600, 500, 1), Precision.F32))
                .isInstanceOf(UnsupportedProductException.class)
                .hasMessage("600x500x1 needs a buffer of 2 MiB and %s allocates at most 1 MiB", device.name());
    }

    @Test
    void saysThatAllBuffersTogetherAreTooLarge() {
        DeviceLimits small = new DeviceLimits(
                Device.Kind.CPU, 1, 64, new Memory(16 << 10, 1 << 20, 2 << 20, true), new Lanes(4, 2), true);
        Capacity capacity = new Capacity(device.name(), small);
        assertThatThrownBy(() -> capacity.check(Shape.square(500), Precision.F32))
                .isInstanceOf(UnsupportedProductException.class)
                .hasMessage("500 needs 3 MiB and %s has 2 MiB of memory", device.name());
    }

    @Test
    void refusesToBuildWithTheDeviceTheOptionsAndTheLog() {
        try (Context context = new Context(openClDevice)) {
            assertThatThrownBy(() -> context.build("broken.cl", "__kernel void broken() { nonsense; }", "-DSIDE=8"))
                    .isInstanceOf(BackendException.class)
                    .hasMessageContainingAll(device.name(), "broken.cl", "-DSIDE=8", "nonsense")
                    .hasMessageNotContaining("\n");
        }
    }

    @Test
    void showsTheFirstLinesOfALog() {
        assertThat(Program.firstLines("\n one\n\n two\n3\n4\n5\n", "none")).isEqualTo("one | two | 3 | 4");
        assertThat(Program.firstLines("/home/me/.cache/pocl/tempfile-1a.cl:3:5: error: no '/' in a/b or 1 / 2", ""))
                .isEqualTo("tempfile-1a.cl:3:5: error: no '/' in a/b or 1 / 2");
        assertThat(Program.firstLines("ptxas C:\\Users\\me\\a.ptx, line 4; fatal", ""))
                .isEqualTo("ptxas a.ptx, line 4; fatal");
        assertThat(Program.firstLines(" \n", "CL_BUILD_PROGRAM_FAILURE")).isEqualTo("CL_BUILD_PROGRAM_FAILURE");
    }

    private static List<String> sources() {
        return KernelFamilies.all().stream()
                .flatMap(family -> family.sources().stream())
                .distinct()
                .toList();
    }

    @Test
    void compilesEveryKernelWithoutAnyOption() {
        try (Context context = new Context(openClDevice)) {
            for (String name : sources()) {
                assertThat(KernelSource.read(name))
                        .as("not every compiler takes more")
                        .matches("\\p{ASCII}*");
                try (Program program = context.build(name + ".cl", KernelSource.read(name), "");
                        Kernel kernel = program.createKernel(name)) {
                    assertThat(kernel.groupItems()).isPositive();
                }
            }
        }
    }

    @Test
    void releasesTheRestThoughOneHandleFails() {
        StringBuilder order = new StringBuilder();
        Handles handles = new Handles();
        handles.own(() -> order.append("first "));
        handles.own(() -> {
            throw new IllegalStateException("second");
        });
        handles.own(() -> {
            throw new IllegalStateException("third");
        });
        assertThatThrownBy(handles::close).hasMessage("third").satisfies(thrown -> assertThat(thrown.getSuppressed())
                .hasSize(1));
        assertThat(order).hasToString("first ");
    }

    @Test
    void handsOutOneHandleAndReleasesTheRest() {
        StringBuilder released = new StringBuilder();
        Handles handles = new Handles();
        Handle kept = handles.own(() -> released.append("kept "));
        handles.own(() -> released.append("other "));
        assertThat(handles.handOut(kept)).isSameAs(kept);
        handles.close();
        assertThat(released).hasToString("other ");
    }
}
