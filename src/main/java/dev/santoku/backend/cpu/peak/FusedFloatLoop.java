package dev.santoku.backend.cpu.peak;

/** f32 by {@link Math#fma}, fast only where the processor has the instruction. */
final class FusedFloatLoop implements FmaLoop {
    @Override
    public int multiplyAddsPerRound() {
        return ScalarFma.LENGTH * ScalarFma.STEPS;
    }

    @Override
    public double run(int rounds, double factor, double addend) {
        float[] accumulators = new float[ScalarFma.LENGTH];
        for (int i = 0; i < ScalarFma.LENGTH; i++) {
            accumulators[i] = i % ScalarFma.STARTS;
        }
        for (int round = 0; round < rounds; round++) {
            step(accumulators, (float) factor, (float) addend);
        }
        float sum = 0;
        for (float accumulator : accumulators) {
            sum += accumulator;
        }
        return sum;
    }

    private static void step(float[] accumulators, float x, float y) {
        for (int i = 0; i < accumulators.length; i++) {
            float v = accumulators[i];
            v = Math.fma(v, x, y);
            v = Math.fma(v, x, y);
            v = Math.fma(v, x, y);
            v = Math.fma(v, x, y);
            v = Math.fma(v, x, y);
            v = Math.fma(v, x, y);
            v = Math.fma(v, x, y);
            v = Math.fma(v, x, y);
            accumulators[i] = v;
        }
    }
}
