package dev.santoku.files;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Whether a disk has room, as far as the system tells. */
public final class Room {
    private Room() {}

    /**
     * Makes sure that a file of so many bytes fits into a folder.
     *
     * @throws IOException when it does not; the reason says how much is free
     */
    public static void require(Path folder, long bytes) throws IOException {
        long free = Files.getFileStore(folder).getUsableSpace();
        if (free < bytes) {
            throw new FileSystemException(
                    folder.toString(), null, "%d MB are needed, and %d MB are free".formatted(bytes >> 20, free >> 20));
        }
    }
}
