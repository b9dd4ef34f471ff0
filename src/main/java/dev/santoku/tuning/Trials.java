package dev.santoku.tuning;

import dev.santoku.backend.Candidate;
import dev.santoku.matrix.Shape;
import java.util.List;

/** Tries candidates out on one device in one precision. */
interface Trials {
    /**
     * Checks a challenger and times it in turns with the champion. Whatever goes wrong is an outcome.
     *
     * @param sizes in this order
     * @param seconds of timing at each size
     */
    Trial tryOut(Candidate champion, Candidate challenger, List<Shape> sizes, double seconds);
}
