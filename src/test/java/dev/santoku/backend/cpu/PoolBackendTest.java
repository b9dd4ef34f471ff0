package dev.santoku.backend.cpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.santoku.backend.Backend;
import dev.santoku.backend.Backends;
import dev.santoku.backend.Device;
import dev.santoku.backend.Multiplier;
import dev.santoku.backend.OpenOptions;
import dev.santoku.backend.Product;
import dev.santoku.backend.Variant;
import dev.santoku.matrix.Digest;
import dev.santoku.matrix.Inputs;
import dev.santoku.matrix.Precision;
import dev.santoku.matrix.Shape;
import java.lang.module.ModuleFinder;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class PoolBackendTest extends CpuBackendContract {
    /** More rows than three members pack at once, and work enough for all three. */
    private static final Shape SEVERAL_ROUNDS = new Shape(1600, 70, 300);

    /** In f32 each of two or three members packs B for itself, where L2 has 1 MiB. */
    private static final Shape SMALL_B_OF_MANY_ROWS = new Shape(601, 333, 700);

    @Override
    protected Backend backend() {
        return new PoolBackend();
    }

    @Override
    protected List<Shape> edges() {
        return Stream.concat(
                        Edges.OF_BLOCKS.stream(),
                        Stream.of(
                                SEVERAL_ROUNDS,
                                new Shape(200, 200, 200), // every side is cut for three members
                                new Shape(5, 4097, 260), // all work lies in one side of C
                                new Shape(4099, 6, 260)))
                .toList();
    }

    @Test
    void isFoundByItsName() {
        assertThat(Backends.byId("pool")).containsInstanceOf(PoolBackend.class);
    }

    @Test
    void refusesAVariantThatItDoesNotHave() {
        assertThatThrownBy(
                        () -> backend().open(Device.cpu(), new Variant("naive", "another's"), OpenOptions.defaults()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("pool has no variant 'naive'");
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("variantsAndPrecisions")
    @Tag("slow")
    void givesTheSameBitsAsSingleOnAnyNumberOfThreads(Variant variant, Precision precision) {
        Backend single = new SingleBackend();
        Variant alone = single.variants().stream()
                .filter(other -> other.id().equals(variant.id()))
                .findFirst()
                .orElseThrow();
        for (Shape shape : List.of(SEVERAL_ROUNDS, Shape.square(257), new Shape(33, 3000, 600), SMALL_B_OF_MANY_ROWS)) {
            Inputs inputs = Inputs.uniform(shape, precision, 7);
            String expected = digest(single, alone, 1, inputs);
            for (int threads : new int[] {1, 2, 3, 7, 40}) {
                assertThat(digest(backend(), variant, threads, inputs))
                        .as("%s on %d threads", shape, threads)
                        .isEqualTo(expected);
            }
        }
    }

    /** As on a machine of two sockets: many more members than a tiny product has tasks, and than this machine has cores. */
    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("variantsAndPrecisions")
    @Tag("slow")
    void givesTheSameBitsAsSingleOn128Threads(Variant variant, Precision precision) {
        Backend single = new SingleBackend();
        for (Shape shape : List.of(
                Shape.square(1),
                new Shape(3, 1, 2),
                new Shape(1, 1000, 300),
                new Shape(127, 129, 131),
                new Shape(900, 1100, 700))) {
            Inputs inputs = Inputs.integers(shape, precision, 5);
            assertThat(digest(backend(), variant, 128, inputs))
                    .as("%s", shape)
                    .isEqualTo(digest(single, single.defaultVariant(Device.cpu()), 1, inputs));
        }
    }

    private static String digest(Backend backend, Variant variant, int threads, Inputs inputs) {
        try (Multiplier multiplier = backend.open(Device.cpu(), variant, new OpenOptions(threads));
                Product product = multiplier.prepare(inputs.a(), inputs.b())) {
            product.compute();
            return Digest.of(product.result());
        }
    }

    @Test
    void hasAsManyThreadsAsAskedForAndMeasuresWhatTheyCanDo() {
        Variant variant = backend().defaultVariant(Device.cpu());
        OpenOptions three = new OpenOptions(3);
        assertThat(backend().threads(Device.cpu(), variant, three)).hasValue(3);
        try (Multiplier multiplier = backend().open(Device.cpu(), variant, three)) {
            assertThat(multiplier.fmaCeiling(Precision.F64).orElseThrow()).isPositive();
        }
    }

    @Test
    void itsVirtualMachineHasTheVectorApiWhereJavaHas() {
        boolean known = ModuleFinder.ofSystem().find("jdk.incubator.vector").isPresent();
        assertThat(backend().jvmFlags())
                .containsSubsequence(known ? List.of("--add-modules", "jdk.incubator.vector") : List.of())
                .isEqualTo(new SingleBackend().jvmFlags());
    }
}
