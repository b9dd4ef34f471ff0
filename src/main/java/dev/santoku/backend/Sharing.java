package dev.santoku.backend;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.Stream;

/**
 * How several processors shared products of one shape. Figures of all products are means over them; times are seconds of the wall
 * clock.
 *
 * @param products how many
 * @param seconds of a product
 * @param parts one for each processor
 * @param typical a product that took the median time of the last ones
 */
public record Sharing(int products, double seconds, List<Part> parts, Run typical) {
    /** Tiles that a {@link Run} holds at most. */
    public static final int MOST_TILES = 256;

    public Sharing {
        parts = List.copyOf(parts);
    }

    /**
     * A processor's part of a product.
     *
     * @param device its id
     * @param rows the share that it has of the rows of C, from 0 to 1
     * @param tiles how many it computed
     * @param compute time in which it computed tiles, and the host checked them
     * @param transfer time in which matrices travelled to it and back; null where nothing travels
     * @param idle time from its last tile to the end; 0 where it had none
     */
    public record Part(String device, double rows, double tiles, double compute, Double transfer, double idle) {}

    /**
     * One product.
     *
     * @param seconds that it took
     * @param tiles in the order in which they began, {@link #MOST_TILES} at most
     * @param leftOut how many more there were
     */
    public record Run(double seconds, List<Tile> tiles, int leftOut) {
        public Run {
            tiles = List.copyOf(tiles);
        }

        /** Of all tiles, in any order. */
        public static Run of(double seconds, List<Tile> tiles) {
            return new Run(
                    seconds,
                    tiles.stream()
                            .sorted(Comparator.comparingDouble(Tile::begin))
                            .limit(MOST_TILES)
                            .toList(),
                    Math.max(0, tiles.size() - MOST_TILES));
        }

        /** The share of all transfers' time in which another processor computed; empty where nothing travelled. */
        public OptionalDouble overlap() {
            double all = 0;
            double hidden = 0;
            for (Tile tile : tiles) {
                for (Span transfer : List.of(tile.upload(), tile.download())) {
                    all += transfer.seconds();
                    hidden += union(tiles.stream()
                            .filter(other -> !other.device().equals(tile.device()))
                            .map(other -> other.computing().within(transfer)));
                }
            }
            return all > 0 ? OptionalDouble.of(hidden / all) : OptionalDouble.empty();
        }
    }

    /** Seconds that any of some spans covers. */
    private static double union(Stream<Span> spans) {
        List<Span> inOrder = new ArrayList<>(spans.filter(span -> span.seconds() > 0)
                .sorted(Comparator.comparingDouble(Span::from))
                .toList());
        double covered = 0;
        double reached = 0;
        for (Span span : inOrder) {
            covered += Math.max(0, span.to() - Math.max(span.from(), reached));
            reached = Math.max(reached, span.to());
        }
        return covered;
    }

    /**
     * Some rows of C that a processor computed. Times are seconds from the begin of the product, none before the one above it.
     *
     * @param fromRow the first of them, from 0
     * @param rows how many
     * @param begin when it was given them
     * @param uploaded when its rows of A were there, and B with the first tile
     * @param computed when it was done with computing
     * @param downloaded when its rows of C were back
     * @param end when the host had checked them
     */
    public record Tile(
            String device,
            int fromRow,
            int rows,
            double begin,
            double uploaded,
            double computed,
            double downloaded,
            double end) {
        /** When matrices travelled to the processor. */
        public Span upload() {
            return new Span(begin, uploaded);
        }

        /** When it computed. */
        public Span computing() {
            return new Span(uploaded, computed);
        }

        /** When rows of C came back. */
        public Span download() {
            return new Span(computed, downloaded);
        }
    }

    /** From one moment to another, in seconds. */
    public record Span(double from, double to) {
        public double seconds() {
            return to - from;
        }

        /** The part of it within another one; of none or less than no seconds where they do not meet. */
        private Span within(Span other) {
            return new Span(Math.max(from, other.from), Math.min(to, other.to));
        }
    }
}
