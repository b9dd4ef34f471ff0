package dev.santoku.backend.hybrid;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * What is told of a product: who computed how much of it, who had nothing to do, and for how long some had nothing to do at the
 * end. It keeps none of its matrices.
 *
 * @param end when the product was finished, in nanoseconds
 */
record Account(List<Part> parts, long end) {
    /** Where there was no product yet. */
    static final Account NOTHING = new Account(List.of(), 0);

    private static final double MILLIS = 1e-6;

    /**
     * A processor's part.
     *
     * @param refusal why it cannot compute this product
     */
    record Part(String id, Handout.Work work, Optional<String> refusal, boolean lost) {}

    static Account of(List<Member> members, Handout handout, long end) {
        return new Account(
                IntStream.range(0, members.size())
                        .mapToObj(i -> members.get(i).account(handout.work(i)))
                        .toList(),
                end);
    }

    List<String> lines() {
        List<String> lines = new ArrayList<>();
        for (Part part : parts) {
            if (part.refusal().isPresent()) {
                lines.add(part.id() + " " + part.refusal().get());
            } else if (part.work().tiles() == 0 && !part.lost()) {
                lines.add(part.id() + " gets nothing: the others are done before its smallest tile would be");
            }
        }
        if (!parts.isEmpty()) {
            lines.add("shares of the last product: "
                    + parts.stream()
                            .filter(part -> part.work().tiles() > 0)
                            .map(this::share)
                            .collect(Collectors.joining(", ")));
        }
        return lines;
    }

    private String share(Part part) {
        Handout.Work work = part.work();
        return String.format(
                Locale.ROOT,
                "%s %d rows in %d tiles, idle for %.2f ms at the end",
                part.id(),
                work.rows(),
                work.tiles(),
                (end - work.lastEnd()) * MILLIS);
    }
}
