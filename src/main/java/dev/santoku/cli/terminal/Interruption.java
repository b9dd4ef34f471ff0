package dev.santoku.cli.terminal;

/** Ctrl-C and SIGTERM: while it is open, an end from outside first does what was asked for. */
public final class Interruption implements AutoCloseable {
    private final Thread hook = new Thread(() -> this.keeper.run(), "santoku-interruption");
    private volatile Runnable keeper;

    /**
     * From now on.
     *
     * @param keeper runs when the program is ended from outside, beside the threads that work
     */
    public Interruption(Runnable keeper) {
        this.keeper = keeper;
        Runtime.getRuntime().addShutdownHook(hook);
    }

    /** Something else is to be done from now on. */
    public void keeper(Runnable other) {
        keeper = other;
    }

    /** An end from outside is an ordinary one again; where it has begun, waits for it. */
    @Override
    public void close() {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            waitForTheEnd();
        }
    }

    /** The JVM is going down; what this thread would still do is no longer wanted. */
    private static void waitForTheEnd() {
        while (true) {
            try {
                Thread.sleep(Long.MAX_VALUE);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }
}
