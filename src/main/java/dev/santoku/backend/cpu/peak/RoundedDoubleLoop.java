package dev.santoku.backend.cpu.peak;

/** f64 by a product and a sum, each rounded, which every processor has. */
final class RoundedDoubleLoop implements FmaLoop {
    @Override
    public int multiplyAddsPerRound() {
        return ScalarFma.LENGTH * ScalarFma.STEPS;
    }

    @Override
    public double run(int rounds, double factor, double addend) {
        double[] accumulators = new double[ScalarFma.LENGTH];
        for (int i = 0; i < ScalarFma.LENGTH; i++) {
            accumulators[i] = i % ScalarFma.STARTS;
        }
        for (int round = 0; round < rounds; round++) {
            step(accumulators, factor, addend);
        }
        double sum = 0;
        for (double accumulator : accumulators) {
            sum += accumulator;
        }
        return sum;
    }

    private static void step(double[] accumulators, double x, double y) {
        for (int i = 0; i < accumulators.length; i++) {
            double v = accumulators[i];
            v = v * x + y;
            v = v * x + y;
            v = v * x + y;
            v = v * x + y;
            v = v * x + y;
            v = v * x + y;
            v = v * x + y;
            v = v * x + y;
            accumulators[i] = v;
        }
    }
}
