package dev.santoku.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class QuiescenceWaitTest {
    @Test
    void aProcessInWhichNobodyElseRunsIsAtRestAtOnce() {
        AtomicInteger looks = new AtomicInteger();
        assertThat(new QuiescenceWait(() -> {
                            looks.incrementAndGet();
                            return 1;
                        })
                        .await())
                .isTrue();
        assertThat(looks).hasValue(1);
    }

    @Test
    void aThreadThatSpinsIsWaitedFor() {
        AtomicInteger looks = new AtomicInteger();
        assertThat(new QuiescenceWait(() -> looks.incrementAndGet() < 12 ? 2 : 1).await())
                .isTrue();
        assertThat(looks).hasValue(12);
    }

    @Test
    void oneThatNeverStopsIsNotWaitedForForEver() {
        assertThat(new QuiescenceWait(() -> 2).await()).isFalse();
    }

    @Test
    void aSystemThatDoesNotTellIsTakenForAtRest() {
        assertThat(QuiescenceWait.running(Path.of("/no/such/folder"))).isZero();
        assertThat(new QuiescenceWait(() -> 0).await()).isTrue();
    }

    @Test
    void aRealThreadThatSpinsIsSeen() throws Exception {
        AtomicBoolean spins = new AtomicBoolean(true);
        CountDownLatch started = new CountDownLatch(1);
        Thread thread = new Thread(() -> {
            started.countDown();
            while (spins.get()) {
                Thread.onSpinWait();
            }
        });
        thread.start();
        try {
            started.await();
            assertThat(new QuiescenceWait().await()).isFalse();
        } finally {
            spins.set(false);
            thread.join();
        }
    }

    @Test
    void statesStandBehindNamesThatHoldAnything(@TempDir Path tasks) throws Exception {
        String[] stats = {"1 (java) S 0", "2 (a) R (b)) S 0", "3 (blas) R 0", "4 (R) D 0"};
        for (int thread = 0; thread < stats.length; thread++) {
            Path folder = Files.createDirectory(tasks.resolve(Integer.toString(thread)));
            Files.writeString(folder.resolve("stat"), stats[thread]);
        }
        Files.createDirectory(tasks.resolve("ended"));
        assertThat(QuiescenceWait.running(tasks)).isEqualTo(1);
    }
}
