package dev.santoku.kitchen;

import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Threads that begin together and are waited for. */
final class Cooks {
    private Cooks() {}

    /** What one thread does. */
    interface Work {
        /** Before all begin: no part of what is measured. */
        default void prepare() throws Exception {}

        /** From the common beginning on. */
        void run() throws Exception;
    }

    /** One platform thread for each; returns when all have ended. */
    static void together(List<? extends Work> works) {
        together(works, Executors.newFixedThreadPool(works.size()));
    }

    /**
     * Likewise on an executor's threads, of which it has one for each; it is shut down.
     *
     * @throws SceneException when one fails
     */
    static void together(List<? extends Work> works, ExecutorService executor) {
        CountDownLatch ready = new CountDownLatch(works.size());
        try {
            List<Future<Void>> futures = works.stream()
                    .map(work -> executor.submit(() -> {
                        try {
                            work.prepare();
                        } finally {
                            ready.countDown();
                        }
                        ready.await();
                        work.run();
                        return (Void) null;
                    }))
                    .toList();
            for (Future<Void> future : futures) {
                future.get();
            }
        } catch (ExecutionException e) {
            throw new SceneException("a task failed: " + e.getCause().getMessage(), e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SceneException("interrupted", e);
        } finally {
            executor.shutdownNow();
        }
    }
}
