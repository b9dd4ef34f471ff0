package dev.santoku.backend.cpu.kernel;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/**
 * What this process has found out about its JIT compiler: that it makes no instructions of a kernel, though nothing known speaks
 * against it. Kept for the life of the process, as compilers are.
 */
public final class SlowCompiler {
    private static final AtomicReference<String> REASON = new AtomicReference<>();

    private SlowCompiler() {}

    /**
     * Keeps a finding, the first one; who listens to the log hears of it.
     *
     * @param reason in one line, with the cure
     */
    public static void found(String reason) {
        if (REASON.compareAndSet(null, reason)) {
            System.getLogger(SlowCompiler.class.getName()).log(System.Logger.Level.WARNING, reason);
        }
    }

    /** The finding, if there is one. */
    public static Optional<String> reason() {
        return Optional.ofNullable(REASON.get());
    }
}
