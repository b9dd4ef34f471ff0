package dev.santoku.backend.opencl;

import dev.santoku.backend.opencl.handle.Handle;
import dev.santoku.backend.opencl.handle.Handles;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;

/** Owns the lanes of tiled products, each with a thread; they are opened when they are first needed. */
final class Lanes implements Handle {
    private final int most;
    private final Function<Handles, Lane> opener;
    private final List<Lane> open = new ArrayList<>();
    private final Handles handles = new Handles();
    private ExecutorService threads;

    /**
     * Opens nothing yet.
     *
     * @param most lanes, at least 1
     * @param opener of one, which the handles then own
     */
    Lanes(int most, Function<Handles, Lane> opener) {
        this.most = most;
        this.opener = opener;
    }

    int most() {
        return most;
    }

    /** A piece of work on a lane. */
    @FunctionalInterface
    interface Piece {
        void run(Lane lane, int number);
    }

    /**
     * Runs numbered pieces, from 0; each lane takes the next one when it has finished one. Returns when no lane works any more.
     *
     * @throws RuntimeException the first failure, after which no piece is begun
     */
    synchronized void run(int pieces, Piece piece) {
        AtomicInteger next = new AtomicInteger();
        AtomicReference<Throwable> failure = new AtomicReference<>();
        List<CompletableFuture<Void>> others = new ArrayList<>();
        int lanes = Math.min(most, pieces);
        openLanes(lanes);
        for (int lane = 1; lane < lanes; lane++) {
            Lane other = open.get(lane);
            others.add(CompletableFuture.runAsync(() -> work(other, pieces, next, failure, piece), threads));
        }
        work(open.get(0), pieces, next, failure, piece);
        others.forEach(CompletableFuture::join);
        Throwable first = failure.get();
        if (first instanceof Error error) {
            throw error;
        }
        if (first != null) {
            throw (RuntimeException) first;
        }
    }

    private static void work(
            Lane lane, int pieces, AtomicInteger next, AtomicReference<Throwable> failure, Piece piece) {
        try {
            while (failure.get() == null) {
                int number = next.getAndIncrement();
                if (number >= pieces) {
                    return;
                }
                piece.run(lane, number);
            }
        } catch (RuntimeException | Error e) {
            failure.compareAndSet(null, e);
        }
    }

    private void openLanes(int count) {
        if (threads == null && count > 1) {
            threads = Executors.newCachedThreadPool(task -> {
                Thread thread = new Thread(task, "santoku-lane");
                thread.setDaemon(true);
                return thread;
            });
        }
        while (open.size() < count) {
            open.add(opener.apply(handles));
        }
    }

    /** Releases buffers that no product uses. */
    synchronized void releaseIdle() {
        open.forEach(lane -> lane.memory().close());
    }

    @Override
    public synchronized void close() {
        if (threads != null) {
            threads.shutdown();
        }
        handles.close();
    }
}
