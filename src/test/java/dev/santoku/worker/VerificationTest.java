package dev.santoku.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.santoku.backend.Multiplier;
import dev.santoku.backend.Product;
import dev.santoku.backend.WrongProductException;
import dev.santoku.matrix.Inputs;
import dev.santoku.matrix.Matrix;
import dev.santoku.matrix.Precision;
import dev.santoku.matrix.Shape;
import dev.santoku.result.Verified;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Devices that go wrong when their checks are over. */
class VerificationTest {
    private static final Shape SHAPE = Unreliable.SHAPE;

    private static void time(Verification verification, Multiplier multiplier, Inputs inputs, int products) {
        for (int i = 0; i < products; i++) {
            try (Product product = multiplier.prepare(inputs.a(), inputs.b(), inputs.batch())) {
                product.compute();
                verification.keep(product.result(), i);
            }
            if (i % 4 == 3 || i == products - 1) {
                verification.verify();
            }
        }
    }

    /** Flips the last bit of one element: far within the error bound. */
    private static void nudge(Matrix c, int row) {
        double element = c.at(row, 3);
        c.set(row, 3, c.precision() == Precision.F32 ? Math.nextUp((float) element) : Math.nextUp(element));
    }

    private static void assertWrong(Precision precision, Consumer<Unreliable> fault, String pattern) {
        Unreliable device = new Unreliable(precision);
        Inputs inputs = Inputs.uniform(SHAPE, precision, 1);
        Verification verification = new Verification(device, inputs, 1);
        time(verification, device, inputs, 20);
        fault.accept(device);
        assertThatThrownBy(() -> time(verification, device, inputs, 100))
                .isInstanceOf(WrongProductException.class)
                .hasMessageStartingWith("right when checked, wrong ")
                .hasMessageContaining(pattern);
        assertThat(verification.soFar().method()).isEqualTo(Verified.Method.BITS);
    }

    @ParameterizedTest
    @EnumSource
    void whatGoesWrongLaterIsFoundOut(Precision precision) {
        assertWrong(precision, device -> device.launches = false, "35 of 35 elements differ");
        assertWrong(precision, device -> device.launches = false, "NaN, as where nothing was written");
        assertWrong(precision, device -> device.readsBack = false, "as in the product before");
        assertWrong(precision, device -> device.afterwards = c -> c.fill(0), "zero");
        assertWrong(
                precision, device -> device.afterwards = c -> c.set(4, 6, Double.NaN), "1 of 35 elements differs (NaN");
        assertWrong(precision, device -> device.afterwards = c -> c.set(2, 3, 2 * c.at(2, 3)), "doubled");
    }

    /** The comparison comes later, and tells of the right one. */
    @Test
    void aWrongProductAmongThoseThatAreKeptIsNamedByItsSample() {
        Unreliable device = new Unreliable(Precision.F32);
        Inputs inputs = Inputs.uniform(SHAPE, Precision.F32, 1);
        Verification verification = new Verification(device, inputs, 1);
        AtomicInteger products = new AtomicInteger();
        device.afterwards = c -> {
            if (products.incrementAndGet() == 3) {
                nudge(c, 4);
            }
        };
        assertThatThrownBy(() -> time(verification, device, inputs, 4))
                .isInstanceOf(WrongProductException.class)
                .hasMessageContaining("wrong in sample 2, ")
                .hasMessageContaining("1 of 35 elements differs (one bit flipped): row 4, column 3");
    }

    /** In every product, and in every so manieth alike. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 8, 9, 12, 13, 14, 16, 31, 60})
    void aBitWithinTheErrorBoundIsNoExcuse(int every) {
        AtomicInteger products = new AtomicInteger();
        assertWrong(
                Precision.F32,
                device -> device.afterwards = c -> {
                    if (products.incrementAndGet() % every == 0) {
                        nudge(c, 4);
                    }
                },
                "row 4, column 3");
    }

    /** The first of the two products that others are held to, the second, and then every so manieth. */
    @ParameterizedTest
    @CsvSource({"1, 1000", "2, 1000", "1, 13", "2, 13", "1, 7"})
    void aBitInWhatOthersAreHeldToIsNoOtherOrder(int first, int every) {
        for (int i = 0; i < 20; i++) { // the order of what is computed again is random
            AtomicInteger products = new AtomicInteger();
            Unreliable device = new Unreliable(Precision.F32);
            device.afterwards = c -> {
                int product = products.incrementAndGet();
                if (product % every == first % every) {
                    nudge(c, product % SHAPE.m());
                }
            };
            Inputs inputs = Inputs.uniform(SHAPE, Precision.F32, 1);
            Verification verification = new Verification(device, inputs, 1);
            assertThatThrownBy(() -> time(verification, device, inputs, 100))
                    .isInstanceOf(WrongProductException.class)
                    .hasMessageContaining("1 of 35 elements differs (one bit flipped)");
        }
    }

