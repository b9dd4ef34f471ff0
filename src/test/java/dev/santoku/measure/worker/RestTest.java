package dev.santoku.measure.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** With a clock that only pretends: no machine is ever idle for a test. */
class RestTest {
    @Test
    void aProcessWithoutWorkIsAtRestAtOnce() {
        AtomicInteger looks = new AtomicInteger();
        assertThat(new Rest(() -> looks.getAndIncrement() * 1000L).await()).isTrue();
        assertThat(looks).hasValue(2);
    }

    @Test
    void aThreadThatSpinsIsWaitedFor() {
        AtomicInteger looks = new AtomicInteger();
        Rest rest = new Rest(() -> looks.incrementAndGet() < 12 ? System.nanoTime() : 0);
        assertThat(rest.await()).isTrue();
        assertThat(looks.get()).isGreaterThanOrEqualTo(12);
    }

    @Test
    void oneThatNeverStopsIsNotWaitedForForEver() {
        assertThat(new Rest(System::nanoTime).await()).isFalse();
    }

    @Test
    void aSystemThatDoesNotTellIsTakenForAtRest() {
        assertThat(new Rest(() -> -1).await()).isTrue();
    }
}
