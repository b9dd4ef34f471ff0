package dev.santoku.backend.aparapi;

import dev.santoku.backend.Backend;
import dev.santoku.backend.BackendContract;
import dev.santoku.matrix.Shape;
import java.util.List;

/** The contract on the first OpenCL device, with shapes about the kernels' tiles, panels and blocks. */
class AparapiBackendTest extends BackendContract {
    private final Backend backend = new AparapiBackend();

    @Override
    protected Backend backend() {
        return backend;
    }

    @Override
    protected List<Shape> edges() {
        return List.of(
                new Shape(3, 11, 255),
                new Shape(4, 12, 256),
                new Shape(5, 13, 257),
                new Shape(15, 17, 16),
                new Shape(127, 23, 511),
                new Shape(128, 24, 512),
                new Shape(129, 25, 513),
                new Shape(257, 49, 7));
    }
}
