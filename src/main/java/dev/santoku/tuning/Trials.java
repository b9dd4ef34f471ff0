package dev.santoku.tuning;

import dev.santoku.backend.Candidate;
import dev.santoku.backend.Estimate;
import dev.santoku.matrix.Shape;
import java.util.List;

/** Tries candidates out on one device in one precision. One thread at a time. */
interface Trials {
    /**
     * Times a challenger in turns with the champion, shortly at first; where it wins that, checks it and times it once more,
     * for longer. Whatever goes wrong is an outcome.
     *
     * @param sizes in this order
     * @param seconds of timing at each size
     */
    Trial tryOut(Candidate champion, Candidate challenger, List<Shape> sizes, double seconds);

    /** The same without the short bout: who won one of those before is not to lose by the noise of another. */
    default Trial meet(Candidate champion, Candidate challenger, List<Shape> sizes, double seconds) {
        return tryOut(champion, challenger, sizes, seconds);
    }

    /** What is to be expected of candidates there at these sizes, an estimate for each, or none if it cannot tell; compiles nothing. */
    default List<Estimate> estimate(List<Shape> sizes, List<Candidate> candidates) {
        return candidates.stream().map(candidate -> Estimate.UNKNOWN).toList();
    }

    /** The device's id. */
    default String device() {
        return "";
    }
}
