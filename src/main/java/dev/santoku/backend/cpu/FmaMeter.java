package dev.santoku.backend.cpu;

import dev.santoku.matrix.Precision;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Measures how many operations a second a team does at most: all members run multiply-adds at the same time. */
final class FmaMeter {
    private static final int BURSTS = 3;
    private static final double BURST_SECONDS = 0.008;

    /** Few rounds, as long as the loop is not compiled and slow; then so many that the call does not count. */
    private static final int ROUNDS_TO_WARM = 32;

    private static final int ROUNDS = 4096;

    /** HotSpot's C2 compiles a method that was called so often, and then takes some time to do so. */
    private static final int CALLS_TO_WARM = 6000;

    private static final double WINDOW_SECONDS = 0.01;
    private static final int WINDOWS_WITHOUT_GAIN = 4;
    private static final double LONGEST_WARM_UP = 0.5;
    private static final double GAIN = 1.05;

    /** A loop slower than this beside the fastest will not overtake it. */
    private static final double HOPELESS = 0.85;

    /** The accumulators go to 1: no overflow, and none of the tiny numbers that some processors are slow at. */
    private static final double FACTOR = 0.6180339887498949;

    private static final double ADDEND = 1 - FACTOR;

    private final Team team;
    private final FmaLoops loops;
    private final Map<Precision, List<FmaLoop>> fastest = new EnumMap<>(Precision.class);

    FmaMeter(Team team, FmaLoops loops) {
        this.team = team;
        this.loops = loops;
    }

    /** 10⁹ operations a second of all members together, the best of several bursts; a multiply-add counts as two. */
    synchronized double gflops(Precision precision) {
        double best = 0;
        for (FmaLoop loop : fastest.computeIfAbsent(precision, this::warmedUp)) {
            long start = System.nanoTime();
            call(loop, ROUNDS);
            int calls = (int) Math.max(1, BURST_SECONDS * 1e9 / (System.nanoTime() - start));
            for (int burst = 0; burst < BURSTS; burst++) {
                best = Math.max(best, burst(loop, calls));
            }
        }
        return best / 1e9;
    }

    private double burst(FmaLoop loop, int calls) {
        double seconds = new Together(team).seconds(member -> {
            for (int i = 0; i < calls; i++) {
                call(loop, ROUNDS);
            }
        });
        return 2.0 * loop.multiplyAddsPerRound() * ROUNDS * calls * team.size() / seconds;
    }

    private List<FmaLoop> warmedUp(Precision precision) {
        List<Warm> candidates =
                loops.of(precision).stream().map(FmaMeter::warmUp).toList();
        double best = candidates.stream().mapToDouble(Warm::rate).max().orElse(0);
        List<FmaLoop> kept = new ArrayList<>();
        candidates.stream()
                .filter(candidate -> candidate.rate >= HOPELESS * best)
                .sorted(Comparator.comparingDouble(Warm::rate).reversed())
                .forEach(candidate -> kept.add(candidate.loop));
        return kept;
    }

    /** Calls a loop until it is compiled and no longer becomes faster. */
    private static Warm warmUp(FmaLoop loop) {
        double best = 0;
        int calls = 0;
        int withoutGain = 0;
        long start = System.nanoTime();
        while ((calls < CALLS_TO_WARM || withoutGain < WINDOWS_WITHOUT_GAIN)
                && System.nanoTime() - start < LONGEST_WARM_UP * 1e9) {
            int callsBefore = calls;
            long window = System.nanoTime();
            do {
                call(loop, ROUNDS_TO_WARM);
                calls++;
            } while (System.nanoTime() - window < WINDOW_SECONDS * 1e9);
            double rate = (calls - callsBefore) * (double) loop.multiplyAddsPerRound() / (System.nanoTime() - window);
            withoutGain = rate > GAIN * best ? 0 : withoutGain + 1;
            best = Math.max(best, rate);
        }
        return new Warm(loop, best);
    }

    private static void call(FmaLoop loop, int rounds) {
        double sum = loop.run(rounds, FACTOR, ADDEND);
        if (!(sum > 0)) { // whoever looks at the sum, computes it
            throw new ArithmeticException("multiply-adds that must stay positive sum up to " + sum);
        }
    }

    private record Warm(FmaLoop loop, double rate) {}
}
