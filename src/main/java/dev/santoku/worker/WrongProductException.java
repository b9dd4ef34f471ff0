package dev.santoku.worker;

/** A checked product was wrong; the message says where and by how much. */
final class WrongProductException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    WrongProductException(String message) {
        super(message);
    }
}
