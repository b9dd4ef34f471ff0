package dev.santoku.backend.cpu.vector;

import dev.santoku.backend.cpu.BlockSizes;
import dev.santoku.backend.cpu.KernelProvider;
import dev.santoku.backend.cpu.MicroKernel;
import dev.santoku.backend.cpu.MicroKernels;
import dev.santoku.backend.cpu.Packing;
import dev.santoku.matrix.Shape;
import jdk.incubator.vector.VectorShape;

/** Micro-kernels on the Vector API. */
public final class VectorKernels implements KernelProvider {
    @Override
    public MicroKernels<float[]> floats() {
        return new Family<>(Lane.FLOAT, float[].class, new FloatPacking());
    }

    @Override
    public MicroKernels<double[]> doubles() {
        return new Family<>(Lane.DOUBLE, double[].class, new DoublePacking());
    }

    private static final class Family<T> implements MicroKernels<T> {
        private final Tiles tiles;
        private final Class<T> type;
        private final Packing<T> packing;

        Family(Lane lane, Class<T> type, Packing<T> packing) {
            this.packing = packing;
            this.tiles = Tiles.of(lane, Integer.getInteger("bits", VectorShape.preferredShape().vectorBitSize()));
            this.type = type;
        }

        @Override
        public BlockSizes blocks(Shape shape, int members) {
            int lanes = tiles.lanes();
            int kc = Integer.getInteger("kc", 384) * 4 / tiles.lane().bytes();
            TileChoice tile = TileChoice.of(
                    shape.m(), BlockSizes.ceilDiv(shape.n(), lanes), Math.min(kc, shape.k()), Integer.getInteger("regs", 32));
            int mr = Integer.getInteger("mr", tile.rows());
            int nr = Integer.getInteger("nv", tile.vectors()) * lanes;
            int nc = Math.max(nr, Integer.getInteger("nc", 384) / nr * nr);
            if (Boolean.getBoolean("show")) System.out.println(shape+" "+tile);
            return new BlockSizes(mr, nr, kc, nc).fittedTo(shape, members);
        }

        @Override
        public MicroKernel<T> create(BlockSizes blocks) {
            return new TileMicroKernel<>(tiles, blocks.mr(), blocks.nr(), type);
        }

        @Override
        public Packing<T> packing() {
            return packing;
        }

        @Override
        public int strideOfA(int kc) {
            return tiles.packedStride();
        }
    }
}
