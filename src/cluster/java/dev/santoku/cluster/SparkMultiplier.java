package dev.santoku.cluster;

import dev.santoku.backend.AbstractMultiplier;
import dev.santoku.backend.AbstractProduct;
import dev.santoku.backend.BatchProduct;
import dev.santoku.backend.ClusterCost;
import dev.santoku.backend.Device;
import dev.santoku.backend.UnsupportedProductException;
import dev.santoku.matrix.Matrix;
import dev.santoku.matrix.Precision;
import dev.santoku.matrix.Shape;
import dev.santoku.matrix.file.StoredMatrix;
import dev.santoku.plan.CommunicationBound;
import dev.santoku.plan.Grid;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/** Products over the executors of a cluster, cut as {@code multiply --master} cuts them. */
final class SparkMultiplier extends AbstractMultiplier {
    private final Engine engine;
    private final Map<Precision, Double> rates = new EnumMap<>(Precision.class);

    /** @param engine closed with this multiplier */
    SparkMultiplier(Device device, Engine engine) {
        super(device.named("%s, %s".formatted(device.name(), engine.name())));
        this.engine = engine;
    }

    @Override
    protected AbstractProduct upload(Shape shape, Matrix a, Matrix b) {
        return BatchProduct.oneByOne(shape, a, b, this::one);
    }

    private AbstractProduct one(Shape shape, Matrix a, Matrix b) {
        Precision precision = a.precision();
        ProductTask task = new ProductTask(
                StoredMatrix.random(shape.m(), shape.k(), precision, 0),
                StoredMatrix.random(shape.k(), shape.n(), precision, 0),
                precision,
                "",
                "",
                new ProductTask.Target("", ""),
                true,
                new ProductTask.Wanted(0, 0));
        DistributedProduct plan = new DistributedProduct(engine.spark(), task, engine.team());
        try {
            NodeMultiplier.Wish wish = plan.wish();
            double rate = rates.computeIfAbsent(precision, unknown -> plan.rate(wish));
            Grid grid = plan.grid(rate);
            engine.costs().begin(shape, precision, least(shape, grid, precision), plan.prediction(grid, rate));
            return new SparkProduct(shape, engine, task, grid, wish, a, b, device().name());
        } catch (ProductFailure e) {
            throw new UnsupportedProductException(e.getMessage());
        }
    }

    private double least(Shape shape, Grid grid, Precision precision) {
        return precision.bytes()
                * CommunicationBound.elements(
                        shape.m(), shape.n(), shape.k(), engine.slots(), (double) grid.elementsOfTask());
    }

    @Override
    public Optional<ClusterCost> clusterCost() {
        return engine.costs().mean(engine.spark(), engine.slots());
    }

    @Override
    protected void release() {
        engine.close();
    }
}
