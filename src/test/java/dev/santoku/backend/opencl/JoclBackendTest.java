package dev.santoku.backend.opencl;

import dev.santoku.backend.Backend;
import dev.santoku.backend.BackendContract;
import dev.santoku.backend.Variant;
import dev.santoku.matrix.Shape;
import java.util.List;

class JoclBackendTest extends BackendContract {
    private final Backend backend = new JoclBackend();

    @Override
    protected Backend backend() {
        return backend;
    }

    @Override
    protected boolean opens(Variant variant) {
        return backend.probe().obstacle(variant.id()).isEmpty();
    }

    @Override
    protected List<Shape> edges() {
        return List.of(
                new Shape(23, 63, 127),
                new Shape(24, 64, 128),
                new Shape(25, 65, 129),
                new Shape(48, 128, 256),
                new Shape(127, 129, 64),
                new Shape(130, 132, 20),
                new Shape(391, 389, 67));
    }
}
