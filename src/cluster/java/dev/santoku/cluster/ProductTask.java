package dev.santoku.cluster;

import dev.santoku.matrix.Precision;
import dev.santoku.matrix.file.BlockFolder;
import dev.santoku.matrix.file.StoredMatrix;
import java.io.Serializable;
import java.util.Optional;

/**
 * A product to compute, as it is on its way to nodes.
 *
 * @param a m×k, at the same path on all nodes
 * @param b k×n
 * @param precision both are rounded to that
 * @param backend what computes: {@code backend[@device]}; empty for what is likely the fastest on each node
 * @param grid {@code PxQxR}; empty to have it chosen
 * @param c where C goes
 * @param verify whether blocks that cannot be verified end the product
 * @param executors what is asked of them
 */
record ProductTask(
        StoredMatrix a,
        StoredMatrix b,
        Precision precision,
        String backend,
        String grid,
        Target c,
        boolean verify,
        Wanted executors)
        implements Serializable {
    /**
     * A file, or a folder of blocks.
     *
     * @param output its name; empty for nowhere
     * @param unfinished its name until it is complete, or that of this run's folder in a folder of blocks; empty for nowhere
     */
    record Target(String output, String unfinished) implements Serializable {}

    /**
     * Executors.
     *
     * @param megabytes heap of each; 0 where the cluster says it
     * @param patienceSeconds how long to wait for them
     */
    record Wanted(int megabytes, long patienceSeconds) implements Serializable {}

    /** Whether C is written. */
    boolean kept() {
        return !c.output.isEmpty();
    }

    /** C, if it stays as blocks. */
    Optional<BlockFolder> blocks(Storage storage) {
        return Optional.of(c.output)
                .filter(BlockFolder::is)
                .map(path -> new BlockFolder(path, c.unfinished.substring(path.length() + 1), storage));
    }

    /** Where blocks of C lie, until they are put together if they are. */
    String folder() {
        return BlockFolder.is(c.output) ? c.unfinished : c.unfinished + ".blocks";
    }
}