    @Test
    void inputsThatSumInAnotherOrderEachTimeAreHeldToTheBound() {
        Unreliable device = new Unreliable(Precision.F32);
        Inputs inputs = Inputs.uniform(SHAPE, Precision.F32, 1);
        Verification verification = new Verification(device, inputs, 1);
        Random random = new Random(1);
        device.afterwards = c -> {
            if (c.at(0, 0) != Math.rint(c.at(0, 0)) && random.nextInt(4) == 0) { // integers are exact in any order
                nudge(c, random.nextInt(5));
            }
        };
        time(verification, device, inputs, 100);
        assertThat(verification.soFar().method()).isEqualTo(Verified.Method.BOUND);
        assertThat(verification.soFar().products()).isEqualTo(100);
        for (double fault : List.of(Double.NaN, 1e3)) {
            device.afterwards = c -> c.set(1, 1, fault);
            assertThatThrownBy(() -> time(verification, device, inputs, 1))
                    .isInstanceOf(WrongProductException.class)
                    .hasMessageContaining("(1, ");
        }
        device.afterwards = c -> {};
        device.launches = false;
        assertThatThrownBy(() -> time(verification, device, inputs, 2)).isInstanceOf(WrongProductException.class);
    }

    /** Its products of integers need not be asked for, and one bit is no fault from the first product on. */
    @Test
    void aMultiplierThatSaysSoIsHeldToTheBoundFromTheStart() {
        Unreliable device = new Unreliable(Precision.F32);
        device.sumsInOneOrder = false;
        Inputs inputs = Inputs.uniform(SHAPE, Precision.F32, 1);
        Verification verification = new Verification(device, inputs, 1);
        device.afterwards = c -> nudge(c, 4);
        time(verification, device, inputs, 20);
        assertThat(verification.soFar().method()).isEqualTo(Verified.Method.BOUND);
        device.afterwards = c -> c.set(2, 3, 1e3);
        assertThatThrownBy(() -> time(verification, device, inputs, 1)).isInstanceOf(WrongProductException.class);
    }

    @Test
    void aFaultInOneProductOfABatchIsToldWithItsPlace() {
        Shape batch = SHAPE.inBatch(4);
        Unreliable device = new Unreliable(Precision.F32, batch);
        Inputs inputs = Inputs.uniform(batch, Precision.F32, 1);
        Verification verification = new Verification(device, inputs, 1);
        time(verification, device, inputs, 20);
        assertThat(verification.soFar().products()).isEqualTo(20);
        device.afterwards = c -> nudge(c, 2 * SHAPE.m() + 4);
        assertThatThrownBy(() -> time(verification, device, inputs, 4))
                .isInstanceOf(WrongProductException.class)
                .hasMessageContaining(
                        ": product 3 of 4: 1 of 35 elements differs (one bit flipped): row 4, column 3 is");
        device.afterwards = c -> {};
        Verification another = new Verification(device, inputs, 1);
        device.afterwards = c -> {
            nudge(c, 1);
            nudge(c, 3 * SHAPE.m());
        };
        assertThatThrownBy(() -> time(another, device, inputs, 4))
                .isInstanceOf(WrongProductException.class)
                .hasMessageContaining(": product 1 of 4: 1 of 35 elements differs")
                .hasMessageEndingWith("; products up to 4 differ, too");
    }

    @Test
    void aTrialThatGoesWrongAfterItsCheckIsFoundOut() {
        Unreliable device = new Unreliable(Precision.F64);
        Inputs inputs = Inputs.uniform(SHAPE, Precision.F64, 1);
        try (TrialProducts products = new TrialProducts(device, List.of(inputs, inputs.turned()))) {
            products.check();
            assertThat(products.time(10)).isPositive();
            device.launches = false;
            assertThatThrownBy(() -> products.time(2))
                    .isInstanceOf(WrongProductException.class)
                    .hasMessageContaining("5x7x11: right when checked, wrong when timed: 35 of 35 elements differ");
        }
    }
}
