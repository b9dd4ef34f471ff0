package dev.santoku.worker;

import java.time.Duration;

/** A worker as its parent sees it. */
public interface Worker extends AutoCloseable {
    /**
     * Asks and waits.
     *
     * @param expected the type of the answer
     * @param deadline how long the worker may stay silent
     * @throws WorkerFailure when it refuses, crashes, hangs or answers nonsense
     */
    <A extends Answer> A ask(Request request, Class<A> expected, Duration deadline) throws WorkerFailure;

    /** Ends the process, if it still runs. Never throws. */
    @Override
    void close();
}
