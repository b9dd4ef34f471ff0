package dev.santoku.statistics;

/**
 * Amdahl's law, T(p) = T(1)·(s + (1 − s)/p): of the time on one thread the part s is not shortened by more threads.
 *
 * <p>Source: G. Amdahl, Validity of the Single Processor Approach to Achieving Large Scale Computing Capabilities, AFIPS
 * 1967.
 *
 * @param oneThread T(1), in seconds
 * @param serialFraction s, 0 … 1
 */
public record Amdahl(double oneThread, double serialFraction) {
    /**
     * Fits it by least squares over the points: T is linear in 1/p, so there is one best line, T = α + β/p. Where it would
     * have a negative part, the best without one is taken: s = 0 for a product that scales more than linearly, 1 for one
     * that more threads slow down.
     *
     * @param threads p of each point, at least two different ones
     * @param seconds T(p) of each point, positive
     * @throws IllegalArgumentException when there are fewer
     */
    public static Amdahl fit(int[] threads, double[] seconds) {
        int points = threads.length;
        double sumX = 0;
        double sumY = 0;
        for (int i = 0; i < points; i++) {
            sumX += 1.0 / threads[i];
            sumY += seconds[i];
        }
        double meanX = sumX / points;
        double meanY = sumY / points;
        double sumXX = 0;
        double sumXY = 0;
        double squares = 0;
        double products = 0;
        for (int i = 0; i < points; i++) {
            double x = 1.0 / threads[i];
            sumXX += (x - meanX) * (x - meanX);
            sumXY += (x - meanX) * (seconds[i] - meanY);
            squares += x * x;
            products += x * seconds[i];
        }
        if (!(sumXX > 0)) {
            throw new IllegalArgumentException("Amdahl's law is fitted to two numbers of threads or more");
        }
        double parallel = sumXY / sumXX;
        double serial = meanY - parallel * meanX;
        if (serial < 0) {
            return new Amdahl(products / squares, 0);
        }
        return parallel < 0 ? new Amdahl(meanY, 1) : new Amdahl(serial + parallel, serial / (serial + parallel));
    }

    /** T(p), in seconds. */
    public double seconds(int threads) {
        return oneThread * (serialFraction + (1 - serialFraction) / threads);
    }
}
