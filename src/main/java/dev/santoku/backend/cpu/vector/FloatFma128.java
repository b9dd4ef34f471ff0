package dev.santoku.backend.cpu.vector;

import dev.santoku.backend.cpu.peak.FmaLoop;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/** f32 in registers of 128 bits: sixteen chains for four units with a latency of four cycles, in 16 + 2 of 32 registers. */
final class FloatFma128 implements FmaLoop {
    private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_128;
    private static final int CHAINS = 16;

    @Override
    public int multiplyAddsPerRound() {
        return CHAINS * SPECIES.length();
    }

    @Override
    public double run(int rounds, double factor, double addend) {
        FloatVector x = FloatVector.broadcast(SPECIES, (float) factor);
        FloatVector y = FloatVector.broadcast(SPECIES, (float) addend);
        FloatVector v0 = FloatVector.broadcast(SPECIES, 0);
        FloatVector v1 = FloatVector.broadcast(SPECIES, 1);
        FloatVector v2 = FloatVector.broadcast(SPECIES, 2);
        FloatVector v3 = FloatVector.broadcast(SPECIES, 3);
        FloatVector v4 = FloatVector.broadcast(SPECIES, 4);
        FloatVector v5 = FloatVector.broadcast(SPECIES, 5);
        FloatVector v6 = FloatVector.broadcast(SPECIES, 6);
        FloatVector v7 = FloatVector.broadcast(SPECIES, 7);
        FloatVector v8 = FloatVector.broadcast(SPECIES, 8);
        FloatVector v9 = FloatVector.broadcast(SPECIES, 9);
        FloatVector v10 = FloatVector.broadcast(SPECIES, 10);
        FloatVector v11 = FloatVector.broadcast(SPECIES, 11);
        FloatVector v12 = FloatVector.broadcast(SPECIES, 12);
        FloatVector v13 = FloatVector.broadcast(SPECIES, 13);
        FloatVector v14 = FloatVector.broadcast(SPECIES, 14);
        FloatVector v15 = FloatVector.broadcast(SPECIES, 15);
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
        FloatVector sum = v0.add(v1)
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
