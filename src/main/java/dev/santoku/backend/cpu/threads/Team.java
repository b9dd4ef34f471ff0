package dev.santoku.backend.cpu.threads;

/**
 * Threads that work on one thing at a time. Whoever calls {@link #work} leads: the calling thread takes part, and is
 * the whole team where one is enough.
 */
public interface Team extends AutoCloseable {
    /** Threads, the caller's included: at least 1. */
    int size();

    /**
     * Gives the caller a crew until {@code work} returns; other callers wait for their turn. Work must not ask its own
     * team for more.
     *
     * @param members threads wanted; never more than {@link #size()} are given
     * @throws IllegalStateException when closed
     */
    void work(int members, Work work);

    /** Waits for the work at hand and ends the threads. Closing twice is allowed. */
    @Override
    void close();

    /** What a caller does with a crew. */
    interface Work {
        /** Runs on the calling thread. */
        void run(Crew crew);
    }

    /** The threads that take part in one piece of work. */
    interface Crew {
        /** Threads, the leader's included. */
        int size();

        /**
         * Runs a task for each index below {@code tasks}, each exactly once, on any member and in any order; returns
         * when all are done. What was written before is seen by the tasks, and what they write is seen after.
         *
         * @throws RuntimeException what a task has thrown, or an error likewise; tasks not yet begun are then left out
         */
        void each(int tasks, Task task);
    }

    /** A part of the work. */
    interface Task {
        /**
         * Does one part.
         *
         * @param index which one, from 0
         * @param member who does it, from 0 to the crew's size − 1; a member does one task at a time
         */
        void run(int index, int member);
    }
}
