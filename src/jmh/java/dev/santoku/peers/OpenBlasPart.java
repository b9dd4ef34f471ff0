package dev.santoku.peers;

import dev.santoku.matrix.Inputs;
import dev.santoku.matrix.Precision;
import dev.santoku.matrix.Shape;
import dev.santoku.measure.statistics.Bootstrap;
import dev.santoku.measure.statistics.Samples;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;

/** {@code single} and {@code pool} beside OpenBLAS and each other, and {@code single} below its own ceiling. */
final class OpenBlasPart implements AutoCloseable {
    private static final Set<Shape> BELOW_CEILING = Set.of(Shape.square(1024), Shape.square(2048), Shape.square(4096));

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

    /** Measures at one shape; the pool only where the targets ask for it. */
    ShapeFigures measure(Interleaved interleaved, Precision precision, Shape shape) {
        boolean withPool = pool.isPresent() && Targets.forPool(shape);
        OptionalDouble before = ceiling(precision, shape);
        Map<Peer, Samples> samples = interleaved.measure(
                withPool ? peers() : List.of(single, singleYardstick), Inputs.uniform(shape, precision, 1));
        OptionalDouble after = ceiling(precision, shape);
        double gflops = gflops(shape, samples.get(single));
        return new ShapeFigures(
                precision,
                shape,
                gflops,
                Bootstrap.speedup(samples.get(single), samples.get(singleYardstick)),
                before.isPresent()
                        ? OptionalDouble.of(gflops / Math.max(before.getAsDouble(), after.orElse(0)))
                        : OptionalDouble.empty(),
                withPool ? Optional.of(poolFigures(shape, samples)) : Optional.empty());
    }

    private ShapeFigures.Pool poolFigures(Shape shape, Map<Peer, Samples> samples) {
        Samples ofPool = samples.get(pool.orElseThrow());
        return new ShapeFigures.Pool(
                gflops(shape, ofPool),
                Bootstrap.speedup(ofPool, samples.get(poolYardstick.orElseThrow())),
                Bootstrap.speedup(ofPool, samples.get(single)));
    }

    /** Before and after, and the higher counts: a machine that slows down must not flatter. */
    private OptionalDouble ceiling(Precision precision, Shape shape) {
        return BELOW_CEILING.contains(shape) ? single.fmaCeiling(precision) : OptionalDouble.empty();
    }

    private static double gflops(Shape shape, Samples seconds) {
        return shape.flops() / Bootstrap.median(seconds).median() / 1e9;
    }

    @Override
    public void close() {
        peers().forEach(BackendPeer::close);
    }
}
