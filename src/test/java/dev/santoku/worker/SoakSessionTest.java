package dev.santoku.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.santoku.backend.BackendException;
import dev.santoku.backend.Multiplier;
import dev.santoku.backend.WrongProductException;
import dev.santoku.matrix.Inputs;
import dev.santoku.matrix.Matrix;
import dev.santoku.matrix.Precision;
import dev.santoku.result.SoakError;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Two devices' worth of load, one of which goes wrong. */
class SoakSessionTest {
    /** Seconds after which a turn ends in any case: none here is to last so long. */
    private static final double PATIENCE = 60;

    private final Unreliable good = new Unreliable(Precision.F32);
    private final Unreliable bad = new Unreliable(Precision.F32);

    private SoakSession prepare(boolean keepGoing) {
        Inputs inputs = Inputs.uniform(Unreliable.SHAPE, Precision.F32, 1);
        Verification checked = new Verification(good, inputs, 1);
        return SoakSession.prepare(
                List.<Multiplier>of(good, bad), checked.inputsOfBothTurns(), checked.checkedOfBothTurns(), keepGoing);
    }

    private static void flip(Matrix c) {
        c.set(2, 3, Math.nextUp((float) c.at(2, 3)));
    }

    /** Does something at the nth product from now on. */
    private static Consumer<Matrix> at(int nth, Consumer<Matrix> fault) {
        AtomicLong products = new AtomicLong();
        return c -> {
            if (products.incrementAndGet() == nth) {
                fault.accept(c);
            }
        };
    }

    @Test
    void whatIsRightGoesOnBetweenTheTurnsUntilTheLast() {
        try (SoakSession session = prepare(false)) {
            session.begin();
            Answer.Soaked first = session.turn(0.2, false);
            Answer.Soaked last = session.turn(0.2, true);
            assertThat(first.products()).isPositive();
            assertThat(last.products()).isPositive();
            assertThat(first.seconds()).isBetween(1e-6, 10.0);
            assertThat(first.busySeconds()).isPositive();
            assertThat(first.errors() + last.errors()).isZero();
            assertThat(first.told()).isEmpty();
            assertThat(session.ended()).isTrue();
            assertThat(session.turn(PATIENCE, false).products()).isZero();
        }
    }

    @Test
    void theFirstWrongProductEndsItAndIsToldInFull() {
        try (SoakSession session = prepare(false)) {
            bad.afterwards = at(50, SoakSessionTest::flip);
            session.begin();
            Answer.Soaked soaked = session.turn(PATIENCE, false);
            assertThat(session.ended()).isTrue();
            assertThat(soaked.errors()).isEqualTo(1);
            assertThat(soaked.told()).hasSize(1);
            SoakError error = soaked.told().get(0);
            assertThat(error.elements()).isEqualTo(1);
            assertThat(error.rows()).containsExactly(2, 2);
            assertThat(error.columns()).containsExactly(3, 3);
            assertThat(error.product()).isBetween(50L, soaked.products());
            assertThat(error.seconds()).isBetween(0.0, PATIENCE);
            assertThat(error.inWords()).contains("wrong", "row 2, column 3");
        }
    }

    @Test
    void whoGoesOnCountsAllAndTellsAFew() {
        try (SoakSession session = prepare(true)) {
            bad.afterwards = c -> c.set(0, 0, Double.NaN);
            session.begin();
            long errors = 0;
            int told = 0;
            for (int turn = 0; turn < 100 && errors <= SoakSession.MOST_TOLD; turn++) {
                Answer.Soaked soaked = session.turn(0.05, false);
                errors += soaked.errors();
                told += soaked.told().size();
                assertThat(soaked.errors()).isLessThanOrEqualTo(soaked.products());
            }
            assertThat(session.ended()).isFalse();
            assertThat(errors).isGreaterThan(SoakSession.MOST_TOLD);
            assertThat(told).isBetween(1, SoakSession.MOST_TOLD);
        }
    }

    @Test
    void aLaunchThatNeverHappensAndAStaleReadBackAreSeen() {
        bad.launches = true;
        try (SoakSession session = prepare(false)) {
            bad.launches = false;
            session.begin();
            assertThat(session.turn(PATIENCE, false).told().get(0).pattern()).contains("NaN");
        }
        bad.launches = true;
        try (SoakSession session = prepare(false)) {
            bad.readsBack = false;
            session.begin();
            assertThat(session.turn(PATIENCE, false).told().get(0).pattern()).contains("as in the product before");
        }
    }

    @Test
    void afterAnErrorTheInputsAreUploadedAnew() {
        try (SoakSession session = prepare(true)) {
            int uploads = bad.uploads;
            bad.afterwards = at(10, SoakSessionTest::flip);
            session.begin();
            session.turn(0.2, true);
            assertThat(bad.uploads).isEqualTo(uploads + 1);
        }
    }

    @Test
    void whatADriverThrowsIsTheAnswer() {
        try (SoakSession session = prepare(true)) {
            bad.afterwards = at(10, c -> {
                throw new BackendException("the device fell off the bus");
            });
            session.begin();
            assertThatThrownBy(() -> session.turn(PATIENCE, false))
                    .isInstanceOf(BackendException.class)
                    .hasMessageContaining("fell off the bus");
            assertThat(session.ended()).isTrue();
        }
    }

    /** Its parent, who waits for an answer no longer than a product can take, finds a device that hangs. */
    @Test
    void aTurnDoesNotEndBeforeEachThreadHasEndedAProduct() throws Exception {
        CountDownLatch hang = new CountDownLatch(1);
        try (SoakSession session = prepare(false)) {
            bad.afterwards = at(1, c -> {
                try {
                    hang.await();
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
            });
            session.begin();
            CompletableFuture<Answer.Soaked> next = CompletableFuture.supplyAsync(() -> session.turn(0.01, false));
            assertThatThrownBy(() -> next.get(1, TimeUnit.SECONDS)).isInstanceOf(TimeoutException.class);
            hang.countDown();
            assertThat(next.get(1, TimeUnit.MINUTES).products()).isPositive();
        }
    }

    @Test
    void aDeviceThatIsWrongAlreadyIsNotPutUnderLoad() {
        bad.afterwards = SoakSessionTest::flip;
        assertThatThrownBy(() -> prepare(true)).isInstanceOf(WrongProductException.class);
    }
}
