package dev.santoku.host.gpu;

/** A driver's tool did not come to its end in time. */
final class ToolTimeoutException extends Exception {
    private static final long serialVersionUID = 1L;

    ToolTimeoutException() {
        super("it was ended, since it took too long");
    }
}
