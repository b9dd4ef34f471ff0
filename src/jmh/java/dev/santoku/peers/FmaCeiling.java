package dev.santoku.peers;

import dev.santoku.matrix.Precision;
import java.util.OptionalDouble;

/** What one thread can do at most. */
interface FmaCeiling {
    /** 10⁹ operations a second, measured now; empty where nobody can tell. */
    OptionalDouble gflops(Precision precision);
}
