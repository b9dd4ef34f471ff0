package dev.santoku.backend.hybrid;

import dev.santoku.backend.Backend;
import dev.santoku.backend.BackendContract;
import dev.santoku.matrix.Shape;
import java.util.List;

/** The contract on the pool and the first OpenCL device together. */
class HybridBackendTest extends BackendContract {
    private final Backend backend = new HybridBackend();

    @Override
    protected Backend backend() {
        return backend;
    }

    /** Tiles have 64 rows or a multiple. */
    @Override
    protected List<Shape> edges() {
        return List.of(
                new Shape(63, 5, 7),
                new Shape(64, 33, 9),
                new Shape(129, 65, 31),
                new Shape(391, 129, 67),
                new Shape(1000, 11, 40));
    }
}
