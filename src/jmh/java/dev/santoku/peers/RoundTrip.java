package dev.santoku.peers;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * How far two threads are from each other: what it takes to write a word that the other waits for and to see its answer. On a virtual
 * machine the host may move the processors between two measurements, near to each other in a shared cache or far apart, and a pool that
 * shares matrices is then slower.
 */
final class RoundTrip {
    private static final int WARM_UP = 50_000;
    private static final int TRIPS = 200_000;

    private final AtomicInteger word = new AtomicInteger();

    private RoundTrip() {}

    /** Nanoseconds, in the mean of some 200 000; takes less than a tenth of a second. */
    static double nanos() {
        return new RoundTrip().measure();
    }

    private double measure() {
        Thread answerer = new Thread(this::answer, "santoku-round-trip");
        answerer.setDaemon(true);
        answerer.start();
        ask(WARM_UP);
        long start = System.nanoTime();
        ask(TRIPS);
        return (double) (System.nanoTime() - start) / TRIPS;
    }

    private void ask(int times) {
        for (int trip = 0; trip < times; trip++) {
            word.set(1);
            while (word.get() != 0) {
                Thread.onSpinWait();
            }
        }
    }

    private void answer() {
        for (int trip = 0; trip < WARM_UP + TRIPS; trip++) {
            while (word.get() != 1) {
                Thread.onSpinWait();
            }
            word.set(0);
        }
    }
}
