package dev.santoku.cluster;

/** A product cannot be computed; the message says why, in one line. */
final class ProductFailure extends Exception {
    private static final long serialVersionUID = 1;

    private final int exit;

    /** @param exit the exit code of the program */
    ProductFailure(int exit, String message) {
        super(message);
        this.exit = exit;
    }

    int exit() {
        return exit;
    }
}
