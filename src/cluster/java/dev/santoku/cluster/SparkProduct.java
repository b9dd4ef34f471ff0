package dev.santoku.cluster;

import dev.santoku.backend.AbstractProduct;
import dev.santoku.backend.BackendException;
import dev.santoku.matrix.Matrix;
import dev.santoku.matrix.Shape;
import dev.santoku.matrix.Window;
import dev.santoku.matrix.file.Block;
import dev.santoku.matrix.file.Piece;
import dev.santoku.plan.Grid;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.storage.StorageLevel;
import org.apache.spark.util.CollectionAccumulator;
import scala.Tuple2;

/** One product on Spark. A, B and C lie in the memory of executors: A and B as pieces, C as blocks. */
final class SparkProduct extends AbstractProduct {
    private static final int PIECES_OF_TASK = 16;

    private final Engine engine;
    private final ProductTask task;
    private final Grid grid;
    private final NodeMultiplier.Wish wish;
    private final String device;
    private final CollectionAccumulator<CuboidDone> done;
    private final List<JavaRDD<Tuple2<Cut, byte[]>>> factors = new ArrayList<>();
    private JavaRDD<Matrix> blocks;
    private Matrix c;

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
        done = engine.spark().sc().collectionAccumulator("cuboids");
        List<Cut> cuts = Cut.of(grid, task.precision().bytes());
        int atOnce = PIECES_OF_TASK * engine.slots();
        for (int from = 0; from < cuts.size(); from += atOnce) {
            factors.add(sent(cuts.subList(from, Math.min(cuts.size(), from + atOnce)), a, b));
        }
    }

    /** Some pieces in the memory of executors. In this process there are never more of them. */
    private JavaRDD<Tuple2<Cut, byte[]>> sent(List<Cut> cuts, Matrix a, Matrix b) {
        List<Tuple2<Cut, byte[]>> pieces = cuts.stream()
                .map(cut -> Tuple2.apply(
                        cut,
                        Piece.of(
                                cut.ofB() ? Send.OF_B : Send.OF_A,
                                cut.row(),
                                window(cut.ofB() ? b : a, cut.rows()).copy())))
                .toList();
        JavaRDD<Tuple2<Cut, byte[]>> there = engine.spark()
                .parallelize(pieces, Math.min(pieces.size(), engine.slots()))
                .map(piece -> piece) // what holds them here can go then
                .persist(StorageLevel.MEMORY_ONLY());
        there.rdd().localCheckpoint(); // else each job sends them anew
        engine.explained(there::count);
        return there;
    }

    @Override
    protected void run() {
        forget();
        engine.compute(() -> {
            blocks = product().persist(StorageLevel.MEMORY_ONLY());
            blocks.count();
        });
        blocks.rdd().cleanShuffleDependencies(false); // else Spark keeps all that was ever sent
    }

    private JavaRDD<Matrix> product() {
        Multiply multiply = new Multiply(task, grid, wish, done);
        @SuppressWarnings("unchecked")
        JavaRDD<Tuple2<Cut, byte[]>> all = engine.spark().union(factors.toArray(JavaRDD[]::new));
        JavaPairRDD<Integer, byte[]> sent = PieceShuffle.of(
                all.flatMapToPair(piece -> piece._1().cuboids().stream()
                        .map(cuboid -> Tuple2.apply(cuboid, piece._2()))
                        .iterator()),
                Math.toIntExact(grid.cuboids()));
        if (grid.r() == 1) {
            return sent.mapPartitions(
                    pieces -> List.of(multiply.product(pieces)).iterator());
        }
        Sum sum = new Sum(task, grid);
        return PieceShuffle.of(
                        sent.mapPartitionsToPair(
                                pieces -> sum.parts(multiply.product(pieces)).iterator()),
                        grid.p() * grid.q())
                .mapPartitions(parts -> List.of(sum.add(parts)).iterator());
    }

    @Override
    protected Matrix download() {
        if (c == null) {
            c = Matrix.zeros(task.precision().storage(), shape().m(), shape().n());
        }
        if (blocks == null) {
            return c;
        }
        Grid cut = grid; // the field would bring this product along
        engine.explained(() -> {
            blocks.mapPartitionsWithIndex((number, own) -> pieces(cut, number, own.next()), true)
                    .toLocalIterator()
                    .forEachRemaining(piece -> {
                        Block place = piece._1();
                        Matrix rows = Matrix.zeros(c.precision(), place.rows(), place.columns());
                        arrived(piece._2()).into(rows);
                        window(c, place).paste(Window.of(rows));
                    });
            return null;
        });
        return c;
    }

    private static Piece arrived(byte[] bytes) {
        try {
            return new Piece(bytes);
        } catch (IOException e) {
            throw new BackendException(e.getMessage(), e);
        }
    }

    private static Window window(Matrix matrix, Block block) {
        return new Window(matrix, block.row(), block.column(), block.rows(), block.columns());
    }

    private static Iterator<Tuple2<Block, byte[]>> pieces(Grid grid, int number, Matrix block) {
        Block place = grid.ofC(number * grid.r());
        return Piece.cut(place, block.precision().bytes()).stream()
                .map(rows ->
                        Tuple2.apply(rows, Piece.of(number, 0, block.slice(rows.row() - place.row(), rows.rows()))))
                .iterator();
    }

    @Override
    protected void fillWithNaN() {
        forget();
        download().fill(Double.NaN);
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
        factors.forEach(pieces -> pieces.unpersist(false));
    }
}
