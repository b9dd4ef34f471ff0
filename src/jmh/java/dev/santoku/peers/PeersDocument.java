package dev.santoku.peers;

import dev.santoku.host.Caches;
import dev.santoku.host.CpuModel;
import dev.santoku.statistics.Estimate;
import dev.santoku.statistics.Ratio;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

/**
 * A run as JSON: what a table of {@code cpu.md} is made of.
 *
 * @param openblas what OpenBLAS calls itself and its kernels, with one thread and with several; empty where it was not asked
 * @param pool threads of {@code pool}
 */
record PeersDocument(
        String schema,
        String at,
        CpuModel cpu,
        Caches caches,
        String jdk,
        int pool,
        List<String> openblas,
        List<Figures> figures,
        List<Row> targets) {
    static final String SCHEMA = "santoku/peers/1";

    /**
     * What came out at one shape; null what was not asked.
     *
     * @param afterRestSeconds of one product after a rest
     */
    record Figures(
            String precision,
            String shape,
            double singleGflops,
            Estimate singleOfCeiling,
            double afterRestSeconds,
            Ratio singleOverOpenblas,
            Double poolGflops,
            Estimate poolOfCeiling,
            Ratio poolOverOpenblas,
            Ratio poolOverSingle) {
        static Figures of(ShapeFigures found) {
            ShapeFigures.Pool pool = found.pool().orElse(null);
            return new Figures(
                    found.precision().label(),
                    found.shape().toString(),
                    found.gflops(),
                    found.ofCeiling().orElse(null),
                    found.afterRest(),
                    found.overOpenBlas(),
                    pool == null ? null : pool.gflops(),
                    pool == null ? null : pool.ofCeiling().orElse(null),
                    pool == null ? null : pool.overOpenBlas(),
                    pool == null ? null : pool.overSingle());
        }
    }

    static PeersDocument of(int pool, List<String> openblas, List<ShapeFigures> figures, List<Row> targets) {
        return new PeersDocument(
                SCHEMA,
                Instant.now().truncatedTo(ChronoUnit.SECONDS).toString(),
                CpuModel.ofThisMachine(),
                Caches.ofThisMachine(),
                System.getProperty("java.version"),
                pool,
                openblas,
                figures.stream().map(Figures::of).toList(),
                targets);
    }
}
