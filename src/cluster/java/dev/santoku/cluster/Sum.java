package dev.santoku.cluster;

import dev.santoku.matrix.Matrix;
import dev.santoku.matrix.file.Block;
import dev.santoku.matrix.file.Piece;
import dev.santoku.plan.Grid;
import java.io.IOException;
import java.io.Serializable;
import java.util.Iterator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.spark.TaskContext;
import scala.Tuple2;

/** Adds up the parts of a block of C, always in the order of the inner side, whichever comes first. */
final class Sum implements Serializable {
    private static final long serialVersionUID = 1;

    private final ProductTask task;
    private final Grid grid;

    Sum(ProductTask task, Grid grid) {
        this.task = task;
        this.grid = grid;
    }

    /** A part on its way to where it is added. */
    Stream<Tuple2<Integer, byte[]>> parts(Matrix c) {
        int cuboid = TaskContext.getPartitionId();
        Block whole = new Block(0, c.rows(), 0, c.columns());
        return Piece.cut(whole, c.precision().bytes()).stream()
                .map(rows -> Tuple2.apply(
                        cuboid / grid.r(), Piece.of(cuboid % grid.r(), rows.row(), c.slice(rows.row(), rows.rows()))));
    }

    /** The block is the number of the partition. */
    Matrix add(Iterator<Tuple2<Integer, byte[]>> pieces) throws IOException {
        Block block = grid.ofC(TaskContext.getPartitionId() * grid.r());
        Matrix[] parts = IntStream.range(0, grid.r())
                .mapToObj(depth -> Matrix.zeros(task.precision().storage(), block.rows(), block.columns()))
                .toArray(Matrix[]::new);
        long missing = (long) block.rows() * block.columns() * grid.r();
        while (pieces.hasNext()) {
            Piece piece = new Piece(pieces.next()._2());
            missing -= piece.into(parts[piece.tag()]);
        }
        if (missing != 0) {
            throw new IOException("of the parts of a block %d elements are missing".formatted(missing));
        }
        for (int depth = 1; depth < parts.length; depth++) {
            Elements.add(parts[0], parts[depth]);
        }
        return parts[0];
    }
}
