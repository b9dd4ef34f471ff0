package dev.santoku.cluster;

import dev.santoku.backend.Backend;
import dev.santoku.backend.BackendContract;
import dev.santoku.matrix.Shape;
import java.util.List;

/** What every back end promises, of {@code spark}. */
class SparkContractTest extends BackendContract {
    @Override
    protected Backend backend() {
        return LocalSpark.backend();
    }

    @Override
    protected List<Shape> edges() {
        return List.of(new Shape(151, 7, 149), new Shape(7, 151, 1009), new Shape(3, 2, 9001));
    }
}
