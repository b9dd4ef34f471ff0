package dev.santoku.matrix.file;

import java.io.IOException;
import java.io.InputStream;

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
}
