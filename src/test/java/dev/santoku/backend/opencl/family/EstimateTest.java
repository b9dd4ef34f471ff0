package dev.santoku.backend.opencl.family;

import static org.assertj.core.api.Assertions.assertThat;

import dev.santoku.backend.Device.Kind;
import dev.santoku.backend.Estimate;
import dev.santoku.backend.opencl.handle.DeviceLimits;
import dev.santoku.backend.opencl.handle.DeviceLimits.Lanes;
import dev.santoku.backend.opencl.handle.DeviceLimits.Memory;
import dev.santoku.backend.opencl.handle.GpuArchitecture;
import dev.santoku.backend.opencl.handle.GpuArchitecture.Vendor;
import dev.santoku.matrix.Precision;
import dev.santoku.matrix.Shape;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is expected of parameters before a compiler sees them. */
class EstimateTest {
    private static final WarpFamily WARP = new WarpFamily();
    private static final PanelFamily PANEL = new PanelFamily();

    private static DeviceLimits gpu(Vendor vendor, String name, int width, String... extensions) {
        return new DeviceLimits(
                        Kind.GPU, 132, 1024, new Memory(48 << 10, 1L << 34, 1L << 36, false), new Lanes(1, 1), true)
                .of(new GpuArchitecture(vendor, name, width, Set.of(extensions)));
    }

    private static DeviceLimits cpu(int floats) {
        return new DeviceLimits(
                Kind.CPU,
                2,
                4096,
                new Memory(512 << 10, 1L << 34, 1L << 36, true),
                new Lanes(floats, floats / 2),
                true);
    }

    /** Beside what ptxas 13 made of the shipped parameters, in experiments/gpu-kernels.md: the middle of several compilers. */
    @ParameterizedTest
    @CsvSource({
        "sm_90, f32, 230, warp BAND=8 BLOCK_K=8 ITEM_M=16 ITEM_N=8 LANES_M=4 LANES_N=8 LOAD=4 PAD=4 UNROLL=8 VECTOR=4 WARPS_M=2 WARPS_N=2",
        "sm_90, f32, 127, warp BAND=8 BLOCK_K=16 ITEM_M=8 ITEM_N=8 LANES_M=4 LANES_N=8 LOAD=4 PAD=4 UNROLL=2 VECTOR=4 WARPS_M=4 WARPS_N=2",
        "sm_90, f64, 124, warp BAND=8 BLOCK_K=8 ITEM_M=8 ITEM_N=4 LANES_M=4 LANES_N=8 LOAD=2 PAD=2 UNROLL=1 VECTOR=2 WARPS_M=2 WARPS_N=2",
        "sm_80, f64, 211, matrix BAND=8 BLOCK_K=8 INSTRUCTION=1 LOAD=2 NATIVE=1 PAD_A=4 PAD_B=4 WARPS_M=2 WARPS_N=2 WARP_M=64 WARP_N=32",
        "sm_80, tf32, 191, matrix BAND=8 INSTRUCTION=3 NATIVE=1 STAGES=3 UNITS=4 WARPS_M=2 WARPS_N=2 WARP_M=64 WARP_N=64",
        "sm_80, f16, 191, matrix BAND=8 INSTRUCTION=5 NATIVE=1 STAGES=3 UNITS=4 WARPS_M=2 WARPS_N=2 WARP_M=64 WARP_N=64"
    })
    void registersAreEstimatedAsPtxasReportsThem(String architecture, String label, int reported, String text) {
        Precision precision = Precision.parse(label);
        Parameters parameters = Parameters.parse(text);
        Footprint footprint = parameters.family().equals("warp")
                ? new WarpTile(parameters).footprint(precision)
                : new MatrixTile(
                                MatrixInstruction.find(parameters.get("INSTRUCTION"))
                                        .orElseThrow(),
                                parameters)
                        .footprint(precision);
        GpuArchitecture known = gpu(Vendor.NVIDIA, architecture, 32).architecture();
        assertThat(footprint.registers(GpuUnit.of(known).overhead()))
                .isCloseTo(reported, Percentage.withPercentage(15));
    }

    /** Beside the tables that {@link GpuUnit} names. */
    @ParameterizedTest
    @CsvSource({
        "NVIDIA, sm_70, 32, 65536, 96, 2048",
        "NVIDIA, sm_87, 32, 65536, 164, 1536",
        "AMD, gfx1030, 32, 65536, 64, 1024",
        "AMD, gfx1100, 32, 98304, 64, 1024",
        "AMD, gfx1102, 32, 65536, 64, 1024",
        "INTEL, skl, 8, 57344, 64, 448",
        "INTEL, tgllp, 8, 114688, 64, 896",
        "INTEL, dg2, 8, 131072, 128, 1024",
        "INTEL, pvc, 16, 131072, 128, 1024"
    })
    void unitsAreThoseOfTheirVendors(
            Vendor vendor, String name, int width, int registers, int localKilobytes, int items) {
        GpuUnit unit = GpuUnit.of(new GpuArchitecture(vendor, name, width, Set.of()));
        assertThat(unit.registers()).isEqualTo(registers);
        assertThat(unit.localBytes()).isEqualTo(localKilobytes << 10);
        assertThat(unit.items()).isEqualTo(items / (unit.mostOfItem() > 128 && vendor == Vendor.INTEL ? 2 : 1));
    }

