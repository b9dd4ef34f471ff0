package dev.santoku.backend;

import dev.santoku.matrix.Matrix;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Computes the products of a multiplier one after the other, in the order in which they came, so that one alone has buffers. Its
 * daemon thread is started with the first, and ends when there has been nothing to do for a while.
 */
final class Background {
    private static final long IDLE_SECONDS = 1;

    private final ThreadPoolExecutor thread;

    Background() {
        thread = new ThreadPoolExecutor(1, 1, IDLE_SECONDS, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), work -> {
            Thread created = new Thread(work, "santoku-background");
            created.setDaemon(true);
            return created;
        });
        thread.allowCoreThreadTimeOut(true);
    }

    /**
     * Computes a product when it is its turn.
     *
     * @param multiplication tells the product as soon as it is prepared, and returns its matrix
     * @return the matrix; to cancel it, or to complete it in any other way, takes the product out of the queue, or stops it
     */
    CompletableFuture<Matrix> submit(Function<Consumer<Product>, Matrix> multiplication) {
        Job job = new Job(multiplication);
        CompletableFuture<Matrix> unused = job.future.whenComplete((matrix, failure) -> {
            if (!job.begun) {
                thread.remove(job);
            }
            job.stop();
        });
        try {
            thread.execute(job);
        } catch (RejectedExecutionException e) {
            job.refuse();
        }
        return job.future;
    }

    /** Refuses those that wait; it does not wait for the one that is computed. */
    void close() {
        thread.shutdown();
        List<Runnable> waiting = new ArrayList<>();
        thread.getQueue().drainTo(waiting);
        waiting.forEach(job -> ((Job) job).refuse());
    }

    private static final class Job implements Runnable {
        private final Function<Consumer<Product>, Matrix> multiplication;
        private final CompletableFuture<Matrix> future = new CompletableFuture<>();
        private volatile boolean begun;
        private volatile Product product;

        Job(Function<Consumer<Product>, Matrix> multiplication) {
            this.multiplication = multiplication;
        }

        @Override
        public void run() {
            begun = true;
            if (future.isDone()) {
                return;
            }
            try {
                Matrix c = multiplication.apply(this::begin);
                product = null;
                future.complete(c);
            } catch (Throwable e) { // whatever it is, it belongs to whoever waits
                product = null;
                future.completeExceptionally(e);
            }
        }

        private void begin(Product prepared) {
            product = prepared;
            if (future.isDone()) {
                prepared.cancel();
            }
        }

        void stop() {
            Product running = product;
            if (running != null) {
                running.cancel();
            }
        }

        void refuse() {
            future.completeExceptionally(AbstractMultiplier.closed());
        }
    }
}
