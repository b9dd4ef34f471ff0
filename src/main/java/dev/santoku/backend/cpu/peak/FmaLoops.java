package dev.santoku.backend.cpu.peak;

import dev.santoku.matrix.Precision;
import java.util.List;

/** Ways to run multiply-adds at full speed; which is the fastest, only a measurement tells. */
public interface FmaLoops {
    /** The candidates of a precision, each a new one for one thread or many: they keep nothing between runs. */
    List<FmaLoop> of(Precision precision);
}
