package dev.santoku.backend.hybrid;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.santoku.backend.BackendException;
import dev.santoku.backend.Multiplier;
import dev.santoku.backend.Product;
import dev.santoku.backend.UnsupportedProductException;
import dev.santoku.matrix.Inputs;
import dev.santoku.matrix.ProductCheck;
import dev.santoku.matrix.Shape;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Processors that fail in mid-product: the others redo their tiles, and the loss is named. */
class FaultsTest {
    private static final Inputs INPUTS = Inputs.integers(new Shape(400, 23, 17), dev.santoku.matrix.Precision.F32, 3);

    private static final Inputs OTHERS = Inputs.integers(new Shape(5, 3, 2), dev.santoku.matrix.Precision.F32, 3);

    private final Fakes fakes = new Fakes();

    private static HybridMultiplier together(Fakes.Fake... parts) {
        DeviceSet set = new DeviceSet(Stream.of(parts).map(Multiplier::device).toList());
        return new HybridMultiplier(set.asOne(), List.<Multiplier>of(parts), set.onOneHardware(), 1);
    }

    private static void multiplyRight(HybridMultiplier hybrid) {
        assertThat(multiply(hybrid)).contains("the cpu");
    }

    /** Who computed it; it is right. */
    private static String multiply(HybridMultiplier hybrid) {
        try (Product product = hybrid.prepare(INPUTS.a(), INPUTS.b())) {
            product.poison();
            product.compute();
            assertThat(ProductCheck.exact(INPUTS, product.result(), 1)).isEmpty();
            assertThat(product.ranOn()).matches(hybrid::isOwn);
            return product.ranOn();
        }
    }

    private void losesGpu(Fakes.Fake gpu, int tiles, String why) {
        Fakes.Fake cpu = fakes.right("cpu");
        try (HybridMultiplier hybrid = together(cpu, gpu)) {
            multiplyRight(hybrid);
            assertThat(gpu.tiles()).isEqualTo(tiles + 1);
            assertThat(hybrid.remarks()).anySatisfy(remark -> assertThat(remark)
                    .startsWith("cl0 is lost, after %d tiles of this product: ".formatted(tiles))
                    .contains(why));
            multiplyRight(hybrid);
            assertThat(gpu.tiles()).as("it gets no tile of later products").isEqualTo(tiles + 1);
            assertThat(hybrid.remarks()).anySatisfy(remark -> assertThat(remark).startsWith("cl0 is lost"));
        }
        assertThat(gpu.isClosed()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 7})
    void tilesOfOneThatFailsAreRedone(int tiles) {
        losesGpu(fakes.failing("cl0", tiles), tiles, "CL_OUT_OF_RESOURCES");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 7})
    void oneThatComputesNothingIsTakenOut(int tiles) {
        losesGpu(fakes.lazy("cl0", tiles), tiles, "");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 7})
    void oneThatComputesWronglyIsTakenOut(int tiles) {
        losesGpu(fakes.wrong("cl0", tiles), tiles, "wrongly: row ");
    }

    @Test
    void itTellsWhoComputed() {
        try (HybridMultiplier hybrid = together(fakes.right("cpu"), fakes.failing("cl0", 1));
                Product product = hybrid.prepare(INPUTS.a(), INPUTS.b())) {
            product.compute();
            assertThat(product.ranOn()).isEqualTo("the cpu and the cl0");
            product.compute();
            assertThat(product.ranOn()).isEqualTo("the cpu");
            assertThat(List.of("the cl0", "the cpu and the cl0 and the cpu")).allMatch(hybrid::isOwn);
            assertThat(List.of("", "the cl1", "the cpu and ", "the cpu and the cl1", "the cpu the cl0"))
                    .noneMatch(hybrid::isOwn);
        }
    }

    @Test
    void theCallersOwnProcessorMayFailToo() {
        Fakes.Fake gpu = fakes.right("cl0");
        try (HybridMultiplier hybrid = together(fakes.failing("cpu", 1), gpu)) {
            multiplyRight(hybrid);
            assertThat(hybrid.remarks())
                    .anySatisfy(remark -> assertThat(remark).startsWith("cpu is lost, after 1 tiles"));
        }
    }

    @Test
    void withNobodyLeftItFailsAndNamesAll() {
        try (HybridMultiplier hybrid = together(fakes.failing("cpu", 0), fakes.failing("cl0", 0));
                Product product = hybrid.prepare(INPUTS.a(), INPUTS.b())) {
            assertThatThrownBy(product::compute)
                    .isInstanceOf(BackendException.class)
                    .isNotInstanceOf(UnsupportedProductException.class)
                    .hasMessageContaining("no processor is left")
                    .hasMessageContaining("cpu is lost")
                    .hasMessageContaining("cl0 is lost");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 3})
    void whereItIsCancelledNoMoreTilesAreHandedOutAndNobodyIsLost(int tiles) {
        AtomicReference<Product> running = new AtomicReference<>();
        Fakes.Fake cpu = fakes.right("cpu");
        Fakes.Fake gpu = fakes.doing("cl0", tiles, () -> running.get().cancel());
        try (HybridMultiplier hybrid = together(cpu, gpu)) {
            running.set(hybrid.prepare(INPUTS.a(), INPUTS.b()));
            assertThatThrownBy(running.get()::compute).isInstanceOf(CancellationException.class);
            assertThat(gpu.tiles()).isEqualTo(tiles + 1);
            assertThat(cpu.tiles()).as("the one that it had").isLessThanOrEqualTo(1);
            running.get().close();
            running.set(hybrid.prepare(OTHERS.a(), OTHERS.b())); // whose cancelling harms no other product
            multiply(hybrid);
            assertThat(hybrid.losses()).isEmpty();
        }
    }

    @Test
    void oneThatRefusesAProductIsNotLost() {
        Fakes.Fake gpu = fakes.refusing("cl0");
        try (HybridMultiplier hybrid = together(fakes.right("cpu"), gpu)) {
            multiplyRight(hybrid);
            assertThat(hybrid.remarks()).contains("cl0 refuses it: no room");
            assertThat(hybrid.processors().get(1).loss()).isEmpty();
        }
        try (HybridMultiplier hybrid = together(fakes.refusing("cpu"), fakes.refusing("cl0"));
                Product product = hybrid.prepare(INPUTS.a(), INPUTS.b())) {
            assertThatThrownBy(product::compute).isInstanceOf(UnsupportedProductException.class);
        }
    }
}
