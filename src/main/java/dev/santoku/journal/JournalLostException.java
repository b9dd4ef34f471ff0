package dev.santoku.journal;

import dev.santoku.diagnosis.FileErrors;
import java.io.IOException;
import java.io.UncheckedIOException;

/** The journal of a run cannot be written any more, as on a full disk; what is in it stays sound. */
public final class JournalLostException extends UncheckedIOException {
    private static final long serialVersionUID = 1L;

    public JournalLostException(Journal journal, IOException cause) {
        super("the journal %s cannot be written (%s)".formatted(journal.file(), FileErrors.inWords(cause)), cause);
    }
}
