package dev.santoku.backend.cpu;

import static org.assertj.core.api.Assertions.assertThat;

import dev.santoku.backend.cpu.threads.Pool;
import dev.santoku.matrix.Shape;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SharedBatchTest {
    @ParameterizedTest
    @CsvSource({"2, 1, 1", "3, 16, 3", "17, 128, 2", "64, 16, 4", "1000, 33, 3", "65535, 1, 2"})
    void everyProductIsComputedOnce(int batch, int side, int threads) {
        AtomicIntegerArray computed = new AtomicIntegerArray(batch);
        try (Pool pool = new Pool(threads)) {
            SharedBatch products = new SharedBatch(
                    pool,
                    Shape.square(side).inBatch(batch),
                    Float.BYTES,
                    new AtomicBoolean(),
                    () -> computed::incrementAndGet);
            products.run();
            products.run();
        }
        for (int product = 0; product < batch; product++) {
            assertThat(computed.get(product)).as("product %d", product).isEqualTo(2);
        }
    }

    @Test
    void onceStoppedNoMoreProductsAreComputed() {
        AtomicBoolean stop = new AtomicBoolean();
        AtomicInteger computed = new AtomicInteger();
        try (Pool pool = new Pool(2)) {
            new SharedBatch(pool, Shape.square(64).inBatch(64), Float.BYTES, stop, () -> product -> {
                        computed.incrementAndGet();
                        stop.set(true);
                    })
                    .run();
        }
        assertThat(computed.get()).isBetween(1, 2); // one for each member at most
    }

    /** Nobody's first product ends before another thread has begun one. */
    @Test
    void membersComputeAtTheSameTime() {
        CountDownLatch begun = new CountDownLatch(2);
        Set<Thread> threads = ConcurrentHashMap.newKeySet();
        try (Pool pool = new Pool(2)) {
            new SharedBatch(pool, Shape.square(64).inBatch(64), Float.BYTES, new AtomicBoolean(), () -> product -> {
                        if (threads.add(Thread.currentThread())) {
                            begun.countDown();
                            await(begun);
                        }
                    })
                    .run();
        }
        assertThat(threads).hasSize(2);
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(20, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
