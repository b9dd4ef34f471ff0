package dev.santoku.backend.cpu.peak;

import dev.santoku.backend.cpu.threads.Team;
import dev.santoku.matrix.Precision;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Measures how many operations a second a team does at most: all members run multiply-adds at the same time. */
public final class FmaMeter {
    private static final int BURSTS = 3;
    private static final double BURST_SECONDS = 0.008;

    /** So many that the call does not count. */
    private static final int ROUNDS = 4096;

    /** A loop slower than this beside the fastest will not overtake it. */
    private static final double HOPELESS = 0.85;

    /** Each loop is compiled once, and on a busy machine while another is measured. */
    private static final int MOST_LOOKS = 5;

    private final Team team;
    private final FmaLoops loops;
    private final Map<Precision, List<FmaCandidate>> candidates = new EnumMap<>(Precision.class);

    public FmaMeter(Team team, FmaLoops loops) {
        this.team = team;
        this.loops = loops;
    }

    /** 10⁹ operations a second of all members together, the best of several bursts; a multiply-add counts as two. */
    public synchronized double gflops(Precision precision) {
        List<FmaCandidate> all = candidates.computeIfAbsent(precision, this::warmedUp);
        boolean compiledMeanwhile = true;
        double best = 0;
        for (int look = 0; look < MOST_LOOKS && compiledMeanwhile; look++) {
            double fastest = all.stream().mapToDouble(FmaCandidate::rate).max().orElse(0);
            best = all.stream()
                    .filter(candidate -> candidate.rate() >= HOPELESS * fastest)
                    .mapToDouble(this::bestBurst)
                    .reduce(best, Math::max);
            compiledMeanwhile =
                    all.stream().filter(FmaCandidate::wasCompiledMeanwhile).count() > 0; // looks at all
        }
        return best / 1e9;
    }

    private List<FmaCandidate> warmedUp(Precision precision) {
        List<FmaCandidate> all =
                loops.of(precision).stream().map(FmaCandidate::new).toList();
        all.forEach(FmaCandidate::warmUp);
        return all;
    }

    private double bestBurst(FmaCandidate candidate) {
        long start = System.nanoTime();
        candidate.run(ROUNDS);
        int calls = (int) Math.max(1, BURST_SECONDS * 1e9 / (System.nanoTime() - start));
        double best = 0;
        for (int burst = 0; burst < BURSTS; burst++) {
            best = Math.max(best, burst(candidate, calls));
        }
        return best;
    }

    private double burst(FmaCandidate candidate, int calls) {
        double seconds = new Together(team).seconds(member -> {
            for (int i = 0; i < calls; i++) {
                candidate.run(ROUNDS);
            }
        });
        return 2 * candidate.multiplyAdds(ROUNDS) * calls * team.size() / seconds;
    }
}
