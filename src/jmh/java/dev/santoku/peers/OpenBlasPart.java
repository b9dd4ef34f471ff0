package dev.santoku.peers;

import dev.santoku.matrix.Inputs;
import dev.santoku.matrix.Precision;
import dev.santoku.matrix.Shape;
import dev.santoku.statistics.Bootstrap;
import dev.santoku.statistics.Samples;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** {@code single} and {@code pool} beside OpenBLAS and each other, and {@code single} below its own ceiling. */
final class OpenBlasPart implements AutoCloseable {
    private final BackendPeer single;
    private final BackendPeer singleYardstick;
    private final Optional<BackendPeer> pool;
    private final Optional<BackendPeer> poolYardstick;

    /**
     * Opens the peers.
     *
     * @param threads of the pool; with one there is none
     */
    OpenBlasPart(int threads) {
        single = BackendPeer.open("single", threads);
        singleYardstick = BackendPeer.openBlas("single", threads);
        boolean several = threads > 1;
        pool = several ? Optional.of(BackendPeer.open("pool", threads)) : Optional.empty();
        poolYardstick = several ? Optional.of(BackendPeer.openBlas("pool", threads)) : Optional.empty();
    }

    /** Who takes part. */
    List<BackendPeer> peers() {
        List<BackendPeer> peers = new ArrayList<>(List.of(single, singleYardstick));
        pool.ifPresent(peers::add);
        poolYardstick.ifPresent(peers::add);
        return peers;
    }

    /** Those whose ceilings can be measured. */
    private Set<BackendPeer> ours() {
        return Stream.concat(Stream.of(single), pool.stream()).collect(Collectors.toSet());
    }

    /** Measures at one shape; the pool only where the targets ask for it. */
    ShapeFigures measure(Interleaved interleaved, Precision precision, Shape shape) {
        boolean withPool = pool.isPresent() && Targets.forPool(shape);
        List<BackendPeer> peers = withPool ? peers() : List.of(single, singleYardstick);
        double before = withPool ? RoundTrip.nanos() : 0;
        Map<Peer, Times> times = interleaved.measure(
                peers, Targets.belowCeiling(shape) ? ours() : Set.of(), Inputs.uniform(shape, precision, 1));
        Samples ofSingle = times.get(single).product();
        return new ShapeFigures(
                precision,
                shape,
                gflops(shape, ofSingle),
                Bootstrap.speedup(ofSingle, times.get(singleYardstick).product()),
                times.get(single).ofCeiling().map(Bootstrap::median),
                times.get(single).secondsAfterRest(),
                withPool
                        ? Optional.of(poolFigures(shape, times, List.of(before, RoundTrip.nanos())))
                        : Optional.empty());
    }

    private ShapeFigures.Pool poolFigures(Shape shape, Map<Peer, Times> times, List<Double> roundTrips) {
        Times ofPool = times.get(pool.orElseThrow());
        return new ShapeFigures.Pool(
                gflops(shape, ofPool.product()),
                ofPool.ofCeiling().map(Bootstrap::median),
                ofPool.secondsAfterRest(),
                Bootstrap.speedup(
                        ofPool.product(), times.get(poolYardstick.orElseThrow()).product()),
                Bootstrap.speedup(ofPool.product(), times.get(single).product()),
                roundTrips);
    }

    private static double gflops(Shape shape, Samples seconds) {
        return shape.flops() / Bootstrap.median(seconds).median() / 1e9;
    }

    @Override
    public void close() {
        peers().forEach(BackendPeer::close);
    }
}
