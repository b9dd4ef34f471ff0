package dev.santoku.cluster.mllib;

import dev.santoku.backend.AbstractMultiplier;
import dev.santoku.backend.AbstractProduct;
import dev.santoku.backend.BatchProduct;
import dev.santoku.backend.ClusterCost;
import dev.santoku.backend.Device;
import dev.santoku.backend.UnsupportedProductException;
import dev.santoku.cluster.Engine;
import dev.santoku.matrix.Matrix;
import dev.santoku.matrix.Precision;
import dev.santoku.matrix.Shape;
import dev.santoku.plan.CommunicationBound;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.spark.mllib.linalg.BLAS$;

/** Products by MLlib on the executors of a cluster. Its device's name tells what multiplies blocks there. */
final class MllibMultiplier extends AbstractMultiplier {
    private final Engine engine;
    private final int side;
    private final int splits;

    /**
     * Asks the executors for their BLAS.
     *
     * @param engine closed with this multiplier
     * @param side of blocks
     * @param splits parts of the inner side
     */
    MllibMultiplier(Device device, Engine engine, int side, int splits) {
        super(device.named("%s, MLlib on %s, %s".formatted(device.name(), engine.name(), blas(engine))));
        this.engine = engine;
        this.side = side;
        this.splits = splits;
    }

    /** Such as {@code JNIBLAS (OpenBLAS)}: netlib's class that has the native library, or one in Java. */
    private static String blas(Engine engine) {
        return engine
                .spark()
                .parallelize(IntStream.range(0, 2 * engine.slots()).boxed().toList(), 2 * engine.slots())
                .map(i -> {
                    String name = BLAS$.MODULE$.nativeBLAS().getClass().getSimpleName();
                    String library = System.getProperty("dev.ludovic.netlib.blas.nativeLibPath", "");
                    return name.equals("JNIBLAS") && library.contains("openblas") ? name + " (OpenBLAS)" : name;
                })
                .distinct()
                .collect()
                .stream()
                .sorted()
                .collect(Collectors.joining(" and "));
    }

    @Override
    protected AbstractProduct upload(Shape shape, Matrix a, Matrix b) {
        if (a.precision() != Precision.F64) {
            throw new UnsupportedProductException("MLlib's BlockMatrix computes in f64 only");
        }
        return BatchProduct.oneByOne(shape, a, b, this::one);
    }

    private AbstractProduct one(Shape shape, Matrix a, Matrix b) {
        double memory = Double.POSITIVE_INFINITY; // what it takes, it does not say
        double least =
                Double.BYTES * CommunicationBound.elements(shape.m(), shape.n(), shape.k(), engine.slots(), memory);
        engine.costs().begin(shape, Precision.F64, least, null);
        return new MllibProduct(shape, engine, new Blocks(side, splits), a, b, device().name());
    }

    @Override
    public Optional<ClusterCost> clusterCost() {
        return engine.costs().mean(engine.spark(), engine.slots());
    }

    @Override
    protected void release() {
        engine.close();
    }

    /**
     * How it cuts.
     *
     * @param side of blocks, at most
     * @param splits parts of the inner side
     */
    record Blocks(int side, int splits) {}
}
