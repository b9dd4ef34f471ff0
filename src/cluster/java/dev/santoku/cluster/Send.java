package dev.santoku.cluster;

import dev.santoku.matrix.Matrix;
import dev.santoku.matrix.file.Piece;
import dev.santoku.matrix.file.StoredMatrix;
import java.io.IOException;
import java.io.Serializable;
import java.util.Iterator;
import org.apache.spark.api.java.function.PairFlatMapFunction;
import scala.Tuple2;

/** Reads rows of A or B once, and sends them to all cuboids that need them. */
final class Send implements PairFlatMapFunction<Cut, Integer, byte[]>, Serializable {
    private static final long serialVersionUID = 1;

    /** Tags of pieces. */
    static final int OF_A = 0;

    static final int OF_B = 1;

    private final ProductTask task;

    Send(ProductTask task) {
        this.task = task;
    }

    @Override
    public Iterator<Tuple2<Integer, byte[]>> call(Cut cut) throws IOException {
        byte[] piece = Piece.of(cut.ofB() ? OF_B : OF_A, cut.row(), read(cut.ofB() ? task.b() : task.a(), cut));
        return cut.cuboids().stream().map(cuboid -> Tuple2.apply(cuboid, piece)).iterator();
    }

    private Matrix read(StoredMatrix matrix, Cut cut) throws IOException {
        return matrix.path() == null // Hadoop's settings take longer to read than a piece to draw
                ? matrix.read(cut.rows(), task.precision())
                : matrix.read(cut.rows(), task.precision(), new Storage());
    }
}
