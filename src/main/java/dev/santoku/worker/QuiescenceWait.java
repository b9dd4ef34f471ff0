package dev.santoku.worker;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.IntSupplier;

/**
 * Waits until this process is at rest. Threads of native libraries spin for a while after a product, OpenBLAS's for a tenth
 * of a second, and would take a processor from whoever has the next turn.
 */
public final class QuiescenceWait {
    private static final long PAUSE_MILLISECONDS = 1;
    private static final long MOST_MILLISECONDS = 250;

    private final IntSupplier runningThreads;

    /** Of this process; where the system does not tell its threads' states, as only Linux does, it is at rest at once. */
    public QuiescenceWait() {
        this(() -> running(Path.of("/proc/self/task")));
    }

    /**
     * Of whatever is counted.
     *
     * @param runningThreads threads that run or want to, the one that asks among them
     */
    QuiescenceWait(IntSupplier runningThreads) {
        this.runningThreads = runningThreads;
    }

    /**
     * Waits, a quarter of a second at most.
     *
     * @return whether the process is at rest
     */
    public boolean await() {
        long start = System.nanoTime();
        while (runningThreads.getAsInt() > 1) {
            if ((System.nanoTime() - start) / 1_000_000 >= MOST_MILLISECONDS) {
                return false;
            }
            try {
                Thread.sleep(PAUSE_MILLISECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return false;
            }
        }
        return true;
    }

    /**
     * Counts threads by their state. The processor time of the process would be simpler, but it is counted in steps of 10
     * milliseconds: to see a spinning thread in it, every turn would have to wait for several of them.
     */
    static int running(Path tasks) {
        int running = 0;
        try (DirectoryStream<Path> threads = Files.newDirectoryStream(tasks)) {
            for (Path thread : threads) {
                running += isRunning(thread) ? 1 : 0;
            }
        } catch (IOException e) {
            return 0;
        }
        return running;
    }

    private static boolean isRunning(Path thread) {
        try {
            String stat = Files.readString(thread.resolve("stat"));
            return stat.startsWith("R", stat.lastIndexOf(')') + 2); // behind the name, which may hold anything
        } catch (IOException e) {
            return false; // it has just ended
        }
    }
}
