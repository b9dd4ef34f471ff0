package dev.santoku.matrix.file;

import dev.santoku.files.ProcessMark;
import dev.santoku.files.UnfinishedFiles;
import dev.santoku.matrix.Precision;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;

/**
 * A matrix as a folder of blocks that a run writes. Its files lie in a folder of the run within it. The manifest is written last,
 * at once: only then, the matrix is there, and what it was before is deleted.
 */
public final class BlockFolder {
    private static final String END = ".blocks";
    private static final String RUN = "run-";
    private static final Pattern RUNS = Pattern.compile(RUN + "(?<mark>\\d{1,18}-\\d{1,18})-[0-9a-f]{1,8}");

    private final String path;
    private final String run;
    private final FilePlace place;

    /** Known without the manifest, which cannot be read where Hadoop has closed its file systems, since the process ends. */
    private boolean committed;

    /**
     * One to write.
     *
     * @param path of the folder
     * @param run as of {@link #newRun}
     */
    public BlockFolder(String path, String run, FilePlace place) {
        this.path = path;
        this.run = run;
        this.place = place;
    }

    /** Whether a name is that of a folder of blocks. */
    public static boolean is(String name) {
        return path(name).toLowerCase(Locale.ROOT).endsWith(END);
    }

    /** The name without the slashes that a shell appends. */
    public static String path(String name) {
        return name.replaceAll("(?<=[^/])/+$", "");
    }

    /** The name of a folder in it, which no other run has. */
    public static String newRun() {
        return RUN + ProcessMark.own() + "-"
                + Integer.toHexString(ThreadLocalRandom.current().nextInt());
    }

    /** Where this run writes its blocks. */
    public String blocks() {
        return path + "/" + run;
    }

    /**
     * Makes sure that a folder may be replaced.
     *
     * @throws MatrixFileException when it holds what is no matrix
     */
    public void requireOwn() throws IOException {
        Set<String> replaced = replaced();
        for (String name : place.list(path)) {
            if (!name.startsWith(Manifest.NAME)
                    && !replaced.contains(name)
                    && !RUNS.matcher(name).matches()) {
                throw new MatrixFileException(
                        "that folder holds %s, which is no part of a matrix; name another".formatted(name));
            }
        }
    }

    /** Deletes what runs of this machine left that were killed. */
    public void deleteStale() {
        UnfinishedFiles.deleteStale(Path.of(path), RUNS, replaced());
    }

    /**
     * Writes the manifest. What the folder was before is deleted then.
     *
     * @param written all blocks, whose files lie in {@link #blocks()}; others there are deleted
     * @throws IOException when a block is not there any more, or the manifest cannot be written; the folder is then as it was
     */
    public synchronized void commit(int rows, int columns, Precision precision, List<StoredBlock> written)
            throws IOException {
        List<StoredBlock> blocks = new ArrayList<>();
        Map<String, StoredBlock> missing = new HashMap<>();
        for (StoredBlock block : written) {
            blocks.add(block.in(run));
            missing.put(block.file(), block);
        }
        for (String name : place.list(blocks())) {
            StoredBlock block = missing.remove(name);
            if (block == null) {
                place.clear(blocks() + "/" + name);
            } else if (place.size(blocks() + "/" + name) != block.end(precision.storage())) {
                throw changed(name);
            }
        }
        for (String name : missing.keySet()) {
            throw changed(name);
        }
        Set<String> replaced = replaced();
        place.write(
                path + "/" + Manifest.NAME,
                Manifest.of(rows, columns, precision, blocks).toJson());
        committed = true;
        replaced.removeAll(Set.of(run, Manifest.NAME)); // whatever the older one names
        replaced.forEach(name -> place.clear(path + "/" + name));
    }

    private IOException changed(String name) {
        return new IOException("%s/%s is not what was written into it".formatted(run, name));
    }

    /** What of the folder goes with the manifest that is there. */
    private Set<String> replaced() {
        Set<String> names = new TreeSet<>();
        try {
            for (StoredBlock block : Manifest.read(path, place).blocks()) {
                if (block.isInFolder()) {
                    names.add(block.file().replaceFirst("/.*", ""));
                }
            }
        } catch (IOException e) {
            // there is none
        }
        return names;
    }

    /** Deletes what a run wrote that did not come to its end, and the folder if nothing else is in it. */
    public synchronized void clear() {
        if (committed || replaced().contains(run)) {
            return;
        }
        place.clear(blocks());
        try {
            if (place.list(path).isEmpty()) {
                place.clear(path);
            }
        } catch (IOException e) {
            // it stays
        }
    }
}
