package dev.santoku.backend.cpu.kernel;

class PackingTest extends PackingContract {
    @Override
    protected Packing<float[]> floats() {
        return new PlainPacking<>(MicroKernel.SLICE_BYTES / Float.BYTES);
    }

    @Override
    protected Packing<double[]> doubles() {
        return new PlainPacking<>(MicroKernel.SLICE_BYTES / Double.BYTES);
    }
}
