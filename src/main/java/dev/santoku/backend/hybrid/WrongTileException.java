package dev.santoku.backend.hybrid;

import dev.santoku.backend.BackendException;

/** A processor computed a tile wrongly, or elsewhere. */
final class WrongTileException extends BackendException {
    private static final long serialVersionUID = 1L;

    WrongTileException(String message) {
        super(message);
    }
}
