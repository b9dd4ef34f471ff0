package dev.santoku.backend;

import dev.santoku.matrix.Matrix;
import dev.santoku.matrix.Shape;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/** Computes right, but each product waits at a gate until a test opens it, or the product is stopped. */
final class Gated extends AbstractMultiplier {
    private final CountDownLatch gate = new CountDownLatch(1);

    /** Counted down as soon as a product waits at the gate. */
    final CountDownLatch begun = new CountDownLatch(1);

    final List<Thread> threads = Collections.synchronizedList(new ArrayList<>());
    final AtomicInteger computed = new AtomicInteger();
    final AtomicInteger released = new AtomicInteger();
    volatile boolean fails;
    volatile boolean isReleased;

    Gated() {
        super(Device.cpu());
    }

    void open() {
        gate.countDown();
    }

    @Override
    protected AbstractProduct upload(Shape shape, Matrix a, Matrix b) {
        return BatchProduct.oneByOne(shape, a, b, One::new);
    }

    @Override
    protected void release() {
        isReleased = true;
    }

    private final class One extends AbstractProduct {
        private final Matrix a;
        private final Matrix b;
        private final Matrix c;
        private final CountDownLatch stopped = new CountDownLatch(1);

        One(Shape shape, Matrix a, Matrix b) {
            super(shape);
            this.a = a;
            this.b = b;
            c = Matrix.zeros(a.precision(), shape.m(), shape.n());
        }

        @Override
        protected void stop() {
            stopped.countDown();
        }

        @Override
        protected void run() {
            threads.add(Thread.currentThread());
            begun.countDown();
            awaitGate();
            if (isCancelled()) {
                return;
            }
            if (isReleased) {
                throw new AssertionError("computes after all was released");
            }
            if (fails) {
                throw new BackendException("out of order");
            }
            for (int i = 0; i < c.rows(); i++) {
                for (int j = 0; j < c.columns(); j++) {
                    double sum = 0;
                    for (int p = 0; p < a.columns(); p++) {
                        sum += a.at(i, p) * b.at(p, j);
                    }
                    c.set(i, j, sum);
                }
            }
            computed.incrementAndGet();
        }

        private void awaitGate() {
            try {
                while (gate.getCount() > 0 && !stopped.await(1, java.util.concurrent.TimeUnit.MILLISECONDS)) {
                    Thread.onSpinWait();
                }
            } catch (InterruptedException e) {
                throw new AssertionError("nobody interrupts", e);
            }
        }

        @Override
        protected Matrix download() {
            return c;
        }

        @Override
        protected void fillWithNaN() {
            c.fill(Double.NaN);
        }

        @Override
        protected String executedOn() {
            return device().name();
        }

        @Override
        protected void release() {
            released.incrementAndGet();
        }
    }
}
