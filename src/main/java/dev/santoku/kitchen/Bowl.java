package dev.santoku.kitchen;

import java.util.List;
import java.util.stream.Stream;

/** A bowl that several cooks fill, and a note beside it of how many pieces it holds. */
final class Bowl {
    /** Every so often a cook is interrupted between reading the note and writing it, as happens to anybody now and then. */
    private static final int BETWEEN_INTERRUPTIONS = 16;

    private volatile int pieces;

    /**
     * Has cooks put pieces in at the same time.
     *
     * @param careful each keeps the others from the note while it reads and writes
     * @return how many pieces the note has lost
     */
    static long lostUpdates(int cooks, int piecesEach, boolean careful) {
        Bowl bowl = new Bowl();
        List<Cooks.Work> works = Stream.generate(() -> (Cooks.Work) () -> bowl.fill(piecesEach, careful))
                .limit(cooks)
                .toList();
        Cooks.together(works);
        return (long) cooks * piecesEach - bowl.pieces;
    }

    private void fill(int count, boolean careful) {
        for (int i = 0; i < count; i++) {
            if (careful) {
                synchronized (this) {
                    put(i);
                }
            } else {
                put(i);
            }
        }
    }

    /** Reads the note, adds one, writes it: what another cook wrote in between is lost. */
    @SuppressWarnings(
            "ThreadPriorityCheck") // nothing relies on the scheduler: it may do as it likes, and that is the point
    private void put(int piece) {
        int read = pieces;
        if (piece % BETWEEN_INTERRUPTIONS == 0) {
            Thread.yield();
        }
        pieces = read + 1;
    }
}
