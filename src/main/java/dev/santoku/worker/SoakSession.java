package dev.santoku.worker;

import dev.santoku.backend.Multiplier;
import dev.santoku.backend.WrongProductException;
import dev.santoku.matrix.Difference;
import dev.santoku.matrix.Inputs;
import dev.santoku.matrix.Matrix;
import dev.santoku.result.SoakError;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * A device under full load: threads compute products without a pause, each verified to the bit, while the parent asks now and
 * then what came of it. With two threads the device computes one product while the other's C is read back and compared.
 */
final class SoakSession implements AutoCloseable {
    /** Wrong products that are told in full: where a device is broken, thousands would say no more. */
    static final int MOST_TOLD = 8;

    private static final double NANO = 1e-9;

    private final List<TrialProducts> lanes = new ArrayList<>();
    private final List<Thread> threads = new ArrayList<>();
    private final boolean keepGoing;
    private final List<SoakError> untold = new ArrayList<>();
    private long start;
    private long products;
    private long errors;
    private long toldProducts;
    private long toldErrors;
    private long lastEnd;
    private long toldEnd;
    private final Set<TrialProducts> awaited = new HashSet<>();
    private int computing;
    private long busySince;
    private long busyNanos;
    private boolean over;
    private Throwable failure;

    private SoakSession(boolean keepGoing) {
        this.keepGoing = keepGoing;
    }

    /**
     * Prepares all products, and computes each once, since kernels may be built in the first.
     *
     * @param multipliers one for each product in flight; they stay open
     * @param inputs two pairs, the second of which is the first {@link Inputs#turned()}
     * @param checked the products that must come out of them
     * @param keepGoing whether a wrong product is counted; else it ends the soak
     * @throws WrongProductException when one is wrong already
     */
    static SoakSession prepare(
            List<Multiplier> multipliers, List<Inputs> inputs, List<Matrix> checked, boolean keepGoing) {
        SoakSession session = new SoakSession(keepGoing);
        try {
            for (Multiplier multiplier : multipliers) {
                TrialProducts lane = new TrialProducts(multiplier, inputs, checked);
                session.lanes.add(lane);
                lane.time(inputs.size());
            }
        } catch (RuntimeException | Error e) {
            session.close();
            throw e;
        }
        return session;
    }

    /** Whether the load has begun. */
    boolean begun() {
        return !threads.isEmpty();
    }

    /** Begins the load. */
    void begin() {
        start = System.nanoTime();
        lastEnd = start;
        toldEnd = start;
        for (TrialProducts lane : lanes) {
            Thread thread = new Thread(() -> work(lane), "santoku-soak");
            thread.setDaemon(true);
            threads.add(thread);
        }
        threads.forEach(Thread::start);
    }

    private void work(TrialProducts lane) {
        try {
            while (!isOver()) {
                begins();
                try {
                    lane.compute();
                } finally {
                    ends();
                }
                Matrix c = lane.result();
                if (lane.agrees(c)) {
                    verified(lane, Optional.empty());
                    lane.turn();
                } else {
                    wrong(lane, tellsMore() ? lane.difference(c) : Optional.empty());
                    lane.renew();
                }
            }
        } catch (RuntimeException | Error e) { // whatever a driver's binding throws: the next answer is this
            fails(e);
        }
    }

    private synchronized boolean isOver() {
        return over;
    }

    private synchronized void begins() {
        if (computing++ == 0) {
            busySince = System.nanoTime();
        }
    }

    private synchronized void ends() {
        if (--computing == 0) {
            busyNanos += System.nanoTime() - busySince;
        }
    }

    private synchronized boolean tellsMore() {
        return errors < MOST_TOLD;
    }

    private synchronized void verified(TrialProducts lane, Optional<Difference> difference) {
        if (awaited.remove(lane) && awaited.isEmpty()) {
            notifyAll();
        }
        products++;
        lastEnd = System.nanoTime();
        difference.ifPresent(found -> untold.add(SoakError.of((lastEnd - start) * NANO, products, found)));
    }

    private synchronized void wrong(TrialProducts lane, Optional<Difference> difference) {
        verified(lane, difference);
        errors++;
        if (!keepGoing) {
            end();
        }
    }

    private synchronized void fails(Throwable thrown) {
        if (failure == null) {
            failure = thrown;
        }
        end();
    }

    private synchronized void end() {
        over = true;
        notifyAll();
    }

    /**
     * Waits, and tells what came of it since the last turn. Each thread must have ended a product: who waits in vain knows
     * that the device hangs.
     *
     * @param last whether no product is begun after that; those in flight are waited for
     * @throws RuntimeException what a thread threw, if one did
     */
    Answer.Soaked turn(double seconds, boolean last) {
        await(seconds);
        if (last) {
            end();
        }
        if (isOver()) {
            threads.forEach(SoakSession::join);
        }
        return sinceLast();
    }

    private synchronized void await(double seconds) {
        long until = System.nanoTime() + (long) (seconds / NANO);
        awaited.addAll(lanes);
        try {
            for (long left = until - System.nanoTime(); !over && left > 0; left = until - System.nanoTime()) {
                TimeUnit.NANOSECONDS.timedWait(this, left);
            }
            while (!over && !awaited.isEmpty()) {
                wait();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized Answer.Soaked sinceLast() {
        if (failure instanceof RuntimeException thrown) {
            throw thrown;
        } else if (failure instanceof Error thrown) {
            throw thrown;
        }
        long now = System.nanoTime();
        long busy = busyNanos + (computing > 0 ? now - busySince : 0);
        busyNanos = 0;
        busySince = now;
        Answer.Soaked soaked = new Answer.Soaked(
                products - toldProducts,
                (lastEnd - toldEnd) * NANO,
                busy * NANO,
                errors - toldErrors,
                List.copyOf(untold));
        toldProducts = products;
        toldErrors = errors;
        toldEnd = lastEnd;
        untold.clear();
        return soaked;
    }

    /** Whether no product is computed any more. */
    boolean ended() {
        return isOver();
    }

    /** Waits for the products in flight, and releases all. */
    @Override
    public void close() {
        end();
        threads.forEach(SoakSession::join);
        lanes.forEach(TrialProducts::close);
    }
}
