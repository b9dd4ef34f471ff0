package dev.santoku.backend.cpu.vector;

import dev.santoku.backend.cpu.peak.FmaLoop;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/** f32 in registers of 256 bits: twelve chains for two units with a latency of four to six cycles, in 12 + 2 of 16 registers. */
final class FloatFma256 implements FmaLoop {
    private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_256;
    private static final int CHAINS = 12;

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
                .add(v11);
        return sum.reduceLanes(VectorOperators.ADD);
    }
}
