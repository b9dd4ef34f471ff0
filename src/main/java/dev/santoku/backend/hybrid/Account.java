package dev.santoku.backend.hybrid;

import dev.santoku.backend.Sharing;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * What is told of products of one shape: who computed how much of them, who had nothing to do, and for how long some had nothing to
 * do at the end. It keeps none of their matrices.
 *
 * @param parts one for each processor
 * @param products how many
 * @param seconds that they took together
 * @param runs the last of them, {@link #MOST_RUNS} at most
 */
record Account(List<Part> parts, int products, double seconds, List<Sharing.Run> runs) {
    /** Where there was no product yet. */
    static final Account NOTHING = new Account(List.of(), 0, 0, List.of());

    /** Of so many the median one is told; a few that were disturbed do not move it. */
    private static final int MOST_RUNS = 101;

    private static final double NANO = 1e-9;

    /**
     * A processor's part. Times are sums over all products.
     *
     * @param rows that it computed
     * @param tiles in which it did
     * @param compute seconds of them, without those of transfers
     * @param transfer seconds in which matrices travelled; empty where nothing travels
     * @param idle nanoseconds from its last tile to the end, in products of which it had one
     * @param refusal why it could not compute one
     */
    record Part(
            String id,
            long rows,
            long tiles,
            double compute,
            Optional<Double> transfer,
            long idle,
            Optional<String> refusal,
            boolean lost) {
        private Part and(Part other) {
            return new Part(
                    id,
                    rows + other.rows,
                    tiles + other.tiles,
                    compute + other.compute,
                    transfer.map(some -> some + other.transfer.orElse(0.0)).or(() -> other.transfer),
                    idle + other.idle,
                    other.refusal.or(() -> refusal),
                    lost || other.lost);
        }
    }

    /** Of one product, from its begin to its end by {@link System#nanoTime}. */
    static Account of(List<Member> members, Handout handout, long begin, long end) {
        double seconds = (end - begin) * NANO;
        return new Account(
                IntStream.range(0, members.size())
                        .mapToObj(i -> members.get(i).account(handout.work(i), end))
                        .toList(),
                1,
                seconds,
                List.of(Sharing.Run.of(
                        seconds,
                        members.stream()
                                .flatMap(member -> member.tiles().stream())
                                .toList())));
    }

    /** Together with more products of the same processors. */
    Account and(Account more) {
        if (parts.isEmpty()) {
            return more;
        }
        int older = Math.max(0, runs.size() + more.runs.size() - MOST_RUNS);
        return new Account(
                IntStream.range(0, parts.size())
                        .mapToObj(i -> parts.get(i).and(more.parts.get(i)))
                        .toList(),
                products + more.products,
                seconds + more.seconds,
                Stream.concat(runs.stream(), more.runs.stream()).skip(older).toList());
    }

    /** Those that got nothing, and why. */
    List<String> lines() {
        List<String> lines = new ArrayList<>();
        for (Part part : parts) {
            if (part.refusal().isPresent()) {
                lines.add(part.id() + " " + part.refusal().get());
            } else if (part.tiles() == 0 && !part.lost()) {
                lines.add(part.id() + " gets nothing: the others are done before its smallest tile would be");
            }
        }
        return lines;
    }

    /** Means over the products; empty where there was none. */
    Optional<Sharing> sharing() {
        if (parts.isEmpty()) {
            return Optional.empty();
        }
        long rows = parts.stream().mapToLong(Part::rows).sum();
        return Optional.of(new Sharing(
                products,
                seconds / products,
                parts.stream()
                        .map(part -> new Sharing.Part(
                                part.id(),
                                (double) part.rows() / rows,
                                (double) part.tiles() / products,
                                part.compute() / products,
                                part.transfer().map(all -> all / products).orElse(null),
                                part.idle() * NANO / products))
                        .toList(),
                runs.stream()
                        .sorted(Comparator.comparingDouble(Sharing.Run::seconds))
                        .skip((runs.size() - 1) / 2)
                        .findFirst()
                        .orElseThrow()));
    }
}
