package dev.santoku.backend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.santoku.matrix.FloatMatrix;
import dev.santoku.matrix.Inputs;
import dev.santoku.matrix.Matrix;
import dev.santoku.matrix.Precision;
import dev.santoku.matrix.ProductCheck;
import dev.santoku.matrix.Shape;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;

/** Products in the background: their order, and what cancelling, failing and closing does to them. */
@Timeout(value = 120, threadMode = ThreadMode.SEPARATE_THREAD)
class BackgroundTest {
    private static final Inputs INPUTS = Inputs.integers(new Shape(3, 5, 7), Precision.F32, 1);
    private static final Inputs OTHERS = Inputs.integers(new Shape(5, 3, 2), Precision.F64, 2);

    private final Gated multiplier = new Gated();

    private CompletableFuture<Matrix> start(Inputs inputs) {
        return multiplier.multiplyAsync(inputs.a(), inputs.b());
    }

    private static void isRight(Inputs inputs, Matrix c) {
        assertThat(ProductCheck.exact(inputs, c, 1)).isEmpty();
    }

    @Test
    void productsAreComputedOneAfterTheOtherOnAThreadOfTheirOwn() {
        List<Inputs> all = Stream.of(INPUTS, OTHERS, INPUTS).toList();
        List<CompletableFuture<Matrix>> futures = all.stream().map(this::start).toList();
        assertThat(futures).noneMatch(CompletableFuture::isDone);
        multiplier.open();
        for (int i = 0; i < futures.size(); i++) {
            isRight(all.get(i), futures.get(i).join());
        }
        assertThat(multiplier.threads.stream().distinct()).hasSize(1).allMatch(Thread::isDaemon);
        assertThat(multiplier.threads).doesNotContain(Thread.currentThread());
    }

    @Test
    void theCallersMatrixGetsTheProduct() {
        multiplier.open();
        FloatMatrix c = new FloatMatrix(3, 5, new float[15]);
        c.fill(Double.NaN);
        assertThat(multiplier.multiplyAsync(INPUTS.a(), INPUTS.b(), c).join()).isSameAs(c);
        isRight(INPUTS, c);
    }

    @Test
    void whatDoesNotFitIsRefusedAtOnce() {
        Matrix c = Matrix.zeros(Precision.F32, 3, 4);
        assertThatThrownBy(() -> multiplier.multiplyAsync(INPUTS.a(), INPUTS.b(), c))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("C is 3×4 in f32, and must be 3×5 in f32");
        assertThatThrownBy(() -> multiplier.multiplyAsync(INPUTS.a(), OTHERS.b()))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> multiplier.multiplyAsync(INPUTS.a(), INPUTS.b(), INPUTS.a()))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(multiplier.threads).isEmpty();
    }

    @Test
    void oneThatWaitsIsCancelledAndNeverComputed() {
        CompletableFuture<Matrix> first = start(INPUTS);
        CompletableFuture<Matrix> second = start(OTHERS);
        CompletableFuture<Matrix> third = start(OTHERS);
        assertThat(second.cancel(true)).isTrue();
        multiplier.open();
        isRight(INPUTS, first.join());
        isRight(OTHERS, third.join());
        assertThatThrownBy(second::join).isInstanceOf(CancellationException.class);
        assertThat(multiplier.computed).hasValue(2);
    }

    @Test
    void oneThatIsComputedIsStoppedAndTheOthersGoOn() throws InterruptedException {
        CompletableFuture<Matrix> first = start(INPUTS);
        CompletableFuture<Matrix> second = start(OTHERS);
        multiplier.begun.await();
        assertThat(first.cancel(false)).isTrue();
        assertThat(first).isCancelled();
        multiplier.open();
        isRight(OTHERS, second.join());
        assertThat(multiplier.computed).hasValue(1);
        multiplier.close();
        assertThat(multiplier.released).as("products whose buffers are free").hasValue(2);
    }

    @Test
    void completingItInAnotherWayStopsItToo() throws InterruptedException {
        CompletableFuture<Matrix> first = start(INPUTS);
        multiplier.begun.await();
        first.completeExceptionally(new IllegalStateException("too late"));
        multiplier.close(); // waits until it has stopped, and the gate is shut
        assertThat(multiplier.computed).hasValue(0);
        assertThat(multiplier.released).hasValue(1);
    }

    @Test
    void oneThatFailsSaysSoAndTheNextIsRight() {
        multiplier.open();
        multiplier.fails = true;
        CompletableFuture<Matrix> first = start(INPUTS);
        assertThatThrownBy(first::join)
                .isInstanceOf(CompletionException.class)
                .hasCause(new BackendException("out of order"));
        assertThatThrownBy(() -> multiplier.multiply(INPUTS.a(), INPUTS.b())).isInstanceOf(BackendException.class);
        multiplier.fails = false;
        isRight(INPUTS, start(INPUTS).join());
        isRight(INPUTS, multiplier.multiply(INPUTS.a(), INPUTS.b()));
        multiplier.close();
        assertThat(multiplier.released).hasValue(4);
    }

    @Test
    void closingWaitsForTheOneThatIsComputedAndRefusesTheRest() throws InterruptedException {
        CompletableFuture<Matrix> first = start(INPUTS);
        CompletableFuture<Matrix> second = start(OTHERS);
        multiplier.begun.await();
        Thread closer = new Thread(multiplier::close);
        closer.start();
        while (closer.getState() != Thread.State.WAITING) {
            Thread.onSpinWait();
        }
        assertThat(multiplier.isReleased).isFalse();
        multiplier.open();
        isRight(INPUTS, first.join());
        closer.join();
        assertThat(multiplier.isReleased).isTrue();
        assertThatThrownBy(second::join)
                .hasCauseInstanceOf(IllegalStateException.class)
                .hasMessageEndingWith("this multiplier is closed: open another");
        assertThatThrownBy(start(INPUTS)::join).hasCauseInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> multiplier.multiply(INPUTS.a(), INPUTS.b())).isInstanceOf(IllegalStateException.class);
        assertThat(multiplier.computed).hasValue(1);
    }

    @Test
    void whatDependsOnAProductMayCloseTheMultiplier() {
        CompletableFuture<Void> closing = start(INPUTS).thenRun(multiplier::close);
        multiplier.open();
        closing.join();
        assertThat(multiplier.isReleased).isTrue();
    }

    @Test
    void aProductThatWasCancelledComputesNoMore() {
        multiplier.open();
        Matrix c = Matrix.zeros(Precision.F32, 3, 5);
        try (Product product = multiplier.prepare(INPUTS.a(), INPUTS.b(), c)) {
            product.compute();
            product.cancel();
            for (Runnable call : List.<Runnable>of(product::compute, product::result, product::ranOn)) {
                assertThatThrownBy(call::run)
                        .isInstanceOf(CancellationException.class)
                        .hasMessage("this product was cancelled: prepare another");
            }
        }
        assertThat(multiplier.released).hasValue(1);
    }

    @Test
    void aBatchStopsBetweenItsProducts() throws InterruptedException {
        Inputs batch = Inputs.integers(new Shape(2, 3, 4, 5), Precision.F32, 1);
        try (Product product = multiplier.prepare(batch.a(), batch.b(), 5)) {
            CompletableFuture<Void> computing = CompletableFuture.runAsync(product::compute);
            multiplier.begun.await();
            product.cancel();
            assertThatThrownBy(computing::join).hasCauseInstanceOf(CancellationException.class);
        }
        assertThat(multiplier.computed).hasValue(0);
        assertThat(multiplier.released).hasValue(5);
    }
}
