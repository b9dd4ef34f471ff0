package dev.santoku.cluster;

import dev.santoku.backend.WrongProductException;
import dev.santoku.matrix.Inputs;
import dev.santoku.matrix.Matrix;
import dev.santoku.matrix.file.Block;
import dev.santoku.matrix.file.Piece;
import dev.santoku.plan.Grid;
import dev.santoku.worker.BlockVerification;
import java.io.IOException;
import java.io.Serializable;
import java.util.Iterator;
import org.apache.spark.SparkEnv;
import org.apache.spark.TaskContext;
import org.apache.spark.util.CollectionAccumulator;
import scala.Tuple2;

/** The task of a cuboid: puts its blocks of A and B together as their pieces come, multiplies and verifies. */
final class Multiply implements Serializable {
    private static final long serialVersionUID = 1;

    private static final long LARGE_BYTES = 256L << 20;

    private final ProductTask task;
    private final Grid grid;
    private final NodeMultiplier.Wish wish;
    private final CollectionAccumulator<CuboidDone> done;

    Multiply(ProductTask task, Grid grid, NodeMultiplier.Wish wish, CollectionAccumulator<CuboidDone> done) {
        this.task = task;
        this.grid = grid;
        this.wish = wish;
        this.done = done;
    }

    /** The cuboid is the number of the partition. */
    Matrix product(Iterator<Tuple2<Integer, byte[]>> pieces) throws IOException {
        int cuboid = TaskContext.getPartitionId();
        makeRoom();
        Matrix a = zeros(grid.ofA(cuboid));
        Matrix b = zeros(grid.ofB(cuboid));
        long missing = (long) a.rows() * a.columns() + (long) b.rows() * b.columns();
        while (pieces.hasNext()) {
            Piece piece = new Piece(pieces.next()._2());
            missing -= piece.into(piece.tag() == Send.OF_A ? a : b);
        }
        if (missing != 0) {
            throw new IOException("of the factors of a block %d elements are missing".formatted(missing));
        }
        long start = System.nanoTime();
        NodeMultiplier multiplier = NodeMultiplier.of(wish);
        Matrix c = multiplier.multiply(a, b);
        BlockVerification.Verdict verdict = new BlockVerification().judge(new Inputs(a, b), c);
        String executor = SparkEnv.get().executorId();
        if (verdict.state() == BlockVerification.State.WRONG) {
            throw new WrongProductException("a wrong product by %s: %s".formatted(multiplier.name(), verdict.words()));
        }
        double seconds = (System.nanoTime() - start) / 1e9;
        done.add(new CuboidDone(cuboid, executor, multiplier.name(), seconds, verdict.words()));
        return c;
    }

    /** Lets large blocks lie where those of earlier products did: to get memory of the system anew is slow. */
    private void makeRoom() {
        if (grid.elementsOfTask() * task.precision().bytes() >= LARGE_BYTES) {
            System.gc();
        }
    }

    private Matrix zeros(Block block) {
        return Matrix.zeros(task.precision(), block.rows(), block.columns());
    }
}
