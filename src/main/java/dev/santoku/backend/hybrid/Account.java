package dev.santoku.backend.hybrid;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * What is told of products of one shape: who computed how much of them, who had nothing to do, and for how long some had nothing to
 * do at the end. It keeps none of their matrices.
 *
 * @param parts one for each processor
 * @param products how many
 * @param nanos that they took together
 */
record Account(List<Part> parts, int products, long nanos) {
    /** Where there was no product yet. */
    static final Account NOTHING = new Account(List.of(), 0, 0);

    private static final double PERCENT = 100;

    /**
     * A processor's part.
     *
     * @param rows that it computed
     * @param tiles in which it did
     * @param idle nanoseconds from its last tile to the end, in products of which it had one
     * @param refusal why it could not compute one
     */
    record Part(String id, long rows, long tiles, long idle, Optional<String> refusal, boolean lost) {
        private Part and(Part other) {
            return new Part(
                    id,
                    rows + other.rows,
                    tiles + other.tiles,
                    idle + other.idle,
                    other.refusal.or(() -> refusal),
                    lost || other.lost);
        }
    }

    /** Of one product, from its begin to its end by {@link System#nanoTime}. */
    static Account of(List<Member> members, Handout handout, long begin, long end) {
        return new Account(
                IntStream.range(0, members.size())
                        .mapToObj(i -> members.get(i).account(handout.work(i), end))
                        .toList(),
                1,
                end - begin);
    }

    /** Together with more products of the same processors. */
    Account and(Account more) {
        return parts.isEmpty()
                ? more
                : new Account(
                        IntStream.range(0, parts.size())
                                .mapToObj(i -> parts.get(i).and(more.parts.get(i)))
                                .toList(),
                        products + more.products,
                        nanos + more.nanos);
    }

    List<String> lines() {
        List<String> lines = new ArrayList<>();
        for (Part part : parts) {
            if (part.refusal().isPresent()) {
                lines.add(part.id() + " " + part.refusal().get());
            } else if (part.tiles() == 0 && !part.lost()) {
                lines.add(part.id() + " gets nothing: the others are done before its smallest tile would be");
            }
        }
        if (!parts.isEmpty()) {
            lines.add("shares of %d product%s: ".formatted(products, products == 1 ? "" : "s")
                    + parts.stream()
                            .filter(part -> part.tiles() > 0)
                            .map(this::share)
                            .collect(Collectors.joining("; ")));
        }
        return lines;
    }

    private String share(Part part) {
        long all = parts.stream().mapToLong(Part::rows).sum();
        return String.format(
                Locale.ROOT,
                "%s %.1f %% of the rows in %.1f tiles each, idle at the end for %.1f %% of the time",
                part.id(),
                PERCENT * part.rows() / all,
                (double) part.tiles() / products,
                PERCENT * part.idle() / nanos);
    }
}
