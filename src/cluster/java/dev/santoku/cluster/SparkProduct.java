package dev.santoku.cluster;

import dev.santoku.backend.AbstractProduct;
import dev.santoku.matrix.Matrix;
import dev.santoku.matrix.Shape;
import dev.santoku.matrix.Window;
import dev.santoku.matrix.file.Block;
import dev.santoku.matrix.file.Piece;
import dev.santoku.plan.Grid;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.storage.StorageLevel;
import org.apache.spark.util.CollectionAccumulator;
import scala.Tuple2;

/** One product on Spark. A, B and C lie in the memory of executors: A and B as pieces, C as blocks. */
final class SparkProduct extends AbstractProduct {
    private static final int PIECES_OF_TASK = 4;

    private final Engine engine;
    private final ProductTask task;
    private final Grid grid;
    private final NodeMultiplier.Wish wish;
    private final Matrix c;
    private final String device;
    private final CollectionAccumulator<CuboidDone> done;
    private final JavaRDD<Tuple2<Cut, byte[]>> factors;
    private JavaRDD<Matrix> blocks;

    /**
     * Uploads A and B.
     *
     * @param task without files
     * @param a m×k
     * @param b k×n
     */
    SparkProduct(
            Shape shape,
            Engine engine,
            ProductTask task,
            Grid grid,
            NodeMultiplier.Wish wish,
            Matrix a,
            Matrix b,
            String device) {
        super(shape);
        this.engine = engine;
        this.task = task;
        this.grid = grid;
        this.wish = wish;
        this.device = device;
        c = Matrix.zeros(task.precision().storage(), shape.m(), shape.n());
        done = engine.spark().sc().collectionAccumulator("cuboids");
        List<Tuple2<Cut, byte[]>> pieces = new ArrayList<>();
        for (Cut cut : Cut.of(grid, task.precision().bytes())) {
            Matrix rows = window(cut.ofB() ? b : a, cut.rows()).copy();
            pieces.add(Tuple2.apply(cut, Piece.of(cut.ofB() ? Send.OF_B : Send.OF_A, cut.row(), rows)));
        }
        int slices = Math.max(Math.min(pieces.size(), engine.slots()), pieces.size() / PIECES_OF_TASK);
        factors = engine.spark().parallelize(pieces, slices).persist(StorageLevel.MEMORY_ONLY());
        factors.rdd().localCheckpoint(); // else each job sends them anew
        engine.explained(factors::count);
    }

    @Override
    protected void run() {
        forget();
        engine.compute(() -> {
            blocks = product().persist(StorageLevel.MEMORY_ONLY());
            blocks.count();
        });
    }

    private JavaRDD<Matrix> product() {
        Multiply multiply = new Multiply(task, grid, wish, done);
        JavaPairRDD<Integer, byte[]> sent = factors.flatMapToPair(piece -> piece._1().cuboids().stream()
                        .map(cuboid -> Tuple2.apply(cuboid, piece._2()))
                        .iterator())
                .partitionBy(new ByNumber(Math.toIntExact(grid.cuboids())));
        if (grid.r() == 1) {
            return sent.mapPartitions(
                    pieces -> List.of(multiply.product(pieces)).iterator());
        }
        Sum sum = new Sum(task, grid);
        return sent.mapPartitionsToPair(
                        pieces -> sum.parts(multiply.product(pieces)).iterator())
                .partitionBy(new ByNumber(grid.p() * grid.q()))
                .mapPartitions(parts -> List.of(sum.add(parts)).iterator());
    }

    @Override
    protected Matrix download() {
        if (blocks == null) {
            return c;
        }
        Map<Integer, Matrix> whole = new TreeMap<>();
        for (Tuple2<Integer, byte[]> numbered :
                engine.explained(blocks.mapPartitionsWithIndex(SparkProduct::pieces, true)::collect)) {
            Block block = grid.ofC(numbered._1() * grid.r());
            new Piece(numbered._2())
                    .into(whole.computeIfAbsent(
                            numbered._1(), number -> Matrix.zeros(c.precision(), block.rows(), block.columns())));
        }
        whole.forEach((number, block) -> window(c, grid.ofC(number * grid.r())).paste(Window.of(block)));
        return c;
    }

    private static Window window(Matrix matrix, Block block) {
        return new Window(matrix, block.row(), block.column(), block.rows(), block.columns());
    }

    private static Iterator<Tuple2<Integer, byte[]>> pieces(Integer number, Iterator<Matrix> blocks) {
        Matrix c = blocks.next();
        return Piece.cut(new Block(0, c.rows(), 0, c.columns()), c.precision().bytes()).stream()
                .map(rows -> Tuple2.apply(number, Piece.of(number, rows.row(), c.slice(rows.row(), rows.rows()))))
                .iterator();
    }

    @Override
    protected void fillWithNaN() {
        forget();
        c.fill(Double.NaN);
    }

    private void forget() {
        if (blocks != null) {
            blocks.unpersist(true);
            blocks = null;
        }
    }

    @Override
    protected String executedOn() {
        return device;
    }

    @Override
    protected void release() {
        forget();
        factors.unpersist(false);
    }
}
