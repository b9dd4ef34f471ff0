package dev.santoku.worker;

import dev.santoku.diagnosis.FileErrors;
import dev.santoku.matrix.file.MatrixFileException;
import java.io.IOException;

/** A product of files cannot be computed because of one of them; the message says why. */
final class FileProblem extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final Answer.Kind kind;

    private FileProblem(Answer.Kind kind, String message, Throwable cause) {
        super(message, cause);
        this.kind = kind;
    }

    /** What is read does not do. */
    static FileProblem input(String message) {
        return new FileProblem(Answer.Kind.INPUT, message, null);
    }

    /** What is read does not do. */
    static FileProblem input(String factor, IOException e) {
        String reason = e instanceof MatrixFileException ? e.getMessage() : FileErrors.inWords(e);
        return new FileProblem(Answer.Kind.INPUT, "%s cannot be read (%s)".formatted(factor, reason), e);
    }

    /** C cannot be written. */
    static FileProblem output(IOException e) {
        return new FileProblem(Answer.Kind.OUTPUT, FileErrors.inWords(e), e);
    }

    Answer.Kind kind() {
        return kind;
    }
}
