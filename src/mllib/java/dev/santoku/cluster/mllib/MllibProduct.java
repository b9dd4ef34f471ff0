package dev.santoku.cluster.mllib;

import dev.santoku.backend.AbstractProduct;
import dev.santoku.cluster.Engine;
import dev.santoku.matrix.DoubleMatrix;
import dev.santoku.matrix.Matrix;
import dev.santoku.matrix.Precision;
import dev.santoku.matrix.Shape;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.mllib.linalg.Matrices;
import org.apache.spark.mllib.linalg.distributed.BlockMatrix;
import org.apache.spark.storage.StorageLevel;
import scala.Tuple2;

/** One product by MLlib. A, B and C lie in the memory of executors, as blocks. */
final class MllibProduct extends AbstractProduct {
    private final Engine engine;
    private final int splits;
    private final String device;
    private final BlockMatrix a;
    private final BlockMatrix b;
    private final DoubleMatrix c;
    private BlockMatrix product;

    /**
     * Uploads A and B.
     *
     * @param a m×k
     * @param b k×n
     */
    MllibProduct(Shape shape, Engine engine, MllibMultiplier.Blocks cut, Matrix a, Matrix b, String device) {
        super(shape);
        this.engine = engine;
        this.splits = cut.splits();
        this.device = device;
        this.a = distributed((DoubleMatrix) a, cut.side());
        this.b = distributed((DoubleMatrix) b, cut.side());
        c = (DoubleMatrix) Matrix.zeros(Precision.F64, shape.m(), shape.n());
    }

    private BlockMatrix distributed(DoubleMatrix matrix, int side) {
        List<Tuple2<Tuple2<Object, Object>, org.apache.spark.mllib.linalg.Matrix>> blocks = new ArrayList<>();
        for (int row = 0; row < matrix.rows(); row += side) {
            for (int column = 0; column < matrix.columns(); column += side) {
                blocks.add(Tuple2.apply(Tuple2.apply(row / side, column / side), block(matrix, row, column, side)));
            }
        }
        JavaRDD<Tuple2<Tuple2<Object, Object>, org.apache.spark.mllib.linalg.Matrix>> spread =
                engine.spark().parallelize(blocks, engine.slots()).persist(StorageLevel.MEMORY_ONLY());
        spread.rdd().localCheckpoint(); // else each job sends them anew
        engine.explained(spread::count);
        return new BlockMatrix(spread.rdd(), side, side, matrix.rows(), matrix.columns());
    }

    /** Column by column, as MLlib's own have it. */
    private static org.apache.spark.mllib.linalg.Matrix block(DoubleMatrix matrix, int row, int column, int side) {
        int rows = Math.min(side, matrix.rows() - row);
        int columns = Math.min(side, matrix.columns() - column);
        double[] elements = new double[rows * columns];
        for (int i = 0; i < rows; i++) {
            int from = (row + i) * matrix.columns() + column;
            for (int j = 0; j < columns; j++) {
                elements[j * rows + i] = matrix.elements()[from + j];
            }
        }
        return Matrices.dense(rows, columns, elements);
    }

    @Override
    protected void run() {
        forget();
        engine.compute(() -> {
            product = a.multiply(b, splits);
            product.blocks().persist(StorageLevel.MEMORY_ONLY());
            product.blocks().count();
        });
    }

    @Override
    protected Matrix download() {
        if (product != null) {
            engine.explained(product.blocks().toJavaRDD()::collect)
                    .forEach(block -> paste(
                            block._2(),
                            (int) block._1()._1() * product.rowsPerBlock(),
                            (int) block._1()._2() * product.colsPerBlock()));
        }
        return c;
    }

    private void paste(org.apache.spark.mllib.linalg.Matrix block, int row, int column) {
        double[] elements = block.toArray(); // column by column
        for (int i = 0; i < block.numRows(); i++) {
            int to = (row + i) * c.columns() + column;
            for (int j = 0; j < block.numCols(); j++) {
                c.elements()[to + j] = elements[j * block.numRows() + i];
            }
        }
    }

    @Override
    protected void fillWithNaN() {
        forget();
        c.fill(Double.NaN);
    }

    private void forget() {
        if (product != null) {
            product.blocks().unpersist(true);
            product = null;
        }
    }

    @Override
    protected String executedOn() {
        return device;
    }

    @Override
    protected void release() {
        forget();
        a.blocks().unpersist(false);
        b.blocks().unpersist(false);
    }
}
