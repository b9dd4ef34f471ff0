package dev.santoku.cluster;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Abortable;
import org.apache.hadoop.fs.CommonPathCapabilities;
import org.apache.hadoop.fs.CreateFlag;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.permission.FsPermission;
import org.apache.hadoop.util.Progressable;

/** As S3 does, it shows a file when it is closed, and has no rename. Its files lie in a folder here: {@code storetest:/a.npy}. */
public final class ObjectStoreFileSystem extends FolderFileSystem {
    /** Adds it to a configuration. */
    static Configuration addTo(Configuration configuration) {
        configuration.setClass("fs.storetest.impl", ObjectStoreFileSystem.class, FileSystem.class);
        configuration.setBoolean("fs.storetest.impl.disable.cache", true);
        return configuration;
    }

    @Override
    public URI getUri() {
        return URI.create("storetest:///");
    }

    @Override
    public String getScheme() {
        return "storetest";
    }

    @Override
    public boolean hasPathCapability(org.apache.hadoop.fs.Path path, String capability) throws IOException {
        return capability.equals(CommonPathCapabilities.ABORTABLE_STREAM) || super.hasPathCapability(path, capability);
    }

    @Override
    public boolean rename(org.apache.hadoop.fs.Path source, org.apache.hadoop.fs.Path target) {
        throw new UnsupportedOperationException("an object store copies");
    }

    @Override
    public FSDataOutputStream createNonRecursive(
            org.apache.hadoop.fs.Path path,
            FsPermission permission,
            EnumSet<CreateFlag> flags,
            int buffer,
            short replication,
            long block,
            Progressable progress)
            throws IOException {
        return new FSDataOutputStream(new Upload(pathToFile(path).toPath()), statistics);
    }

    private static final class Upload extends ByteArrayOutputStream implements Abortable {
        private final Path file;
        private boolean ended;

        private Upload(Path file) {
            this.file = file;
        }

        @Override
        public void close() throws IOException {
            if (!ended) {
                ended = true;
                Files.write(file, toByteArray());
            }
        }

        @Override
        public AbortableResult abort() {
            ended = true;
            return new AbortableResult() {
                @Override
                public boolean alreadyClosed() {
                    return false;
                }

                @Override
                public IOException anyCleanupException() {
                    return null;
                }
            };
        }
    }
}
