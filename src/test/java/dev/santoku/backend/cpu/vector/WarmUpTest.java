package dev.santoku.backend.cpu.vector;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class WarmUpTest {
    /**
     * Compiled, a call of the smallest kernel takes 12 to 15 ns here, nearly all of them for the call itself, and 340 to 600 in
     * C1's code. A processor of a fifth of that speed must not pass for one whose compiler never comes.
     */
    @Test
    void theSmallestKernelMayTakeItsCallsTime() {
        double call = WarmUp.nanosOfCallInC2(new TileKind(1, 1, TileKind.SLICED, true, 0));
        assertThat(call).isBetween(5 * 15.0, 340 / 2.0);
    }

    /** By a clock that goes on by a second whenever somebody looks: no call is ever quick. */
    @Test
    void aKernelThatStaysSlowIsGivenUpAndAQuickOneIsNot() throws InterruptedException {
        TileKind kind = new TileKind(1, 1, TileKind.SLICED, true, 0);
        TileKernel kernel = TileClass.kernel(ElementType.FLOAT, 128, kind);
        AtomicLong clock = new AtomicLong();
        assertThat(WarmUp.run(() -> clock.addAndGet(1_000_000_000), kernel, kind, ElementType.FLOAT, 128))
                .isFalse();
        assertThat(clock.get()).isGreaterThan(WarmUp.PATIENCE_NANOS);
        assertThat(WarmUp.run(() -> clock.addAndGet(1), kernel, kind, ElementType.FLOAT, 128))
                .isTrue();
    }

    @Test
    void aLargeKernelIsHeldToItsMultiplyAdds() {
        double small = WarmUp.nanosOfCallInC2(new TileKind(1, 1, TileKind.SLICED, true, 0));
        double large = WarmUp.nanosOfCallInC2(new TileKind(8, 3, TileKind.SLICED, true, 0));
        assertThat(large / small).isBetween(8.0, 24.0);
    }
}
