package dev.santoku.backend.cpu.vector;

import dev.santoku.backend.cpu.peak.FmaLoop;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/** f64 in registers of 128 bits: sixteen chains for four units with a latency of four cycles, in 16 + 2 of 32 registers. */
final class DoubleFma128 implements FmaLoop {
    private static final VectorSpecies<Double> SPECIES = DoubleVector.SPECIES_128;
    private static final int CHAINS = 16;

    @Override
    public int multiplyAddsPerRound() {
        return CHAINS * SPECIES.length();
    }

    @Override
    public double run(int rounds, double factor, double addend) {
        DoubleVector x = DoubleVector.broadcast(SPECIES, factor);
        DoubleVector y = DoubleVector.broadcast(SPECIES, addend);
        DoubleVector v0 = DoubleVector.broadcast(SPECIES, 0);
        DoubleVector v1 = DoubleVector.broadcast(SPECIES, 1);
        DoubleVector v2 = DoubleVector.broadcast(SPECIES, 2);
        DoubleVector v3 = DoubleVector.broadcast(SPECIES, 3);
        DoubleVector v4 = DoubleVector.broadcast(SPECIES, 4);
        DoubleVector v5 = DoubleVector.broadcast(SPECIES, 5);
        DoubleVector v6 = DoubleVector.broadcast(SPECIES, 6);
        DoubleVector v7 = DoubleVector.broadcast(SPECIES, 7);
        DoubleVector v8 = DoubleVector.broadcast(SPECIES, 8);
        DoubleVector v9 = DoubleVector.broadcast(SPECIES, 9);
        DoubleVector v10 = DoubleVector.broadcast(SPECIES, 10);
        DoubleVector v11 = DoubleVector.broadcast(SPECIES, 11);
        DoubleVector v12 = DoubleVector.broadcast(SPECIES, 12);
        DoubleVector v13 = DoubleVector.broadcast(SPECIES, 13);
        DoubleVector v14 = DoubleVector.broadcast(SPECIES, 14);
        DoubleVector v15 = DoubleVector.broadcast(SPECIES, 15);
        for (int round = 0; round < rounds; round++) {
            v0 = v0.fma(x, y);
            v1 = v1.fma(x, y);
            v2 = v2.fma(x, y);
            v3 = v3.fma(x, y);
            v4 = v4.fma(x, y);
            v5 = v5.fma(x, y);
            v6 = v6.fma(x, y);
            v7 = v7.fma(x, y);
            v8 = v8.fma(x, y);
            v9 = v9.fma(x, y);
            v10 = v10.fma(x, y);
            v11 = v11.fma(x, y);
            v12 = v12.fma(x, y);
            v13 = v13.fma(x, y);
            v14 = v14.fma(x, y);
            v15 = v15.fma(x, y);
        }
        DoubleVector sum = v0.add(v1)
                .add(v2)
                .add(v3)
                .add(v4)
                .add(v5)
                .add(v6)
                .add(v7)
                .add(v8)
                .add(v9)
                .add(v10)
                .add(v11)
                .add(v12)
                .add(v13)
                .add(v14)
                .add(v15);
        return sum.reduceLanes(VectorOperators.ADD);
    }
}
