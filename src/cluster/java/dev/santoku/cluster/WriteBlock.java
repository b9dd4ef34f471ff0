package dev.santoku.cluster;

import dev.santoku.matrix.Matrix;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.Serializable;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.TaskContext;

/** Writes a block of C into a file of this attempt alone: only what the driver hears of counts. */
final class WriteBlock implements Serializable {
    private static final long serialVersionUID = 1;
    private static final int BUFFER = 1 << 20;

    private final ProductTask task;

    WriteBlock(ProductTask task) {
        this.task = task;
    }

    /** The block is the number of the partition. */
    Iterator<BlockDone> one(Matrix c) throws IOException {
        return List.of(write(TaskContext.getPartitionId(), c)).iterator();
    }

    private BlockDone write(int block, Matrix c) throws IOException {
        String file = !task.kept()
                ? ""
                : "%s/block-%d-%d"
                        .formatted(task.folder(), block, TaskContext.get().taskAttemptId());
        MessageDigest digest = sha256();
        try (OutputStream out = new DigestOutputStream(
                new BufferedOutputStream(
                        file.isEmpty() ? OutputStream.nullOutputStream() : new Storage().create(file), BUFFER),
                digest)) {
            Elements.write(c, out);
        }
        return new BlockDone(block, file, HexFormat.of().formatHex(digest.digest()));
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java platform has SHA-256", e);
        }
    }
}
