package dev.santoku.cluster;

import dev.santoku.matrix.Matrix;
import dev.santoku.matrix.file.Block;
import dev.santoku.matrix.file.StoredBlock;
import dev.santoku.plan.Grid;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.Serializable;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.TaskContext;

/** Writes a block of C into a file of this attempt alone: only what the driver hears of counts. */
final class WriteBlock implements Serializable {
    private static final long serialVersionUID = 1;
    private static final int BUFFER = 1 << 20;

    private final ProductTask task;
    private final Grid grid;

    WriteBlock(ProductTask task, Grid grid) {
        this.task = task;
        this.grid = grid;
    }

    /** The block is the number of the partition. */
    Iterator<StoredBlock> one(Matrix c) throws IOException {
        Block block = grid.ofC(TaskContext.getPartitionId() * grid.r());
        String name = "block-%d-%d-%d.npy"
                .formatted(block.row(), block.column(), TaskContext.get().taskAttemptId());
        OutputStream file =
                task.kept() ? new Storage().create(task.folder() + "/" + name) : OutputStream.nullOutputStream();
        try (OutputStream out = new BufferedOutputStream(file, BUFFER)) {
            return List.of(StoredBlock.write(name, block, c, out)).iterator();
        }
    }
}
