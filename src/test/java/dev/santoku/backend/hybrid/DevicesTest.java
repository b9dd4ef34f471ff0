package dev.santoku.backend.hybrid;

import static org.assertj.core.api.Assertions.assertThat;

import dev.santoku.backend.Availability;
import dev.santoku.backend.Backend;
import dev.santoku.backend.Device;
import dev.santoku.backend.Multiplier;
import dev.santoku.backend.OpenOptions;
import dev.santoku.backend.Variant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Which processors are taken together on machines that this one is not. */
class DevicesTest {
    private static final int UNITS = Fakes.UNITS;
    private static final Device CPU = Fakes.deviceOf("cpu", Device.Kind.CPU);
    private static final Device POCL = Fakes.deviceOf("cl0", Device.Kind.CPU);
    private static final Device GPU = Fakes.deviceOf("cl1", Device.Kind.GPU);
    private static final Device OTHER_GPU = Fakes.deviceOf("cl2", Device.Kind.GPU);

    private record Having(String id, List<Device> found) implements Backend {
        @Override
        public List<Variant> variants() {
            return List.of(new Variant("any", "any"));
        }

        @Override
        public Availability probe() {
            return found.isEmpty()
                    ? new Availability.Unavailable("no driver", "install one")
                    : new Availability.Available(found);
        }

        @Override
        public Multiplier open(Device device, Variant variant, OpenOptions options) {
            throw new AssertionError();
        }
    }

    private static HybridBackend on(Device... openCl) {
        return new HybridBackend(() -> List.of(new Having("pool", List.of(CPU)), new Having("jocl", List.of(openCl))));
    }

    private static List<String> unnamed(HybridBackend backend) {
        return Fakes.ids(backend.unnamedDevices(backend.probe()));
    }

    private static Stream<String> named(HybridBackend backend, String name) {
        return backend.device(backend.probe(), name).map(Device::id).stream();
    }

    @Test
    void onPoclItSaysThatNothingCanBeGained() {
        HybridBackend backend = on(POCL);
        assertThat(unnamed(backend)).containsExactly("cpu+cl0");
        assertThat(backend.probe().note("cpu+cl0"))
                .hasValueSatisfying(
                        note -> assertThat(note).contains("one processor").contains("nothing can be gained"));
        assertThat(backend.measuredUnasked(backend.probe())).isFalse();
        assertThat(named(backend, "gpus")).isEmpty();
    }

    @Test
    void withGpusTheDriverOfTheCpuIsLeftOutUnlessNamed() {
        HybridBackend backend = on(POCL, GPU, OTHER_GPU);
        assertThat(unnamed(backend)).containsExactly("cpu+cl1+cl2");
        assertThat(backend.probe().note("cpu+cl1+cl2")).isEmpty();
        Device all = backend.unnamedDevices(backend.probe()).get(0);
        assertThat(all.kind()).isEqualTo(Device.Kind.GPU);
        assertThat(backend.measuredUnasked(backend.probe())).isTrue();
        assertThat(named(backend, "gpus")).containsExactly("cl1+cl2");
        assertThat(named(backend, "cl0+cpu")).containsExactly("cpu+cl0");
        assertThat(named(backend, "cl2")).containsExactly("cl2");
        assertThat(named(backend, "cpu+cl7")).isEmpty();
        assertThat(named(backend, "cpu+cpu")).isEmpty();
    }

    @Test
    void piecesOfOneDeviceFollowEachOther() {
        HybridBackend backend = on(POCL, GPU);
        assertThat(named(backend, "cl0:1+cl0:1")).containsExactly("cl0:1+cl0:1from1");
        assertThat(named(backend, "cl0:1+cpu:1")).containsExactly("cpu:1+cl0:1");
        assertThat(named(backend, "cl0:1+cl0:1from1")).containsExactly("cl0:1+cl0:1from1");
        assertThat(named(backend, "cpu:%d+cl0:1".formatted(UNITS + 1))).isEmpty();
        assertThat(named(backend, "cl0:%d+cl0:1".formatted(UNITS))).isEmpty();
        assertThat(named(backend, "cl0+cl0:1")).isEmpty();
        assertThat(named(backend, "cl0:0+cpu")).isEmpty();
    }

    @Test
    void piecesAreApartWhereTheCpuHasUnitsEnough() {
        List<Device> known = List.of(CPU, POCL);
        assertThat(DeviceSet.of(known, "cpu:1+cl0:1").orElseThrow().onOneHardware())
                .isFalse();
        assertThat(DeviceSet.of(known, "cpu:%d+cl0:1".formatted(UNITS))
                        .orElseThrow()
                        .onOneHardware())
                .isTrue();
        assertThat(DeviceSet.of(known, "cpu:1+cl0").orElseThrow().onOneHardware())
                .isTrue();
    }

    @Test
    void aPieceOfTheCpuHasThreadsOfItsOwn() {
        HybridBackend backend = on(POCL);
        assertThat(backend.threads(
                        backend.device(backend.probe(), "cpu:1+cl0:1").orElseThrow(),
                        backend.variants().get(0),
                        new OpenOptions(5)))
                .hasValue(1);
    }

    @Test
    void oneGpuOnTwoRoutesCountsOnce() {
        Device again =
                new Device("cuda0", Device.Kind.GPU, GPU.name(), "cuda", "CUDA", null, 1, null, null, GPU.precisions());
        assertThat(unnamed(on(GPU, again))).containsExactly("cpu+cl1");
    }

    @Test
    void withoutASecondProcessorItTellsWhatIsMissing() {
        assertThat(on().probe())
                .isInstanceOfSatisfying(Availability.Unavailable.class, unavailable -> assertThat(unavailable.inWords())
                        .contains("nothing to share a product between")
                        .contains("no driver; install one"));
    }

    @Test
    void itHasThreadsWhereTheCpuTakesPart() {
        HybridBackend backend = on(GPU, OTHER_GPU);
        OpenOptions options = new OpenOptions(5);
        Variant tiles = backend.variants().get(0);
        assertThat(backend.threads(backend.device(backend.probe(), "cpu+cl1").orElseThrow(), tiles, options))
                .hasValue(5);
        assertThat(backend.threads(backend.device(backend.probe(), "gpus").orElseThrow(), tiles, options))
                .isEmpty();
    }
}
