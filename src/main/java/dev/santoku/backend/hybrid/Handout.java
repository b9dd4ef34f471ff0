package dev.santoku.backend.hybrid;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.stream.Stream;

/**
 * Hands out the rows of one product, a tile at a time to whichever processor is free.
 *
 * <p>A tile is a part of what its processor can do until all would end together: most of it at first where rates are known from
 * products before, and all of it where they did not change from product to product; half of it later. So tiles become smaller, and
 * their ends come close to each other. But each tile reads all of B again, so none is smaller than need be. A processor that would
 * still compute its smallest tile when the others have done all the rest gets none. It waits, since tiles of one that fails come
 * back.
 *
 * <p>Source: S. F. Hummel, E. Schonberg, L. E. Flynn, Factoring: a method for scheduling parallel loops, CACM 35 (1992); with
 * weights as in weighted factoring (1996).
 */
final class Handout {
    /** The least part of its share in the first tile, where its rate is known. */
    private static final double FIRST = 0.8;

    /** Of its share, in later tiles. */
    private static final double LATER = 0.5;

    /** Of its share of the whole, in the smallest tile: so long may others have nothing to do at the end. */
    private static final double LEAST = 0.05;

    /** Of the whole, shared by all, in the first tile of one whose rate is not known. */
    private static final double TRIAL = 0.125;

    private static final double NANO = 1e-9;

    private final int rows;
    private final int grain;
    private final LongSupplier nanoTime;
    private final Share[] shares;
    private final Deque<Tile> returned = new ArrayDeque<>();
    private int handedOut;
    private int done;
    private boolean stopped;

    /**
     * Nothing is handed out yet.
     *
     * @param rows of C
     * @param grain tiles have a multiple of so many rows, but for the last
     * @param paces one for each processor, at least one
     */
    Handout(int rows, int grain, List<Pace> paces, LongSupplier nanoTime) {
        this.rows = rows;
        this.grain = grain;
        this.nanoTime = nanoTime;
        shares = paces.stream().map(Share::new).toArray(Share[]::new);
        if (rows <= grain * shares.length && paces.stream().anyMatch(pace -> !pace.isSure())) {
            letOneTry();
        }
    }

    /** A product of few tiles is computed by one whose rate is not known yet; another one would take all before it comes. */
    private void letOneTry() {
        Share least = Arrays.stream(shares)
                .min(Comparator.comparingInt(share -> share.pace.products()))
                .orElseThrow();
        for (Share share : shares) {
            share.watches = share != least;
            share.waits = share.watches;
        }
    }

