package dev.santoku.journal;

import dev.santoku.matrix.Precision;
import dev.santoku.matrix.Shape;
import dev.santoku.result.GpuFacts;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Stream;

/**
 * What is in a journal.
 *
 * @param shapes empty where the run ended before they were known
 * @param groups those that came to their end, in their order
 * @param resumptions when the run has gone on before
 * @param gpus what is known of the GPUs; empty where no tool told
 * @param left seconds of the budget that were left at the last entry; empty where none tells
 * @param soundBytes the journal's length without what a power cut tore off
 */
public record JournalContent(
        JournalEntry.Head head,
        Optional<List<Shape>> shapes,
        List<JournalEntry.Group> groups,
        List<Instant> resumptions,
        List<GpuFacts> gpus,
        OptionalDouble left,
        long soundBytes) {
    public JournalContent {
        groups = List.copyOf(groups);
        resumptions = List.copyOf(resumptions);
        gpus = List.copyOf(gpus);
    }

    /** What these entries say. */
    public static JournalContent of(JournalEntry.Head head, List<JournalEntry> entries, long soundBytes) {
        OptionalDouble left = OptionalDouble.empty();
        for (JournalEntry entry : entries) {
            left = left(entry).isPresent() ? left(entry) : left;
        }
        return new JournalContent(
                head,
                all(entries, JournalEntry.Sizes.class)
                        .map(JournalEntry.Sizes::shapes)
                        .findFirst(),
                all(entries, JournalEntry.Group.class).toList(),
                all(entries, JournalEntry.Resumption.class)
                        .map(JournalEntry.Resumption::at)
                        .toList(),
                all(entries, JournalEntry.Gpus.class)
                        .reduce((earlier, later) -> later)
                        .map(JournalEntry.Gpus::gpus)
                        .orElse(List.of()),
                left,
                soundBytes);
    }

    private static <E extends JournalEntry> Stream<E> all(List<JournalEntry> entries, Class<E> kind) {
        return entries.stream().filter(kind::isInstance).map(kind::cast);
    }

    /** Seconds of the budget that were left at an entry, where it tells. */
    public static OptionalDouble left(JournalEntry entry) {
        if (entry instanceof JournalEntry.Sizes sizes) {
            return OptionalDouble.of(sizes.left());
        } else if (entry instanceof JournalEntry.Group group) {
            return OptionalDouble.of(group.left());
        }
        return entry instanceof JournalEntry.Resumption resumption
                ? OptionalDouble.of(resumption.left())
                : OptionalDouble.empty();
    }

    /** Whether the contenders' meeting at this precision and shape is recorded. */
    public boolean has(Precision precision, Shape shape) {
        return groups.stream()
                .anyMatch(
                        group -> group.precision() == precision && group.shape().equals(shape));
    }

    /** How often contenders lost their workers, as the last group tells. */
    public List<JournalEntry.Losses> losses() {
        return groups.isEmpty() ? List.of() : groups.get(groups.size() - 1).losses();
    }

    /** How many cells are recorded. */
    public int cells() {
        return groups.stream().mapToInt(group -> group.cells().size()).sum();
    }
}
