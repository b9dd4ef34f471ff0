package dev.santoku.backend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.santoku.matrix.Precision;
import dev.santoku.matrix.Shape;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ChooserTest {
    private static final Shape LARGE = Shape.square(8192);
    private static final int MANY = 1000;

    private static final Device CPU = Device.cpu();
    private static final Device GPU = RatedBackend.device("cl0", Device.Kind.GPU);
    private static final Device SECOND_GPU = RatedBackend.device("cl1", Device.Kind.GPU);
    private static final Device POCL = RatedBackend.device("cl0", Device.Kind.CPU);

    private RatedBackend pool = new RatedBackend("pool").with(CPU, 200);
    private RatedBackend jocl = new RatedBackend("jocl");
    private final RatedBackend hybrid =
            new RatedBackend("hybrid").with(CPU, 0).with(GPU, 0).with(SECOND_GPU, 0);

    private Choice choose(Shape shape, Precision precision, int products) {
        return new Chooser(Map.<String, Backend>of("pool", pool, "jocl", jocl, "hybrid", hybrid)::get)
                .choose(shape, precision, products);
    }

    private Choice choose() {
        return choose(LARGE, Precision.F32, MANY);
    }

    private static void isPool(Choice choice) {
        assertThat(choice.backend()).isEqualTo("pool");
        assertThat(choice.device()).isEqualTo(CPU);
    }

    @Test
    void takesAllTogetherWhereBothAreOfUse() {
        jocl.with(GPU, 220);
        Choice choice = choose();
        assertThat(choice.toString())
                .startsWith("hybrid@cpu+cl0: expected: pool@cpu ")
                .contains(", jocl@cl0 ")
                .contains(", hybrid@cpu+cl0 ");
        assertThat(choice.device().id()).isEqualTo("cpu+cl0");
        double sum = choice.expectedSeconds().get("hybrid@cpu+cl0");
        // 1000 products of 1.1e12 operations at 420 GFLOP/s, and what travels; of which it reaches 93 %
        assertThat(sum).isCloseTo(1000 * LARGE.flops() / 420e9 / 0.93, within(100.0));
        choice.open().close();
        assertThat(hybrid.opened).extracting(Device::id).containsExactly("cpu+cl0");
    }

    @Test
    void takesSeveralGpus() {
        jocl.with(GPU, 5000).with(SECOND_GPU, 5000);
        assertThat(choose().device().id()).isEqualTo("cpu+cl0+cl1");
    }

    @Test
    void aDeviceThatIsMuchFasterIsAlone() {
        jocl.with(GPU, 50_000);
        assertThat(choose().toString()).startsWith("jocl@cl0: ");
    }

    @Test
    void whatTravelsCounts() {
        jocl.with(GPU, 50_000).withLink(Optional.of(new LinkCeiling(0.001, 0.001, 0.001, 0.001, 20)));
        isPool(choose());
        assertThat(choose().expectedSeconds().get("jocl@cl0")).isGreaterThan(3 * 4 * 8192.0 * 8192 / 1e6 * MANY);
    }

    @Test
    void aLaunchCounts() {
        jocl.with(GPU, 50_000);
        Shape small = Shape.square(64);
        isPool(choose(small, Precision.F32, 1_000_000));
        assertThat(choose(small, Precision.F32, 1_000_000).expectedSeconds().get("jocl@cl0"))
                .isGreaterThan(20);
    }

    @Test
    void aDriverForTheCpuIsNeverSharedWithThePool() {
        jocl.with(POCL, 180);
        Choice choice = choose();
        isPool(choice);
        assertThat(choice.reason()).contains("nothing is gained by sharing");
        assertThat(hybrid.probed).isZero();
        jocl = new RatedBackend("jocl").with(POCL, 400);
        assertThat(choose().backend()).isEqualTo("jocl");
        assertThat(hybrid.probed).isZero();
    }

    @Test
    void withoutRatesItIsThePoolAndNoDriverIsAsked() {
        jocl.with(GPU, 0);
        Choice choice = choose();
        isPool(choice);
        assertThat(choice.reason()).contains("santoku tune");
        assertThat(choice.expectedSeconds()).isEmpty();
        assertThat(List.of(jocl.probed, hybrid.probed)).containsOnly(0);
        jocl.with(GPU, 9000);
        isPool(choose(LARGE, Precision.F64, MANY)); // tuned in f32 alone
        assertThat(jocl.probed).isZero();
    }

    @Test
    void oneProductDoesNotPayForADriver() {
        jocl.with(GPU, 50_000);
        Choice choice = choose(Shape.square(3000), Precision.F32, 1); // 0.27 s on the pool
        isPool(choice);
        assertThat(choice.reason()).contains("0.270 s").contains("takes to open another");
        isPool(choose(Shape.square(3), Precision.F32, 1));
        assertThat(jocl.probed).isZero();
        assertThat(pool.opened).isEmpty();
    }

    @Test
    void ratesOfOtherKernelsOrDriversDoNotCount() {
        jocl.with(GPU, 50_000).from(Tuning.Source.SHIPPED);
        isPool(choose());
        assertThat(jocl.opened).isEmpty();
    }

    @Test
    void ofACpuThatWasNotTunedThePeakCounts() {
        pool = new RatedBackend("pool").with(CPU, 0).withPeak(100);
        jocl.with(GPU, 90);
        assertThat(choose().expectedSeconds().get("pool@cpu")).isCloseTo(1000 * LARGE.flops() / 100e9, within(1e-6));
        assertThat(choose().backend()).isEqualTo("hybrid");
        pool = new RatedBackend("pool").with(CPU, 0);
        isPool(choose());
        assertThat(choose().reason()).contains("cannot be told");
    }

    /** 2.3 GB a matrix, where a buffer has 2 GiB; then no array holds a matrix. */
    @ParameterizedTest
    @ValueSource(ints = {24_000, 50_000})
    void whatADeviceCannotHoldIsTiledByOpenClAlone(int size) {
        jocl.with(GPU, 50_000);
        assertThat(choose(Shape.square(size), Precision.F32, MANY).toString()).startsWith("jocl@cl0: ");
        jocl = new RatedBackend("jocl").with(RatedBackend.device("cuda0", Device.Kind.GPU, "cuda"), 50_000);
        isPool(choose(Shape.square(size), Precision.F32, MANY));
        assertThat(choose().toString()).startsWith("jocl@cuda0: ");
    }

    @Test
    void aDeviceThatRefusesOrHidesItsWayIsLeftOut() {
        jocl.with(GPU, 50_000);
        jocl.withLink(Optional.empty());
        isPool(choose());
        jocl.withLink(Optional.of(RatedBackend.LINK)).refusing();
        isPool(choose());
    }

    @Test
    void atLeastOneProduct() {
        assertThatThrownBy(() -> choose(LARGE, Precision.F32, 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("0 products: at least 1");
    }
}
