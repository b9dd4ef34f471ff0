package dev.santoku.backend;

/**
 * What a user may choose when a multiplier is opened.
 *
 * @param threads how many threads a pool uses, at least 1
 */
public record OpenOptions(int threads) {
    public OpenOptions {
        if (threads < 1) {
            throw new IllegalArgumentException("threads " + threads + ": at least 1");
        }
    }

    /** As many threads as this Java virtual machine sees processors. */
    public static OpenOptions defaults() {
        return new OpenOptions(Runtime.getRuntime().availableProcessors());
    }
}
