package dev.santoku.diagnosis;

import dev.santoku.files.RegularFile;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.util.Locale;

/** What went wrong with a file, in words. */
public final class FileErrors {
    private FileErrors() {}

    /**
     * The system's reason where it gives one, else the kind of trouble: the message of many exceptions is a path alone.
     *
     * @return without the path; with what to do where a limit of the system was reached
     */
    public static String inWords(IOException e) {
        String reason = reason(e);
        return KnownCause.limit(reason).map(cure -> reason + ": " + cure).orElse(reason);
    }

    /** The same without what to do. */
    public static String reason(IOException e) {
        if (e instanceof FileSystemException named && named.getReason() != null) {
            return named.getReason();
        }
        String kind = e.getClass().getSimpleName().replaceFirst("Exception$", "");
        boolean tells = e instanceof RegularFile.RefusedException || kind.equals("IO");
        return tells
                ? e.getMessage()
                : kind.replaceAll("(?<=[a-z])(?=[A-Z])", " ").toLowerCase(Locale.ROOT);
    }
}
