package dev.santoku.kitchen;

/** A scene cannot go on; the message says why. */
final class SceneException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    SceneException(String message, Throwable cause) {
        super(message, cause);
    }

    SceneException(String message) {
        this(message, null);
    }
}
