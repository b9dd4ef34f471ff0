package dev.santoku.cluster;

import java.net.URI;
import java.nio.file.Path;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.RawLocalFileSystem;

/**
 * A file system with a scheme of its own and the older interface alone, whose files lie in a folder here: {@code memtest:/a.npy}. As in HDFS
 * a file takes no other one's place. Files whose names end with {@code stuck} or {@code broken} are not renamed, those with {@code kept} are
 * not deleted.
 */
public class FolderFileSystem extends RawLocalFileSystem {
    private static final String ROOT = "fs.memtest.root";

    private Path root;

    /** That of a configuration which names the folder. */
    static Configuration configuration(Path root) {
        Configuration configuration = new Configuration();
        configuration.setClass("fs.memtest.impl", FolderFileSystem.class, org.apache.hadoop.fs.FileSystem.class);
        configuration.setBoolean("fs.memtest.impl.disable.cache", true);
        configuration.set(ROOT, root.toString());
        return configuration;
    }

    @Override
    public void initialize(URI uri, Configuration configuration) throws java.io.IOException {
        root = Path.of(configuration.get(ROOT));
        super.initialize(uri, configuration);
    }

    @Override
    public boolean rename(org.apache.hadoop.fs.Path file, org.apache.hadoop.fs.Path target) throws java.io.IOException {
        if (file.getName().endsWith("broken")) {
            throw new java.io.IOException("the file system is gone");
        }
        return !file.getName().endsWith("stuck") && !exists(target) && super.rename(file, target);
    }

    @Override
    public boolean delete(org.apache.hadoop.fs.Path file, boolean recursive) throws java.io.IOException {
        if (file.getName().endsWith("kept")) {
            throw new java.io.IOException("nobody may delete it");
        }
        return super.delete(file, recursive);
    }

    @Override
    public URI getUri() {
        return URI.create("memtest:///");
    }

    @Override
    public String getScheme() {
        return "memtest";
    }

    @Override
    public java.io.File pathToFile(org.apache.hadoop.fs.Path path) {
        return root.resolve(path.toUri().getPath().substring(1)).toFile();
    }
}
