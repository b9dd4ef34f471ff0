package dev.santoku.backend.cpu.vector;

import dev.santoku.backend.cpu.kernel.Packing;
import dev.santoku.backend.cpu.kernel.PackingContract;

class VectorPackingTest extends PackingContract {
    @Override
    protected Packing<float[]> floats() {
        return new FloatPacking();
    }

    @Override
    protected Packing<double[]> doubles() {
        return new DoublePacking();
    }
}
