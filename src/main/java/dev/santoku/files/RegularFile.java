package dev.santoku.files;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;

/**
 * Reads files that somebody else may have put there, bounded in time and memory. A pipe would be waited for, a device never
 * ends, and neither a size nor a name tells what is behind it.
 */
public final class RegularFile {
    private RegularFile() {}

    /** A file that is not read; the message says why, and nothing of where it lies. */
    public static final class RefusedException extends IOException {
        private static final long serialVersionUID = 1L;

        RefusedException(String message) {
            super(message);
        }
    }

    /**
     * All bytes of a file. Links are followed.
     *
     * @param most bytes that it may have
     * @throws RefusedException when it has more, or is a folder, a pipe or a device
     * @throws IOException when it is not there or cannot be read
     */
    public static byte[] read(Path file, int most) throws IOException {
        requireRegular(file);
        try (InputStream stream = Files.newInputStream(file)) {
            byte[] bytes = stream.readNBytes(most); // not what the size says: it may grow, and some tell none
            if (stream.read() >= 0) {
                throw new RefusedException("it has more than " + size(most));
            }
            return bytes;
        }
    }

    /**
     * Looks without opening it: to open a pipe is to wait for who writes into it.
     *
     * @throws RefusedException when it is a folder, a pipe or a device
     * @throws IOException when it is not there, or its links lead nowhere
     */
    public static void requireRegular(Path file) throws IOException {
        BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
        if (attributes.isDirectory()) {
            throw new RefusedException("it is a folder");
        }
        if (!attributes.isRegularFile()) {
            throw new RefusedException("it is a pipe or a device, no file");
        }
    }

    private static String size(int bytes) {
        return bytes >= 1 << 20 ? (bytes >> 20) + " MB" : bytes + " bytes";
    }
}
