package dev.santoku.peers;

import dev.santoku.statistics.Bootstrap;
import dev.santoku.statistics.Samples;
import java.util.Optional;

/**
 * What one peer took, a sample a turn.
 *
 * @param product seconds of one among many in a row
 * @param afterRest seconds of the first of a turn, when the process was at rest: a pool's threads are woken for it; of OpenBLAS
 *     no fair figure, since it changes its number of threads between turns
 * @param ofCeiling shares of the FMA ceiling of their moment, where it was asked for and is known
 */
record Times(Samples product, Samples afterRest, Optional<Samples> ofCeiling) {
    /** Median seconds of a product after a rest. */
    double secondsAfterRest() {
        return Bootstrap.median(afterRest).median();
    }
}
