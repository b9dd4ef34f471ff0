package dev.santoku.backend.opencl;

import dev.santoku.backend.UnsupportedProductException;

/** A device has no memory for a product, or for a tile of it: a smaller one may fit. */
final class NoRoomException extends UnsupportedProductException {
    private static final long serialVersionUID = 1L;

    NoRoomException(String message) {
        super(message);
    }
}
