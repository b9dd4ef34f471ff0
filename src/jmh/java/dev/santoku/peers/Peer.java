package dev.santoku.peers;

import dev.santoku.matrix.Inputs;
import dev.santoku.matrix.Precision;
import java.util.OptionalDouble;

/** Somebody who multiplies matrices on the CPU. */
interface Peer extends AutoCloseable {
    /** What a reader calls it. */
    String name();

    /** Gets ready to multiply these inputs, over and over. */
    Task prepare(Inputs inputs);

    /** What its threads can do at most, measured now: 10⁹ operations a second; empty where it cannot tell. */
    default OptionalDouble fmaCeiling(Precision precision) {
        return OptionalDouble.empty();
    }

    @Override
    default void close() {}
}
