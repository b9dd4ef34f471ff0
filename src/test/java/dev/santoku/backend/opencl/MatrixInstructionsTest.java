package dev.santoku.backend.opencl;

import static org.assertj.core.api.Assertions.assertThat;

import dev.santoku.backend.Device;
import dev.santoku.backend.Multiplier;
import dev.santoku.backend.Product;
import dev.santoku.backend.opencl.family.KernelLaunch;
import dev.santoku.backend.opencl.family.MatrixFamily;
import dev.santoku.backend.opencl.family.Parameters;
import dev.santoku.backend.opencl.handle.Buffer;
import dev.santoku.backend.opencl.handle.Context;
import dev.santoku.backend.opencl.handle.DeviceLimits;
import dev.santoku.backend.opencl.handle.DeviceLimits.Lanes;
import dev.santoku.backend.opencl.handle.DeviceLimits.Memory;
import dev.santoku.backend.opencl.handle.GpuArchitecture;
import dev.santoku.backend.opencl.handle.GpuArchitecture.Vendor;
import dev.santoku.backend.opencl.handle.Handles;
import dev.santoku.backend.opencl.handle.Kernel;
import dev.santoku.backend.opencl.handle.KernelSource;
import dev.santoku.backend.opencl.handle.OpenClDevice;
import dev.santoku.backend.opencl.handle.Program;
import dev.santoku.backend.opencl.handle.Queue;
import dev.santoku.matrix.Inputs;
import dev.santoku.matrix.Matrix;
import dev.santoku.matrix.Precision;
import dev.santoku.matrix.ProductCheck;
import dev.santoku.matrix.Shape;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Products by matrix instructions of GPUs, on PoCL by what each means (NATIVE 0). */
@Tag("any-jdk")
public class MatrixInstructionsTest {
    private static final long SEED = 7;

    /** A swap of lanes that changes quotients and remainders by 4 and by 16. */
    private static final int OTHER_LANE = 21;

    private final Discovery discovery = Discovery.run();
    private final Device device = discovery.availability().devices().get(0);
    private final OpenClDevice openClDevice = discovery.find(device).orElseThrow();
    private final MatrixFamily family = new MatrixFamily();

    /** An instruction with blocks so small that few elements have all edges. */
    public record Case(int instruction, GpuArchitecture architecture, Precision precision) {
        public DeviceLimits limits() {
            return new DeviceLimits(
                            Device.Kind.GPU,
                            2,
                            256,
                            new Memory(32 << 10, 1L << 27, 1L << 27, false),
                            new Lanes(1, 1),
                            true)
                    .of(architecture);
        }

        public Parameters parameters() {
            return new MatrixFamily()
                    .shipped(limits(), precision)
                    .with("INSTRUCTION", instruction)
                    .with("NATIVE", 0)
                    .with("WARPS_M", 2)
                    .with("WARPS_N", 1)
                    .with("WARP_M", 16)
                    .with("WARP_N", 16);
        }
    }

