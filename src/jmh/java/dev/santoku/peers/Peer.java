package dev.santoku.peers;

import dev.santoku.matrix.Inputs;

/** Somebody who multiplies matrices on the CPU. */
interface Peer extends AutoCloseable {
    /** What a reader calls it. */
    String name();

    /** Gets ready to multiply these inputs, over and over. */
    Task prepare(Inputs inputs);

    @Override
    default void close() {}
}
