package dev.santoku.run;

import dev.santoku.backend.LinkCeiling;
import dev.santoku.journal.Journal;
import dev.santoku.journal.JournalContent;
import dev.santoku.journal.JournalEntry;
import dev.santoku.journal.JournalLostException;
import dev.santoku.matrix.Precision;
import dev.santoku.matrix.Shape;
import dev.santoku.result.Ceiling;
import dev.santoku.result.CellResult;
import dev.santoku.result.CellSamples;
import dev.santoku.result.Contender;
import dev.santoku.result.GpuFacts;
import dev.santoku.result.Ladder;
import dev.santoku.result.Scaling;
import dev.santoku.result.Speedup;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Function;

/**
 * Keeps what a run measures. Contenders that meet at one precision and shape are one group: their cells, and what compares
 * them, count together or not at all, in memory as in the {@link Journal}. What is in the journal survives Ctrl-C and a
 * power cut; it is deleted when the result file of the whole run holds the same.
 */
public final class Recorder implements AutoCloseable {
    /** A journal takes no samples beyond this: whoever goes on with a run must be able to read it. */
    private static final long MOST_BYTES_WITH_SAMPLES = 32L << 20;

    /** Four numbers of all their digits, with their names. */
    private static final long BYTES_OF_SAMPLE = 150;

    private final Optional<Journal> journal;
    private final Optional<JournalContent> before;
    private final Ceilings ceilings = new Ceilings();
    private final List<JournalEntry.Group> groups = new ArrayList<>();
    private boolean keepsSamples;
    private boolean frozen;

    private Recorder(Optional<Journal> journal, Optional<JournalContent> before) {
        this.journal = journal;
        this.before = before;
    }

    /** For a run that begins. */
    public static Recorder begin(Journal journal) {
        return new Recorder(Optional.of(journal), Optional.empty());
    }

    /** For a run of which nothing is kept when it is interrupted. */
    public static Recorder inMemory() {
        return new Recorder(Optional.empty(), Optional.empty());
    }

    /**
     * For a run that goes on.
     *
     * @param resumption is entered into the journal
     * @param content what the journal says; what stands behind it is cut off
     * @throws IOException when the journal cannot be written
     */
    public static Recorder goOn(Journal journal, JournalContent content, JournalEntry.Resumption resumption)
            throws IOException {
        Recorder recorder = new Recorder(Optional.of(journal), Optional.of(content));
        for (JournalEntry.Group group : content.groups()) {
            recorder.groups.add(group);
            group.ceilings().forEach(recorder.ceilings::known);
        }
        journal.truncate(content.soundBytes());
        journal.append(resumption);
        return recorder;
    }

    /** From now on samples of cells are kept, too, which may be many. */
    public synchronized void keepSamples() {
        keepsSamples = true;
    }

    /** What was measured before the run went on; empty where it began just now. */
    Optional<JournalContent> before() {
        return before;
    }

    /** What is known of the GPUs before anything is measured. */
    public synchronized void gpus(List<GpuFacts> known) {
        if (!frozen && !known.isEmpty()) {
            append(new JournalEntry.Gpus(known));
        }
    }

    /** The sizes are known. */
    synchronized void sizes(List<Shape> shapes, double left) {
        if (!frozen) {
            append(new JournalEntry.Sizes(shapes, left));
        }
    }

    synchronized void fmaCeiling(Contender contender, Precision precision, double gflops) {
        if (!frozen) {
            ceilings.fma(contender, precision, gflops);
        }
    }

    /** The best until now, in 10⁹ operations a second; empty where nobody could tell. */
    synchronized OptionalDouble fmaCeiling(Contender contender, Precision precision) {
        return ceilings.fma(contender, precision);
    }

    synchronized void bandwidthCeiling(Contender contender, double gigabytesPerSecond) {
        if (!frozen) {
            ceilings.bandwidth(contender, gigabytesPerSecond);
        }
    }

    synchronized void linkCeiling(Contender contender, LinkCeiling link) {
        if (!frozen) {
            ceilings.link(contender, link);
        }
    }

    /**
     * Keeps a group that has come to its end.
     *
     * @return whether it is kept; not after {@link #freeze()}
     */
    synchronized boolean keep(JournalEntry.Group group) {
        if (frozen) {
            return false;
        }
        JournalEntry.Group entry = keepsSamples ? group : group.withoutSamples();
        groups.add(entry); // first: where the journal cannot be written, the result file may be
        append(entry);
        return true;
    }

    private void append(JournalEntry entry) {
        journal.ifPresent(kept -> append(entry, kept));
    }

    private static void append(JournalEntry entry, Journal journal) {
        try {
            journal.append(
                    entry instanceof JournalEntry.Group group && !hasRoom(journal, group)
                            ? group.withoutSamples()
                            : entry);
        } catch (IOException e) {
            throw new JournalLostException(journal, e);
        }
    }

    private static boolean hasRoom(Journal journal, JournalEntry.Group group) throws IOException {
        long samples =
                group.samples().stream().mapToLong(cell -> cell.all().count()).sum();
        return journal.size() + BYTES_OF_SAMPLE * samples <= MOST_BYTES_WITH_SAMPLES;
    }

    /** From now on nothing is added: the run was interrupted, and what is here will be written. */
    public synchronized void freeze() {
        frozen = true;
    }

    /** Whether the run was interrupted. */
    synchronized boolean frozen() {
        return frozen;
    }

    /** The cells of all groups, each with its share of the best ceiling that was measured until now. */
    public List<CellResult> results() {
        return ofGroups(group -> group.cells().stream().map(ceilings::judged).toList());
    }

    /** All samples of the measured cells of all groups, as far as they were to be kept. */
    public List<CellSamples> samples() {
        return ofGroups(JournalEntry.Group::samples);
    }

    public synchronized List<Ceiling> ceilings() {
        return ceilings.all();
    }

    public List<Ladder> ladders() {
        return ofGroups(JournalEntry.Group::ladders);
    }

    public List<Scaling> scalings() {
        return ofGroups(JournalEntry.Group::scaling);
    }

    public List<Speedup> speedups() {
        return ofGroups(JournalEntry.Group::speedups);
    }

    private synchronized <T> List<T> ofGroups(Function<JournalEntry.Group, List<T>> part) {
        return groups.stream().map(part).flatMap(List::stream).toList();
    }

    /** Deletes the journal: the result file holds all of it. */
    public void discardJournal() throws IOException {
        if (journal.isPresent()) {
            journal.get().discard();
        }
    }

    /** The journal stays. */
    @Override
    public void close() throws IOException {
        if (journal.isPresent()) {
            journal.get().close();
        }
    }
}
