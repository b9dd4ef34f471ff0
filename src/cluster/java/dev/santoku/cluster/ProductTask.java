package dev.santoku.cluster;

import dev.santoku.matrix.Precision;
import dev.santoku.matrix.file.StoredMatrix;
import java.io.Serializable;

/**
 * A product to compute, as JSON for the driver and as it is on its way to nodes.
 *
 * @param a m×k, at the same path on all nodes
 * @param b k×n
 * @param precision both are rounded to that
 * @param backend what computes: {@code backend[@device]}; empty for what is likely the fastest on each node
 * @param grid {@code PxQxR}; empty to have it chosen
 * @param output where C goes; empty for nowhere
 * @param unfinished C's name until it is complete; empty for nowhere
 * @param verify whether blocks that cannot be verified end the product
 * @param memoryMegabytes heap of each executor; 0 where the cluster says it
 * @param patienceSeconds how long to wait for nodes
 */
record ProductTask(
        StoredMatrix a,
        StoredMatrix b,
        Precision precision,
        String backend,
        String grid,
        String output,
        String unfinished,
        boolean verify,
        int memoryMegabytes,
        long patienceSeconds)
        implements Serializable {
    /** Where blocks of C lie until they are put together. */
    String folder() {
        return unfinished.isEmpty() ? "" : unfinished + ".blocks";
    }
}
