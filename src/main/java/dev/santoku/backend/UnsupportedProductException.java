package dev.santoku.backend;

/** This device cannot compute this product: not a fault, and the message says why. The cell is skipped. */
public class UnsupportedProductException extends BackendException {
    private static final long serialVersionUID = 1L;

    public UnsupportedProductException(String message) {
        super(message);
    }
}
