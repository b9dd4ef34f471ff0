package dev.santoku.backend.opencl;

import static org.assertj.core.api.Assertions.assertThat;

import dev.santoku.backend.Device;
import dev.santoku.backend.opencl.family.KernelFamilies;
import dev.santoku.backend.opencl.handle.DeviceLimits;
import dev.santoku.backend.opencl.handle.OpenClDevice;
import dev.santoku.backend.opencl.transfer.MappedTransfers;
import dev.santoku.backend.opencl.transfer.StagedTransfers;
import dev.santoku.backend.opencl.transfer.Transfers;
import dev.santoku.matrix.Inputs;
import dev.santoku.matrix.OffHeap;
import dev.santoku.matrix.OffHeapMatrix;
import dev.santoku.matrix.Precision;
import dev.santoku.matrix.ProductCheck;
import dev.santoku.matrix.Shape;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Matrices outside of the heap on a device, by each way to travel. */
class OffHeapTilesTest {
    private static final long SEED = 23;

    private final Discovery discovery = Discovery.run();
    private final Device device = discovery.availability().devices().get(0);
    private final OpenClDevice openClDevice = discovery.find(device).orElseThrow();

    private JoclMultiplier open(long bytes, Transfers.Choice choice) {
        DeviceLimits limits = openClDevice.limits().withMemory(bytes);
        return new JoclMultiplier(
                device, openClDevice, limits, KernelFamilies.find("panel").orElseThrow(), choice);
    }

    private static Transfers.Choice choice(String way) {
        return switch (way) {
            case "mapped" -> Transfers::of;
            case "pieces" -> (limits, context, queue) -> new MappedTransfers(queue, limits, 4 << 10);
            default -> (limits, context, queue) -> new StagedTransfers(context, queue);
        };
    }

    /** In slabs of K where memory is small: their sums are added outside of the heap. */
    @ParameterizedTest
    @CsvSource({
        "mapped, 97x203x4001, 500000, F32, true",
        "mapped, 97x203x4001, 1000000, F64, true",
        "pieces, 97x203x4001, 500000, F32, true",
        "staged, 97x203x4001, 500000, F32, true",
        "staged, 97x203x4001, 1000000, F64, true",
        "staged, 500x1100x4001, 12000000, F32, false",
        "mapped, 97x203x401, 1000000000, F32, false",
        "pieces, 97x203x401, 1000000000, F64, false",
        "staged, 97x203x401, 1000000000, F32, false",
        "staged, 700x900x801, 1000000000, F64, false",
    })
    void integersAreExact(String way, String sizes, long bytes, Precision precision, boolean inSlabs) {
        Inputs inputs = Inputs.integers(Shape.parse(sizes), precision, SEED);
        try (JoclMultiplier multiplier = open(bytes, choice(way));
                OffHeapMatrix a = OffHeap.copyOf(inputs.a());
                OffHeapMatrix b = OffHeap.copyOf(inputs.b());
                OffHeapMatrix c = OffHeap.junk(inputs.shape(), precision)) {
            multiplier.multiply(a, b, c);

            assertThat(ProductCheck.exact(inputs, OffHeap.onHeap(c), SEED)).isEmpty();
            if (inSlabs) {
                assertThat(multiplier.remarks())
                        .singleElement()
                        .asString()
                        .contains("slabs of K")
                        .doesNotContain(" 1 slabs");
            }
        }
    }

    /** Kernels address the elements of a buffer by 32 bits, however large the device is. */
    @Test
    void tilesHaveNoMoreElementsThanAnArray() {
        Shape large = Shape.square(100_000);
        try (JoclMultiplier multiplier = open(1L << 30, Transfers::of)) {
            assertThat(multiplier.bytes(Tiles.whole(new Shape(60_000, 10, 60_000)), Precision.F32, 2, true))
                    .isEqualTo(Long.MAX_VALUE);
            Tiles tiles = Tiles.choose(large, some -> multiplier.bytes(some, Precision.F32, 2, true) <= 1L << 30)
                    .orElseThrow();
            assertThat(tiles.tile().fitsArrays()).isTrue();
            assertThat(tiles.shape()).isEqualTo(large);
        }
    }
}
