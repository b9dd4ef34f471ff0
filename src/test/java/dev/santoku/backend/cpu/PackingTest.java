package dev.santoku.backend.cpu;

class PackingTest extends PackingContract {
    @Override
    protected Packing<float[]> floats() {
        return new PlainPacking<>();
    }

    @Override
    protected Packing<double[]> doubles() {
        return new PlainPacking<>();
    }
}