    public static Stream<Case> cases() {
        GpuArchitecture hopper = new GpuArchitecture(Vendor.NVIDIA, "sm_90", 32, Set.of());
        return Stream.of(
                new Case(1, hopper, Precision.F64),
                new Case(2, hopper, Precision.F64),
                new Case(3, hopper, Precision.TF32),
                new Case(4, hopper, Precision.BF16),
                new Case(5, hopper, Precision.F16),
                new Case(6, new GpuArchitecture(Vendor.AMD, "gfx90a", 64, Set.of()), Precision.F64));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void multiplies(Case each) {
        Parameters parameters = each.parameters();
        assertThat(family.objection(each.limits(), each.precision(), parameters))
                .isEmpty();
        try (Multiplier multiplier = new JoclMultiplier(device, openClDevice, each.limits(), family.with(parameters))) {
            assertThat(multiplier.arithmetic(each.precision())).isEqualTo(each.precision());
            for (Shape shape : List.of(
                    new Shape(1, 67, 33),
                    new Shape(31, 15, 7),
                    new Shape(33, 17, 17),
                    new Shape(32, 16, 16),
                    new Shape(132, 68, 36),
                    new Shape(9, 8, 1001, 2))) {
                Inputs inputs = Inputs.integers(shape, each.precision(), SEED);
                try (Product product = multiplier.prepare(inputs.a(), inputs.b(), inputs.batch())) {
                    product.poison();
                    product.compute();
                    assertThat(ProductCheck.exact(inputs, product.result(), SEED))
                            .as("%s", shape)
                            .isEmpty();
                }
            }
        }
    }

    /** One of each layout. */
    static Stream<Case> layouts() {
        return cases().filter(each -> List.of(1, 5, 6).contains(each.instruction()));
    }

    /** Were a lane's elements elsewhere than the kernel takes them from or puts them to, each such place would show. */
    @ParameterizedTest
    @MethodSource("layouts")
    void aWrongLaneIsFound(Case each) {
        String right = KernelSource.read("matrix");
        assertThat(complaint(each, right)).isEmpty();
        for (String place : List.of("ROW_OF_A", "K_OF_A", "K_OF_B", "COLUMN_OF_B", "ROW_OF_C", "COLUMN_OF_C")) {
            assertThat(complaint(each, with(right, place, "(lane)", "((lane) ^ %d)".formatted(OTHER_LANE))))
                    .as(place)
                    .isPresent();
        }
        if (each.precision().isReduced()) {
            assertThat(complaint(each, with(right, "ROWS_TO_A", "(e)", "((e) ^ 1)")))
                    .isPresent();
            assertThat(complaint(each, with(right, "KS_TO_B", "(e)", "((e) ^ 1)")))
                    .isPresent();
            assertThat(complaint(each, with(right, "ROWS_TO_C", "(e)", "((e) ^ 2)")))
                    .isPresent();
        }
    }

    /** The source with another definition of a macro. */
    private static String with(String source, String macro, String old, String other) {
        String changed = Pattern.compile("(?m)^(#define %s\\(.*?\\) )(.*)$".formatted(macro))
                .matcher(source)
                .replaceAll(found -> found.group(1) + found.group(2).replace(old, other));
        assertThat(changed).as(macro).isNotEqualTo(source);
        return changed;
    }

    private Optional<String> complaint(Case each, String source) {
        Inputs inputs = Inputs.integers(new Shape(33, 17, 33), each.precision(), SEED);
        Shape shape = inputs.shape();
        KernelLaunch launch = family.plan(each.limits(), each.precision(), shape, each.parameters())
                .steps()
                .get(0);
        try (Handles owned = new Handles()) {
            Context context = owned.own(new Context(openClDevice));
            Queue queue = owned.own(context.createQueue());
            Program program =
                    owned.own(context.build("matrix.cl", source, launch.code().options()));
            Kernel kernel = owned.own(program.createKernel(launch.kernel()));
            int bytes = each.precision().bytes();
            Buffer a = owned.own(context.createBuffer((long) shape.m() * shape.k() * bytes));
            Buffer b = owned.own(context.createBuffer((long) shape.k() * shape.n() * bytes));
            Buffer c = owned.own(context.createBuffer((long) shape.m() * shape.n() * bytes));
            queue.write(inputs.a(), a);
            queue.write(inputs.b(), b);
            List<Integer> numbers = List.of(shape.m(), shape.n(), shape.k(), shape.k());
            for (int i = 0; i < numbers.size(); i++) {
                kernel.set(i, numbers.get(i));
            }
            kernel.set(4, a);
            kernel.set(5, b);
            kernel.set(6, c);
            queue.seconds(kernel, launch.groups(), launch.groupItems());
            Matrix result = Matrix.zeros(each.precision().storage(), shape.m(), shape.n());
            queue.read(c, result);
            return ProductCheck.exact(inputs, result, SEED);
        }
    }
}
