package dev.santoku.cluster;

import dev.santoku.matrix.file.ByteSource;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileContext;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Options.Rename;
import org.apache.hadoop.fs.Path;

/** Files that all nodes see, by Hadoop's file systems: a path is a shared folder, {@code hdfs:} and the like their own. */
final class Storage {
    private static final int ATTEMPTS = 20;
    private static final long PAUSE_MILLISECONDS = 100;

    private final Configuration configuration = new Configuration();

    private FileSystem system(Path path) throws IOException {
        FileSystem system = path.getFileSystem(configuration);
        system.setWriteChecksum(false); // a local file would get another one beside it
        return system;
    }

    private static Path path(String name) {
        return name.startsWith("/") ? new Path("file", null, name) : new Path(name);
    }

    /** A file to read from anywhere. */
    static final class Source implements ByteSource, Closeable {
        private final FSDataInputStream stream;

        private Source(FSDataInputStream stream) {
            this.stream = stream;
        }

        @Override
        public ByteBuffer at(long position, int length) throws IOException {
            byte[] bytes = new byte[length];
            stream.readFully(position, bytes);
            return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        }

        @Override
        public void close() throws IOException {
            stream.close();
        }
    }

    Source source(String name) throws IOException {
        return new Source(system(path(name)).open(path(name)));
    }

    InputStream read(String name) throws IOException {
        return system(path(name)).open(path(name));
    }

    /** Replaces a file that was there, in a folder that is. */
    OutputStream create(String name) throws IOException {
        return system(path(name)).createFile(path(name)).overwrite(true).build();
    }

    void createFolder(String name) throws IOException {
        if (!system(path(name)).mkdirs(path(name))) {
            throw new IOException("the folder %s cannot be created".formatted(name));
        }
    }

    /** A file takes another one's place, at once where the file system can do that. */
    void rename(String name, String target) throws IOException {
        FileContext.getFileContext(path(target).toUri(), configuration)
                .rename(path(name), path(target), Rename.OVERWRITE);
    }

    /** Deletes a file, or a folder with all that is in it, if it is there; who still writes there may need a moment. */
    void clear(String name) {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            try {
                if (!system(path(name)).exists(path(name)) || system(path(name)).delete(path(name), true)) {
                    return;
                }
                Thread.sleep(PAUSE_MILLISECONDS);
            } catch (IOException e) {
                // somebody still writes there; a later run clears what stays
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }
}
