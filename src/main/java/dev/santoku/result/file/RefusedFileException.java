package dev.santoku.result.file;

/** A file that cannot be read as a result; the message says why, without the file's name. */
public final class RefusedFileException extends Exception {
    private static final long serialVersionUID = 1L;

    public RefusedFileException(String message) {
        super(message);
    }

    public RefusedFileException(String message, Throwable cause) {
        super(message, cause);
    }
}
