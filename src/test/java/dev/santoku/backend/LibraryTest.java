package dev.santoku.backend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.santoku.matrix.Inputs;
import dev.santoku.matrix.Matrix;
import dev.santoku.matrix.Precision;
import dev.santoku.matrix.ProductCheck;
import dev.santoku.matrix.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What a program that uses the library does to real multipliers: several threads, futures, cancelling, closing meanwhile. */
class LibraryTest {
    private static final int CALLERS = 4;
    private static final int PRODUCTS = 3;

    static Stream<Arguments> multipliers() {
        return Stream.of(
                        Arguments.of("pool", "cpu"), Arguments.of("jocl", "cl0"), Arguments.of("hybrid", "cpu:1+cl0:1"))
                .flatMap(one -> Precision.full().stream()
                        .map(precision -> Arguments.of(one.get()[0], one.get()[1], precision)));
    }

    private static Inputs inputs(int caller, Precision precision) {
        return Inputs.integers(new Shape(130 + caller, 67, 129 - caller), precision, caller);
    }

    private static Matrix empty(Inputs inputs) {
        Matrix c = Matrix.zeros(
                inputs.a().precision(), inputs.shape().m(), inputs.shape().n());
        c.fill(Double.NaN);
        return c;
    }

    private static void isRight(Inputs inputs, Matrix c) {
        assertThat(ProductCheck.exact(inputs, c, 1)).isEmpty();
    }

    @Test
    void optionsCountWhereABackEndIsOpenedByName() {
        OpenOptions little = new OpenOptions(1, 1 << 20);
        Inputs inputs = Inputs.integers(new Shape(515, 518, 509), Precision.F32, 1);
        try (Multiplier first = Santoku.open("jocl", little);
                Multiplier named = Santoku.open("jocl", "cl0", little)) {
            for (Multiplier multiplier : List.of(first, named)) {
                isRight(inputs, multiplier.multiply(inputs.a(), inputs.b()));
                assertThat(multiplier.remarks().toString()).contains("in tiles of");
            }
        }
    }

    @ParameterizedTest
    @MethodSource("multipliers")
    void concurrentCallersGetExactProducts(String backend, String device, Precision precision) throws Exception {
        ExecutorService callers = Executors.newFixedThreadPool(CALLERS);
        try (Multiplier multiplier = Santoku.open(backend, device)) {
            List<Future<?>> all = new ArrayList<>();
            for (int caller = 0; caller < CALLERS; caller++) {
                Inputs inputs = inputs(caller, precision);
                Matrix own = empty(inputs);
                all.add(callers.submit(() -> {
                    for (int i = 0; i < PRODUCTS; i++) {
                        CompletableFuture<Matrix> future = multiplier.multiplyAsync(inputs.a(), inputs.b());
                        isRight(inputs, multiplier.multiply(inputs.a(), inputs.b()));
                        own.fill(Double.NaN);
                        multiplier.multiply(inputs.a(), inputs.b(), own);
                        isRight(inputs, own);
                        isRight(inputs, future.join());
                    }
                }));
            }
            for (Future<?> caller : all) {
                caller.get();
            }
        } finally {
            callers.shutdownNow();
        }
    }

    @ParameterizedTest
    @MethodSource("multipliers")
    void cancelledProductsLeaveTheOthersRight(String backend, String device, Precision precision) {
        Inputs large = Inputs.integers(Shape.square(700), precision, 1);
        Inputs small = inputs(0, precision);
        Matrix c = empty(small);
        try (Multiplier multiplier = Santoku.open(backend, device)) {
            for (int i = 0; i < PRODUCTS; i++) {
                CompletableFuture<Matrix> cancelled = multiplier.multiplyAsync(large.a(), large.b());
                CompletableFuture<Matrix> kept = multiplier.multiplyAsync(small.a(), small.b(), c);
                CompletableFuture<Matrix> waiting = multiplier.multiplyAsync(large.a(), large.b());
                assertThat(cancelled.cancel(true) && waiting.cancel(true)).isTrue();
                isRight(small, kept.join());
                assertThatThrownBy(cancelled::join).isInstanceOf(CancellationException.class);
                c.fill(Double.NaN);
            }
            isRight(large, multiplier.multiply(large.a(), large.b()));
            assertThat(multiplier.losses()).isEmpty();
        }
    }

    /** The same product in whichever moment it is stopped: what a product is stopped in is reused by the next. */
    @ParameterizedTest
    @MethodSource("multipliers")
    void aProductThatIsStoppedInTheMiddleLeavesNothingBehind(String backend, String device, Precision precision) {
        Inputs inputs = Inputs.integers(Shape.square(500), precision, 1);
        try (Multiplier multiplier = Santoku.open(backend, device)) {
            isRight(inputs, multiplier.multiply(inputs.a(), inputs.b()));
            for (int i = 0; i < PRODUCTS; i++) {
                Matrix c = empty(inputs);
                try (Product product = multiplier.prepare(inputs.a(), inputs.b(), c)) {
                    CompletableFuture<Void> computing = CompletableFuture.runAsync(product::compute);
                    int last = inputs.shape().m() - 1;
                    while (Double.isNaN(c.at(0, 0)) && Double.isNaN(c.at(last, last)) && !computing.isDone()) {
                        Thread.onSpinWait();
                    }
                    product.cancel();
                    try {
                        computing.join();
                    } catch (CompletionException e) {
                        assertThat(e).hasCauseInstanceOf(CancellationException.class);
                    }
                    assertThatThrownBy(product::result).isInstanceOf(CancellationException.class);
                }
                isRight(inputs, multiplier.multiply(inputs.a(), inputs.b()));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("multipliers")
    void closingMeanwhileGivesWholeProductsOrOneClearError(String backend, String device, Precision precision) {
        Inputs inputs = Inputs.integers(Shape.square(300), precision, 1);
        Multiplier multiplier = Santoku.open(backend, device);
        List<CompletableFuture<Matrix>> futures = new ArrayList<>();
        try (multiplier) {
            IntStream.range(0, CALLERS).forEach(i -> {
                futures.add(CompletableFuture.supplyAsync(() -> multiplier.multiply(inputs.a(), inputs.b())));
                futures.add(multiplier.multiplyAsync(inputs.a(), inputs.b()));
            });
            futures.get(0).join();
        }
        for (CompletableFuture<Matrix> future : futures) {
            try {
                isRight(inputs, future.join());
            } catch (CompletionException e) {
                assertThat(e.getCause())
                        .isExactlyInstanceOf(IllegalStateException.class)
                        .hasMessage("this multiplier is closed: open another");
            }
        }
        isRight(inputs, futures.get(0).join());
    }

    @ParameterizedTest
    @MethodSource("multipliers")
    void anArrayOfTheWrongSizeIsRefused(String backend, String device, Precision precision) {
        Inputs inputs = inputs(0, precision);
        Matrix c = Matrix.zeros(precision, 130, 68);
        try (Multiplier multiplier = Santoku.open(backend, device)) {
            String message = "C is 130×68 in %s, and must be 130×67 in %s".formatted(precision, precision);
            assertThatThrownBy(() -> multiplier.multiply(inputs.a(), inputs.b(), c))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage(message);
            assertThatThrownBy(() -> multiplier.multiplyAsync(inputs.a(), inputs.b(), c))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage(message);
        }
    }
}
