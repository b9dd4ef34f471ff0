package dev.santoku.matrix.file;

import java.io.IOException;

/** A file that is no matrix which can be multiplied; the message says what is wrong with it, and what to do. */
public final class MatrixFileException extends IOException {
    private static final long serialVersionUID = 1L;

    MatrixFileException(String message) {
        super(message);
    }
}
