package dev.santoku.backend.opencl.family;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.santoku.backend.Device.Kind;
import dev.santoku.backend.UnsupportedProductException;
import dev.santoku.backend.opencl.handle.DeviceLimits;
import dev.santoku.backend.opencl.handle.DeviceLimits.Lanes;
import dev.santoku.backend.opencl.handle.DeviceLimits.Memory;
import dev.santoku.backend.opencl.handle.GpuArchitecture;
import dev.santoku.backend.opencl.handle.KernelSource;
import dev.santoku.matrix.Precision;
import dev.santoku.matrix.Shape;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class TiledFamilyTest {
    private static final Shape LARGE = Shape.square(4096);

    private static DeviceLimits limits(Kind kind, int computeUnits, int groupItems, long localBytes) {
        return new DeviceLimits(
                kind,
                computeUnits,
                groupItems,
                new Memory(localBytes, 1L << 30, 1L << 32, false),
                new Lanes(16, 8),
                true);
    }

    private static Tiling fit(DeviceLimits limits, Precision precision, Shape shape) {
        TiledFamily family = new TiledFamily();
        return family.tiling(limits, precision, shape, family.shipped(limits, precision));
    }

    private static LaunchPlan naive(DeviceLimits limits, Precision precision, Shape shape) {
        return new NaiveFamily().fit(limits, precision, shape);
    }

    static Stream<Arguments> tightDevices() {
        return Stream.of(Kind.values()).flatMap(kind -> Stream.of(1, 64, 256, 384, 1024)
                .flatMap(items -> Stream.of(1 << 10, 4 << 10, 16 << 10, 48 << 10)
                        .flatMap(local -> Precision.full().stream()
                                .map(precision -> Arguments.of(kind, items, local, precision)))));
    }

    @ParameterizedTest
    @MethodSource("tightDevices")
    void respectsWorkGroupAndLocalMemory(Kind kind, int items, int localBytes, Precision precision) {
        for (Shape shape : List.of(LARGE, Shape.square(1), new Shape(1, 5000, 3), new Shape(3000, 7, 1023))) {
            for (int computeUnits : List.of(1, 132)) {
                Tiling plan = fit(limits(kind, computeUnits, items, localBytes), precision, shape);
                assertThat(plan.tile().groupItems()).isBetween(1, items);
                assertThat(plan.localBytes()).isBetween(1L, (long) localBytes);
                assertThat(shape.k() % plan.loadA()).isZero();
                assertThat(shape.n() % plan.loadB()).isZero();
                assertThat(plan.plan(shape, GpuArchitecture.UNKNOWN)
                                        .steps()
                                        .get(0)
                                        .groups()
                                * plan.tile().blockM()
                                * plan.tile().blockN())
                        .isGreaterThanOrEqualTo((long) shape.m() * shape.n());
            }
        }
    }

    @Test
    void givesALargeProductOnAGpuLargeBlocksAndReadsOf16Bytes() {
        Tiling single = fit(limits(Kind.GPU, 132, 1024, 48 << 10), Precision.F32, LARGE);
        assertThat(single).isEqualTo(new Tiling(Precision.F32, new Tile(16, 16, 8, 8, 16), 4, 4, 4, 4, 4));
        Tiling twofold = fit(limits(Kind.GPU, 132, 1024, 48 << 10), Precision.F64, LARGE);
        assertThat(twofold).isEqualTo(new Tiling(Precision.F64, new Tile(8, 16, 8, 4, 16), 2, 2, 2, 2, 2));
    }

    @Test
    void hasTheKernelsOwnDefaultsForALargeProductOnAGpu() {
        Tiling plan = fit(limits(Kind.GPU, 132, 1024, 48 << 10), Precision.F32, LARGE);
        String source = KernelSource.read("tiled");
        assertThat(plan.macros())
                .allSatisfy((macro, value) -> assertThat(source).contains("#define %s %d //".formatted(macro, value)));
    }

    @Test
    void fillsAGpuWithASmallProduct() {
        DeviceLimits gpu = limits(Kind.GPU, 132, 1024, 48 << 10);
        for (int n : List.of(512, 1024, 2048)) {
            Shape shape = Shape.square(n);
            assertThat(fit(gpu, Precision.F32, shape)
                            .plan(shape, GpuArchitecture.UNKNOWN)
                            .steps()
                            .get(0)
                            .groups())
                    .isGreaterThanOrEqualTo(132);
        }
        Tiling tiny = fit(gpu, Precision.F32, Shape.square(64));
        assertThat(tiny.tile().groupItems()).isGreaterThanOrEqualTo(64);
    }

    @Test
    void readsOneElementAtATimeWhereRowsAreOdd() {
        Tiling plan = fit(limits(Kind.GPU, 132, 1024, 48 << 10), Precision.F32, new Shape(1000, 999, 998));
        assertThat(plan.loadA()).isEqualTo(2);
        assertThat(plan.loadB()).isEqualTo(1);
    }

    @Test
    void fillsTheRegistersOfACpu() {
        Tiling wide = fit(limits(Kind.CPU, 2, 4096, 1 << 20), Precision.F32, LARGE);
        assertThat(List.of(wide.tile().itemM(), wide.tile().itemN(), wide.vectorN()))
                .containsExactly(12, 32, 16);
        DeviceLimits narrow = new DeviceLimits(
                Kind.CPU, 2, 4096, new Memory(1 << 20, 1L << 30, 1L << 32, true), new Lanes(8, 4), true);
        Tiling plan = fit(narrow, Precision.F64, LARGE);
        assertThat(List.of(plan.tile().itemM(), plan.tile().itemN(), plan.vectorN()))
                .containsExactly(6, 8, 4);
    }

    @Test
    void saysThatLocalMemoryIsTooSmall() {
        assertThatThrownBy(() -> fit(limits(Kind.GPU, 1, 64, 16), Precision.F32, LARGE))
                .isInstanceOf(UnsupportedProductException.class)
                .hasMessageContaining("16 bytes of local memory")
                .hasMessageContaining("naive");
    }

    @Test
    void refusesParametersThatDoNotDivide() {
        assertThatThrownBy(() -> new Tiling(Precision.F32, new Tile(16, 16, 6, 8, 16), 4, 4, 4, 4, 4))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Tiling(Precision.F32, new Tile(16, 16, 8, 8, 16), 4, 4, 4, 4, 3))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void fitsNaiveGroupsToTheDeviceAndTheShape() {
        for (int items : List.of(1, 64, 256, 384)) {
            for (Shape shape : List.of(LARGE, Shape.square(1), new Shape(1, 5000, 3), new Shape(5000, 1, 3))) {
                LaunchPlan plan = naive(limits(Kind.GPU, 132, items, 0), Precision.F32, shape);
                assertThat(plan.groupItems()).isBetween(1, Math.min(items, 256));
            }
        }
        assertThat(naive(limits(Kind.GPU, 132, 1024, 0), Precision.F32, new Shape(5000, 1, 3)))
                .satisfies(plan ->
                        assertThat(plan.steps().get(0).code().options()).contains("-DGROUP_M=256", "-DGROUP_N=1"));
    }
}
