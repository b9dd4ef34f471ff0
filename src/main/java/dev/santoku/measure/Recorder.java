package dev.santoku.measure;

import dev.santoku.backend.LinkCeiling;
import dev.santoku.matrix.Precision;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/**
 * Keeps finished cells: in memory, and at once in the journal, a file of JSON lines, the run's facts first. What is in
 * the journal survives Ctrl-C and a power cut; it is deleted when the result file holds the same.
 */
public final class Recorder implements AutoCloseable {
    private final Path journal;
    private final FileChannel channel;
    private final List<CellResult> results = new ArrayList<>();
    private final List<Speedup> speedups = new ArrayList<>();
    private final List<Ladder> ladders = new ArrayList<>();
    private final List<Scaling> scalings = new ArrayList<>();
    private final Ceilings ceilings = new Ceilings();
    private boolean frozen;

    private Recorder(Path journal, FileChannel channel) {
        this.journal = journal;
        this.channel = channel;
    }

    /**
     * Opens a new journal.
     *
     * @param journal must not exist
     * @throws IOException when it cannot be written
     */
    public static Recorder open(Path journal, RunFacts run) throws IOException {
        FileChannel channel = FileChannel.open(journal, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        Recorder recorder = new Recorder(journal, channel);
        recorder.append(run);
        return recorder;
    }

    /** Keeps a cell; nothing after {@link #freeze()}. */
    synchronized boolean add(CellResult result) {
        if (frozen) {
            return false;
        }
        results.add(result);
        append(ceilings.judged(result));
        return true;
    }

    synchronized void add(List<Speedup> more) {
        if (!frozen) {
            speedups.addAll(more);
        }
    }

    synchronized void add(Ladder ladder) {
        if (!frozen) {
            ladders.add(ladder);
        }
    }

    synchronized void add(Scaling scaling) {
        if (!frozen) {
            scalings.add(scaling);
        }
    }

    synchronized void fmaCeiling(Contender contender, Precision precision, double gflops) {
        if (!frozen) {
            ceilings.fma(contender, precision, gflops);
        }
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

    private void append(Object line) {
        try {
            channel.write(StandardCharsets.UTF_8.encode(Json.mapper().writeValueAsString(line) + "\n"));
            channel.force(false);
        } catch (IOException e) {
            throw new UncheckedIOException("the journal " + journal + " cannot be written: " + e.getMessage(), e);
        }
    }

    /** From now on nothing is added: the run was interrupted, and what is here will be written. */
    public synchronized void freeze() {
        frozen = true;
    }

    /** Whether the run was interrupted. */
    synchronized boolean frozen() {
        return frozen;
    }

    /** The cells, each with its share of the best ceiling that was measured until now. */
    public synchronized List<CellResult> results() {
        return results.stream().map(ceilings::judged).toList();
    }

    public synchronized List<Ceiling> ceilings() {
        return ceilings.all();
    }

    public synchronized List<Ladder> ladders() {
        return List.copyOf(ladders);
    }

    public synchronized List<Scaling> scalings() {
        return List.copyOf(scalings);
    }

    public synchronized List<Speedup> speedups() {
        return List.copyOf(speedups);
    }

    /** Deletes the journal: the result file holds all of it. */
    public void discardJournal() throws IOException {
        close();
        Files.deleteIfExists(journal);
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
