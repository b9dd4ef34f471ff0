package dev.santoku.measure;

import dev.santoku.backend.IoTrouble;
import java.io.IOException;
import java.io.UncheckedIOException;

/** The journal of a run cannot be written any more, as on a full disk; what is in it stays sound. */
public final class JournalLostException extends UncheckedIOException {
    private static final long serialVersionUID = 1L;

    JournalLostException(Journal journal, IOException cause) {
        super("the journal %s cannot be written (%s)".formatted(journal.file(), IoTrouble.inWords(cause)), cause);
    }
}
