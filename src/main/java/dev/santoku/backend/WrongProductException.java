package dev.santoku.backend;

/** A product was verified, and it is wrong; the message says where and by how much. */
public final class WrongProductException extends BackendException {
    private static final long serialVersionUID = 1L;

    public WrongProductException(String message) {
        super(message);
    }

    public WrongProductException(String message, Throwable cause) {
        super(message, cause);
    }
}
