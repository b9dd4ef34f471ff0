package dev.santoku.cluster;

/** A node has computed a wrong product; the message says where and what. */
final class WrongBlockException extends RuntimeException {
    private static final long serialVersionUID = 1;

    WrongBlockException(String message) {
        super(message);
    }
}