    /**
     * The next tile of a processor. Waits where there may be one later.
     *
     * @return empty when nothing is left for it to do
     */
    synchronized Optional<Tile> next(int processor) {
        Share mine = shares[processor];
        boolean interrupted = false;
        try {
            while (done < rows && !mine.gone && !stopped) {
                if (open() > 0 && isWelcome(mine)) {
                    mine.waits = false;
                    return Optional.of(mine.begins(take(wanted(mine)), nanoTime.getAsLong()));
                }
                mine.waits = true;
                try {
                    wait();
                } catch (InterruptedException e) {
                    interrupted = true; // a product is finished or fails, but is not left half done
                }
            }
            return Optional.empty();
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /**
     * A processor has computed its tile, and the tile is right.
     *
     * @param delay seconds of it in which B was uploaded
     */
    synchronized void done(int processor, double delay) {
        done += shares[processor].ends(nanoTime.getAsLong(), delay);
        notifyAll();
    }

    /** Whether a processor is worth waking now; one that is not waits, as in {@link #next}, for what others may leave. */
    synchronized boolean wakes(int processor) {
        Share mine = shares[processor];
        mine.waits = !isWelcome(mine);
        return !mine.waits;
    }

    /** A processor computes no more; the tile that it was given, if any, is another's. */
    synchronized void leaves(int processor) {
        Share mine = shares[processor];
        mine.gone = true;
        if (mine.tile != null) {
            returned.add(mine.tile);
            mine.tile = null;
        }
        notifyAll();
    }

    /** Hands out no more. */
    synchronized void stop() {
        stopped = true;
        notifyAll();
    }

    /** Whether all rows are computed. */
    synchronized boolean isComplete() {
        return done == rows;
    }

    /** Rows that wait for a processor. */
    synchronized int rowsLeft() {
        return open();
    }

    /** What a processor has done. */
    synchronized Work work(int processor) {
        Share mine = shares[processor];
        return new Work(mine.rowsDone, mine.tiles, mine.seconds, mine.lastEnd, mine.gone);
    }

    /**
     * The work of a processor.
     *
     * @param rows that it computed
     * @param tiles in which it did
     * @param seconds from the first moment of a tile to its last, of all tiles, without uploads of B
     * @param lastEnd when the last one ended, in nanoseconds; 0 without any
     * @param gone whether it left
     */
    record Work(int rows, int tiles, double seconds, long lastEnd, boolean gone) {}

    private int open() {
        return rows - handedOut + returned.stream().mapToInt(Tile::rows).sum();
    }

    /** The others that compute, or will. */
    private Stream<Share> others(Share mine) {
        return Arrays.stream(shares).filter(share -> share != mine && !share.gone && !share.waits);
    }

    /** Whether all ends sooner, or as soon, when this one takes a tile. */
    private boolean isWelcome(Share mine) {
        if (mine.watches) {
            return others(mine).findAny().isEmpty();
        }
        boolean unknown = mine.rate() == 0 || others(mine).anyMatch(share -> share.rate() == 0);
        boolean onTrial = !mine.pace.isSure() && mine.tiles == 0;
        if (unknown || onTrial || others(mine).findAny().isEmpty()) {
            return true;
        }
        double withMe = mine.delay() + least(mine) / mine.rate();
        double withoutMe = (open() + backlog(mine)) / rateOfOthers(mine);
        return withMe <= withoutMe;
    }

    /** Rows a second of the others; one that nobody knows is taken to be as fast as this one. */
    private double rateOfOthers(Share mine) {
        return others(mine)
                .mapToDouble(share -> share.rate() == 0 ? mine.rate() : share.rate())
                .sum();
    }

    /** Rows that the others could compute until they are free. */
    private double backlog(Share mine) {
        long now = nanoTime.getAsLong();
        return others(mine)
                .filter(share -> share.rate() > 0)
                .mapToDouble(share -> share.rate() * share.secondsUntilFree(now))
                .sum();
    }

    private int wanted(Share mine) {
        if (others(mine).findAny().isEmpty()) {
            return open();
        }
        if (mine.rate() == 0) {
            return rounded(TRIAL * rows / shares.length);
        }
        double togetherUntil = (open() + backlog(mine)) / (mine.rate() + rateOfOthers(mine));
        double part = mine.tiles == 0 && mine.pace.isKnown() ? Math.max(FIRST, 1 - mine.pace.change()) : LATER;
        int share = rounded(mine.rate() * togetherUntil);
        int least = least(mine);
        int size = Math.max(least, rounded(part * share));
        int all = share - size < least ? share : size;
        return open() - all < grain ? open() : all;
    }

    /** Rows of the smallest tile. */
    private int least(Share mine) {
        double share = mine.rate() / (mine.rate() + rateOfOthers(mine));
        return Math.min(open(), rounded(LEAST * rows * share));
    }

    private int rounded(double some) {
        return grain * (int) Math.max(1, Math.round(some / grain));
    }

    private Tile take(int most) {
        Tile back = returned.poll();
        if (back == null) {
            Tile tile = new Tile(handedOut, Math.min(most, rows - handedOut));
            handedOut += tile.rows();
            return tile;
        }
        if (back.rows() <= most) {
            return back;
        }
        returned.addFirst(new Tile(back.fromRow() + most, back.rows() - most));
        return new Tile(back.fromRow(), most);
    }

    /** What one processor was given, and how fast it is. */
    private static final class Share {
        private final Pace pace;
        private Tile tile;
        private long begun;
        private boolean watches;
        private boolean waits;
        private boolean gone;
        private int tiles;
        private int rowsDone;
        private double seconds;
        private long lastEnd;

        Share(Pace pace) {
            this.pace = pace;
        }

        /** Rows a second; 0 where unknown. */
        double rate() {
            if (tiles == 0) {
                return pace.rowsPerSecond();
            }
            double now = rowsDone / seconds;
            return pace.isKnown() ? (pace.rowsPerSecond() + now) / 2 : now;
        }

        double delay() {
            return tiles == 0 ? pace.delay() : 0;
        }

        double secondsUntilFree(long now) {
            return tile == null ? delay() : Math.max(0, delay() + tile.rows() / rate() - (now - begun) * NANO);
        }

        Tile begins(Tile next, long now) {
            tile = next;
            begun = now;
            return next;
        }

        int ends(long now, double uploading) {
            int computed = tile.rows();
            tile = null;
            tiles++;
            rowsDone += computed;
            seconds += Math.max(NANO, (now - begun) * NANO - uploading);
            lastEnd = now;
            return computed;
        }
    }
}
