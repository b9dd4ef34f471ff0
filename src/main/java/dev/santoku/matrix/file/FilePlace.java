package dev.santoku.matrix.file;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;

/** Where files lie: on a disk of this machine, or elsewhere. */
public interface FilePlace {
    /**
     * Bytes of a file.
     *
     * @throws IOException when it is not there, or is no file
     */
    long size(String path) throws IOException;

    /** A file from its begin; whoever asks closes it. */
    InputStream open(String path) throws IOException;

    /** A file of which any part is read; whoever asks closes it. */
    ByteSource source(String path) throws IOException;

    /** The names of what is in a folder; none where it is not there. */
    List<String> list(String folder) throws IOException;

    /** Writes a file, at once, in place of what it held. */
    void write(String path, String text) throws IOException;

    /** Deletes a file, or a folder with all that is in it, if it is there. What cannot be deleted stays. */
    void clear(String path);
}
