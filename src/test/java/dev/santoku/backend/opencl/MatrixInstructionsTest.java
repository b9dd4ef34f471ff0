package dev.santoku.backend.opencl;

import static org.assertj.core.api.Assertions.assertThat;

import dev.santoku.backend.Device;
import dev.santoku.backend.Multiplier;
import dev.santoku.backend.Product;
import dev.santoku.backend.opencl.family.MatrixFamily;
import dev.santoku.backend.opencl.family.MatrixInstruction;
import dev.santoku.backend.opencl.family.Parameters;
import dev.santoku.backend.opencl.handle.DeviceLimits;
import dev.santoku.backend.opencl.handle.DeviceLimits.Lanes;
import dev.santoku.backend.opencl.handle.DeviceLimits.Memory;
import dev.santoku.backend.opencl.handle.GpuArchitecture;
import dev.santoku.backend.opencl.handle.GpuArchitecture.Vendor;
import dev.santoku.backend.opencl.handle.OpenClDevice;
import dev.santoku.matrix.Inputs;
import dev.santoku.matrix.Precision;
import dev.santoku.matrix.ProductCheck;
import dev.santoku.matrix.Shape;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Products by matrix instructions of GPUs, on PoCL by what each means (NATIVE 0). */
@Tag("any-jdk")
public class MatrixInstructionsTest {
    private static final long SEED = 7;

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
            Parameters small = new MatrixFamily()
                    .shipped(limits(), precision)
                    .with("INSTRUCTION", instruction)
                    .with("NATIVE", 0)
                    .with("WARPS_M", 2)
                    .with("WARPS_N", 1)
                    .with("WARP_M", 16)
                    .with("WARP_N", 16);
            boolean isPacked = small.values().containsKey("UNITS");
            return isPacked ? small.with("UNITS", architecture.width() == 64 ? 4 : 2) : small;
        }
    }

    public static Stream<Case> cases() {
        Set<String> subgroups =
                Set.of("cl_intel_required_subgroup_size", "cl_intel_subgroup_matrix_multiply_accumulate");
        return Stream.of(
                        cases(new GpuArchitecture(Vendor.NVIDIA, "sm_90", 32, Set.of()), 1, 2, 3, 4, 5, 7),
                        cases(new GpuArchitecture(Vendor.NVIDIA, "sm_75", 32, Set.of()), 15, 17),
                        cases(new GpuArchitecture(Vendor.AMD, "gfx90a", 64, Set.of()), 6, 24, 25, 27),
                        cases(new GpuArchitecture(Vendor.AMD, "gfx942", 64, Set.of()), 37),
                        cases(new GpuArchitecture(Vendor.AMD, "gfx1100", 32, Set.of()), 44, 45, 47),
                        cases(new GpuArchitecture(Vendor.AMD, "gfx1201", 32, Set.of()), 54, 55, 57),
                        cases(new GpuArchitecture(Vendor.INTEL, "dg2", 8, subgroups), 64, 65, 67),
                        cases(new GpuArchitecture(Vendor.INTEL, "pvc", 16, subgroups), 74, 75, 77))
                .flatMap(each -> each);
    }

    private static Stream<Case> cases(GpuArchitecture architecture, Integer... instructions) {
        return Stream.of(instructions)
                .map(each -> new Case(
                        each,
                        architecture,
                        Arrays.stream(MatrixInstruction.values())
                                .filter(known -> known.number() == each)
                                .findFirst()
                                .orElseThrow()
                                .precision()));
    }

    /** The case of an instruction's number. */
    public static Case find(int instruction) {
        return cases().filter(known -> known.instruction() == instruction)
                .findFirst()
                .orElseThrow();
    }

    /** Otherwise an instruction could be added that no simulator ever sees. */
    @Test
    void everyInstructionIsAmongThem() {
        assertThat(cases().map(Case::instruction))
                .containsExactlyInAnyOrderElementsOf(Arrays.stream(MatrixInstruction.values())
                        .map(MatrixInstruction::number)
                        .toList());
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
                    new Shape(132, 68, 164),
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

    /** One instruction of each layout, and the places that depend on the lane and on which of its elements it is. */
    public static Stream<Arguments> layouts() {
        String rows = "ROW_OF_A ROW_OF_B ROW_OF_C ";
        String plain = "ROW_OF_A K_OF_A K_OF_B COLUMN_OF_B ROW_OF_C COLUMN_OF_C";
        return Stream.of(
                Arguments.of(1, plain, ""),
                Arguments.of(6, plain, "ROWS_TO_C"),
                Arguments.of(5, rows + "WORD_OF_A WORD_OF_B COLUMN_OF_C", rows + "UNIT_OF_A UNIT_OF_B COLUMN_OF_C"),
                Arguments.of(25, rows + "UNIT_OF_A UNIT_OF_B COLUMN_OF_C", "ROW_OF_C"),
                Arguments.of(45, rows + "COLUMN_OF_C", "UNIT_OF_A UNIT_OF_B ROW_OF_C"),
                Arguments.of(55, rows + "UNIT_OF_A UNIT_OF_B COLUMN_OF_C", "ROW_OF_C"),
                Arguments.of(65, "PLACE_OF_A PLACE_OF_B COLUMN_OF_C", "PLACE_OF_A PLACE_OF_B ROW_OF_C"),
                Arguments.of(75, "PLACE_OF_A PLACE_OF_B COLUMN_OF_C", "PLACE_OF_A PLACE_OF_B ROW_OF_C"));
    }

    /** Were a lane's elements elsewhere than the kernel takes them from or puts them to, each such place would show. */
    @ParameterizedTest
    @MethodSource("layouts")
    void aWrongPlaceIsFound(int instruction, String ofLanes, String ofElements) {
        Case each = find(instruction);
        PlantedPlace planted = new PlantedPlace(openClDevice, each, new Shape(33, 17, 33));
        assertThat(planted.complaintWithout()).isEmpty();
        for (String place : ofLanes.split(" ", -1)) {
            assertThat(planted.complaintOfAnotherLane(place))
                    .as("%s of another lane", place)
                    .isPresent();
        }
        for (String place : ofElements.isEmpty() ? new String[0] : ofElements.split(" ", -1)) {
            // So are these, of 4 or 8 words, and of sums that stand in pairs.
            int otherElement = place.equals("KS_TO_B")
                    ? 1
                    : place.endsWith("C")
                            ? (List.of(2, 6, 25).contains(instruction) ? 2 : 6)
                            : instruction > 40 ? 7 : 3;
            assertThat(planted.complaintOfAnotherElement(place, otherElement))
                    .as("%s of another element", place)
                    .isPresent();
        }
    }
}
