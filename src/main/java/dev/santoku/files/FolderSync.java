package dev.santoku.files;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Sees to it that names are on the disk, too: what is in a file may be there while the file's name is not. */
public final class FolderSync {
    private FolderSync() {}

    /**
     * After a file in this folder was created or renamed. Where the system cannot do that for a folder, as Windows and some
     * network file systems, it is left to the system.
     */
    public static void force(Path folder) {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        } catch (IOException e) {
            // The file itself was forced; more cannot be done here.
        }
    }
}
