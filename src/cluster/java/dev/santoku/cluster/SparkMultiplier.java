package dev.santoku.cluster;

import dev.santoku.backend.AbstractMultiplier;
import dev.santoku.backend.AbstractProduct;
import dev.santoku.backend.BackendException;
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
import java.util.OptionalDouble;

/** Products over the executors of a cluster, cut as {@code multiply --master} cuts them. */
final class SparkMultiplier extends AbstractMultiplier {
    private final Engine engine;
    private final Map<Precision, Double> flopsPerSecond = new EnumMap<>(Precision.class);
    private OptionalDouble bytesPerSecond = OptionalDouble.empty();
    private boolean probed;

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
        double factors = (double) precision.bytes() * shape.k() * ((double) shape.m() + shape.n());
        Team team = engine.team().holding(factors);
        DistributedProduct plan = new DistributedProduct(engine.spark(), task, team);
        try {
            NodeMultiplier.Wish wish = plan.wish();
            if (!probed && plan.isWorthMeasuring()) {
                probed = true; // also where it fails: that takes long, and would again
                bytesPerSecond = plan.bytesPerSecond();
            }
            DistributedProduct.Rates rates = plan.rates(
                    flopsPerSecond.computeIfAbsent(precision, unknown -> plan.flopsPerSecond(wish)), bytesPerSecond);
            Grid grid = plan.grid(rates);
            engine.costs().begin(shape, precision, least(shape, grid, precision), plan.prediction(grid, rates));
            return new SparkProduct(shape, engine, task, grid, wish, a, b, device().name());
        } catch (ProductFailure e) {
            throw new UnsupportedProductException(e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BackendException("interrupted", e);
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
