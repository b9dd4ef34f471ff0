package dev.santoku.backend.cpu.vector;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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
        assertThat(WarmUp.run(
                        () -> clock.addAndGet(1_000_000_000),
                        WarmUp.PATIENCE_NANOS,
                        kernel,
                        kind,
                        ElementType.FLOAT,
                        128))
                .isFalse();
        assertThat(clock.get()).isGreaterThan(WarmUp.PATIENCE_NANOS);
        assertThat(WarmUp.run(() -> clock.addAndGet(1), WarmUp.PATIENCE_NANOS, kernel, kind, ElementType.FLOAT, 128))
                .isTrue();
    }

    /** Small products give such a kernel null, others zeros: what C2 has not seen of both, it throws away at the first product. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aKernelThatBeginsWithZeroIsCalledWithAndWithoutSomethingToBeginWith(boolean fromZero)
            throws InterruptedException {
        Set<Boolean> nulls = new HashSet<>();
        TileKind kind = new TileKind(1, 1, TileKind.SLICED, fromZero, 0);
        TileKernel generated = TileClass.kernel(ElementType.FLOAT, 128, kind);
        TileKernel recorder = new Recorder(generated, nulls);
        AtomicLong clock = new AtomicLong();
        WarmUp.run(() -> clock.addAndGet(1_000_000_000), WarmUp.PATIENCE_NANOS, recorder, kind, ElementType.FLOAT, 128);
        assertThat(nulls).isEqualTo(fromZero ? Set.of(true, false) : Set.of(false));
    }

    /** Keeps whether there was something to begin with. */
    private record Recorder(TileKernel kernel, Set<Boolean> nulls) implements TileKernel {
        @Override
        public void multiply(TileOperands o, int tiles, int aAt, int bAt, int fromAt, int cAt) {
            nulls.add(o.from == null);
            kernel.multiply(o, tiles, aAt, bAt, fromAt, cAt);
        }
    }

    @Test
    void aLargeKernelIsHeldToItsMultiplyAdds() {
        double small = WarmUp.nanosOfCallInC2(new TileKind(1, 1, TileKind.SLICED, true, 0));
        double large = WarmUp.nanosOfCallInC2(new TileKind(8, 3, TileKind.SLICED, true, 0));
        assertThat(large / small).isBetween(8.0, 24.0);
    }
}