    /** What is shipped by analysis is never hopeless, and in the upper part of what can be tried. */
    @Test
    void whatIsShippedIsLikely() {
        List<DeviceLimits> devices = List.of(
                gpu(Vendor.NVIDIA, "sm_75", 32),
                gpu(Vendor.NVIDIA, "sm_90", 32, "cl_nv_compiler_options"),
                gpu(Vendor.AMD, "gfx942", 64),
                gpu(Vendor.AMD, "gfx1100", 32),
                gpu(Vendor.INTEL, "dg2", 8, "cl_intel_required_subgroup_size"),
                gpu(Vendor.INTEL, "pvc", 16, "cl_intel_required_subgroup_size"),
                gpu(Vendor.INTEL, "tgllp", 8, "cl_intel_required_subgroup_size"));
        for (DeviceLimits limits : devices) {
            for (Precision precision : List.of(Precision.F32, Precision.F64)) {
                Parameters shipped = WARP.shipped(limits, precision);
                assertThat(WARP.objection(limits, precision, shipped)).isEmpty();
                Estimate own = WARP.estimate(limits, precision, shipped);
                assertThat(own.hopeless())
                        .as(limits.architecture() + " " + precision)
                        .isNull();
                List<Double> others = Stream.of(4, 8, 16)
                        .flatMap(m -> Stream.of(4, 8, 16)
                                .map(n -> shipped.with("ITEM_M", m).with("ITEM_N", n)))
                        .map(each -> WARP.estimate(limits, precision, each).score())
                        .sorted(Comparator.reverseOrder())
                        .toList();
                assertThat(own.score())
                        .as(limits.architecture() + " " + precision)
                        .isGreaterThanOrEqualTo(others.get(5));
            }
        }
    }

    @Test
    void sumsThatNoRegisterHoldsAreHopeless() {
        DeviceLimits intel = gpu(Vendor.INTEL, "tgllp", 8, "cl_intel_required_subgroup_size");
        Parameters wide = WARP.shipped(intel, Precision.F32).with("ITEM_M", 16);
        assertThat(WARP.estimate(intel, Precision.F32, wide.with("WARPS_M", 1)).hopeless())
                .contains("registers where a work-item has 128");
        assertThat(WARP.estimate(cpu(16), Precision.F32, WARP.shipped(cpu(16), Precision.F32))
                        .hopeless())
                .contains("across barriers");
        Parameters panel = PANEL.shipped(cpu(16), Precision.F32);
        assertThat(PANEL.estimate(cpu(16), Precision.F32, panel.with("TILE_M", 14))
                        .hopeless())
                .isEqualTo("56 vectors of sums where there are 32 registers");
        Parameters avx2 = PANEL.shipped(cpu(8), Precision.F32);
        assertThat(PANEL.estimate(cpu(8), Precision.F32, avx2).worthTrying()).isTrue();
        assertThat(PANEL.estimate(cpu(8), Precision.F32, avx2.with("VECTORS", 4))
                        .worthTrying())
                .isFalse();
        assertThat(PANEL.estimate(cpu(8), Precision.F32, avx2.with("NONSENSE", 1))
                        .worthTrying())
                .isFalse();
    }

    /** At 1024 groups are too few for any of these, so a work-item gets one tile. */
    @Test
    void parametersThatMakeNoDifferenceHaveTheSameCode() {
        Parameters shipped = PANEL.shipped(cpu(16), Precision.F32);
        List<Shape> sizes = List.of(new Shape(1024, 1024, 2048));
        String code = PANEL.estimate(cpu(16), Precision.F32, sizes, shipped).code();
        assertThat(PANEL.estimate(cpu(16), Precision.F32, sizes, shipped.with("DOWN", 8))
                        .code())
                .isEqualTo(code);
        assertThat(PANEL.estimate(cpu(16), Precision.F32, sizes, shipped.with("TILE_M", 4))
                        .code())
                .isNotEqualTo(code);
    }

    /** Registers, and work-items of a thread, are parameters where the vendor's compiler takes them. */
    @Test
    void compilersOptionsAreParametersWhereTheCompilerTakesThem() {
        DeviceLimits dg2 = gpu(Vendor.INTEL, "dg2", 8, "cl_intel_required_subgroup_size");
        Parameters shipped = WARP.shipped(dg2, Precision.F32);
        assertThat(shipped.values()).containsEntry("REGISTERS", 256).containsEntry("SUBGROUP", 8);
        assertThat(options(dg2, shipped)).contains("-cl-intel-256-GRF-per-thread", "-DSUBGROUP=8");
        assertThat(options(dg2, shipped.with("REGISTERS", 128).with("SUBGROUP", 16)))
                .contains("-DSUBGROUP=16")
                .doesNotContain("GRF", "REGISTERS");
        assertThat(WARP.alternatives(dg2, Precision.F32))
                .allMatch(each -> WARP.objection(dg2, Precision.F32, each).isEmpty());
        DeviceLimits hopper = gpu(Vendor.NVIDIA, "sm_90", 32, "cl_nv_compiler_options");
        Parameters own = WARP.shipped(hopper, Precision.F32);
        assertThat(options(hopper, own)).doesNotContain("maxrregcount", "REGISTERS");
        assertThat(options(hopper, own.with("REGISTERS", 128))).contains("-cl-nv-maxrregcount=128");
        assertThat(WARP.shipped(gpu(Vendor.NVIDIA, "sm_90", 32), Precision.F32).values())
                .doesNotContainKey("REGISTERS");
    }

    private static String options(DeviceLimits limits, Parameters parameters) {
        return WARP.plan(limits, Precision.F32, Shape.square(4096), parameters)
                .steps()
                .get(0)
                .code()
                .options();
    }
}
