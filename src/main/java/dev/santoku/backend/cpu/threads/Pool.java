package dev.santoku.backend.cpu.threads;

import dev.santoku.backend.BackendException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A team of platform threads: the caller is member 0, the daemon threads {@code santoku-pool-1} … are the others.
 *
 * <p>Tasks are handed out through one word, the ticket: in its upper half the number of the current round of tasks, in
 * its lower half how many are left. A member takes a task by counting it down with compare-and-set, which fails if the
 * round is over; so a thread that wakes up late finds nothing to take and nobody waits for it. Having found nothing to do the
 * threads spin for a moment, which bridges two rounds and two products in a row, then park.
 *
 * <p>Nothing is allocated while it works.
 */
public final class Pool implements Team {
    /** How long the leader spins for the last tasks before it parks: about what it costs to park and to be woken. */
    private static final long LEADER_SPIN_NANOS = 20_000;

    /**
     * How long the others spin for the next round or product, whose caller may have something to do with this one first: short
     * beside what other libraries spin, and long enough that a product of 256 is not slower by the 30 µs of waking.
     */
    private static final long HELPER_SPIN_NANOS = 200_000;

    private static final long TASKS_LEFT = 0xFFFF_FFFFL;

    private final List<Helper> helpers;
    private final ReentrantLock turn = new ReentrantLock(true);
    private final Crew crew = new PoolCrew();
    private final SingleThreadTeam alone = new SingleThreadTeam();

    private final AtomicLong ticket = new AtomicLong();
    private final AtomicInteger unfinished = new AtomicInteger();
    private final AtomicReference<Throwable> failure = new AtomicReference<>();

    /** The current round, written before its ticket and read after a task was taken with it. */
    private Task task;

    private int tasks;

    /** Threads that may take tasks; 0 without work, so that all park. */
    private volatile int members;

    private volatile Thread parkedLeader;
    private volatile boolean closed;

    /**
     * Starts {@code size} − 1 threads.
     *
     * @param size at least 1
     * @throws BackendException when the system refuses so many
     */
    public Pool(int size) {
        List<Helper> started = new ArrayList<>(size - 1);
        helpers = started;
        for (int member = 1; member < size; member++) {
            Helper helper = new Helper(member);
            try {
                helper.thread.start();
            } catch (OutOfMemoryError e) {
                close();
                throw new BackendException(
                        "the pool could not start thread %d of %d (%s): choose fewer threads"
                                .formatted(member, size - 1, e.getMessage()),
                        e);
            }
            started.add(helper);
        }
    }

    @Override
    public int size() {
        return helpers.size() + 1;
    }

    @Override
    public void work(int wanted, Work work) {
        if (wanted <= 1 || helpers.isEmpty()) {
            checkOpen();
            alone.work(1, work);
            return;
        }
        turn.lock();
        try {
            checkOpen();
            members = Math.min(wanted, size());
            work.run(crew);
        } finally {
            members = 0;
            task = null; // it holds the matrices of a product that may be gone soon
            turn.unlock();
        }
    }

    private void checkOpen() {
        if (closed) {
            throw new IllegalStateException("this pool is closed: open another");
        }
    }

    @Override
    public void close() {
        turn.lock();
        try {
            closed = true;
        } finally {
            turn.unlock();
        }
        helpers.forEach(Helper::wake);
        helpers.forEach(Helper::join);
    }

    /** Whether {@code member} may take a task now. */
    private boolean hasTaskFor(int member) {
        return (ticket.get() & TASKS_LEFT) != 0 && member < members;
    }

    /** Takes tasks and runs them until there are none. */
    private void runTasks(int member) {
        for (int index = take(member); index >= 0; index = take(member)) {
            try {
                if (failure.get() == null) {
                    task.run(index, member);
                }
            } catch (Throwable e) { // whatever it is, it belongs to the leader
                failure.compareAndSet(null, e);
            } finally {
                if (unfinished.decrementAndGet() == 0) {
                    LockSupport.unpark(parkedLeader);
                }
            }
        }
    }

    /**
     * The index of a task that is now the caller's, or −1. A ticket with tasks left belongs to a round that cannot end
     * before they are taken, so the number of members read after it is that round's, if compare-and-set succeeds.
     */
    private int take(int member) {
        while (true) {
            long seen = ticket.get();
            int left = (int) seen;
            if (left == 0 || member >= members) {
                return -1;
            }
            if (ticket.compareAndSet(seen, seen - 1)) {
                return tasks - left;
            }
        }
    }

    private final class PoolCrew implements Crew {
        @Override
        public int size() {
            return members;
        }

        @Override
        public void each(int count, Task each) {
            if (count == 0) {
                return;
            }
            task = each;
            tasks = count;
            unfinished.set(count);
            long round = (ticket.get() >>> Integer.SIZE) + 1;
            ticket.set(round << Integer.SIZE | count);
            int useful = Math.min(members, count);
            for (int member = 1; member < useful; member++) {
                helpers.get(member - 1).wake();
            }
            runTasks(0);
            awaitTheOthers();
            rethrow(failure.getAndSet(null));
        }

        private void awaitTheOthers() {
            long deadline = System.nanoTime() + LEADER_SPIN_NANOS;
            while (unfinished.get() != 0) {
                if (System.nanoTime() < deadline) {
                    Thread.onSpinWait();
                } else {
                    parkUntilFinished();
                }
            }
        }

        private void parkUntilFinished() {
            boolean interrupted = false;
            parkedLeader = Thread.currentThread();
            while (unfinished.get() != 0) {
                LockSupport.park(Pool.this);
                interrupted |= Thread.interrupted(); // else park returns at once for ever
            }
            parkedLeader = null;
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }

        private void rethrow(Throwable thrown) {
            if (thrown instanceof RuntimeException exception) {
                throw exception;
            }
            if (thrown instanceof Error error) {
                throw error;
            }
            if (thrown != null) {
                throw new AssertionError("a task declares no checked exception", thrown);
            }
        }
    }

    private final class Helper implements Runnable {
        private final int member;
        private final Thread thread;
        private volatile boolean parked;

        Helper(int member) {
            this.member = member;
            thread = new Thread(this, "santoku-pool-" + member);
            thread.setDaemon(true);
        }

        @Override
        public void run() {
            while (!closed) {
                awaitTasks();
                runTasks(member);
            }
        }

        private void awaitTasks() {
            long deadline = System.nanoTime() + HELPER_SPIN_NANOS;
            while (System.nanoTime() < deadline) {
                if (hasTaskFor(member)) {
                    return;
                }
                Thread.onSpinWait();
            }
            parked = true; // before the last look: whoever hands out tasks after it sees this
            while (!hasTaskFor(member) && !closed) {
                LockSupport.park(Pool.this);
                boolean ignored = Thread.interrupted(); // nobody's business here, and park would not wait
            }
            parked = false;
        }

        void wake() {
            if (parked) {
                LockSupport.unpark(thread);
            }
        }

        void join() {
            boolean interrupted = false;
            while (thread.isAlive()) {
                try {
                    thread.join();
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
