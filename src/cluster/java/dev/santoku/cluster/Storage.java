package dev.santoku.cluster;

import dev.santoku.matrix.file.ByteSource;
import dev.santoku.matrix.file.FilePlace;
import java.io.BufferedOutputStream;
import java.io.EOFException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.CommonPathCapabilities;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileContext;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Options.Rename;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.UnsupportedFileSystemException;
import org.apache.hadoop.io.IOUtils;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkEnv;
import org.apache.spark.deploy.SparkHadoopUtil;

/** Files that all nodes see, by Hadoop's file systems: a path is a shared folder, {@code hdfs:} and the like their own. */
final class Storage implements FilePlace {
    private static final int BUFFER = 1 << 20;
    private static final int ATTEMPTS = 20;
    private static final long PAUSE_MILLISECONDS = 100;
    private static final long PATIENCE_NANOSECONDS = 10_000_000_000L;

    /** How {@code s3a} quotes a server, among names of classes and numbers of requests. */
    private static final Pattern OF_SERVER = Pattern.compile("Exception: (?<words>.*?) \\(Service: ");

    private final Configuration configuration;
    private final Consumer<String> stays;

    /** That of this process; to read it takes longer than to read a small file. */
    private static final class Own {
        private static final Configuration CONFIGURATION = SparkHadoopUtil.get()
                .newConfiguration(
                        SparkEnv.get() == null
                                ? new SparkConf()
                                : SparkEnv.get().conf());
    }

    /** As Spark's configuration says, whose {@code spark.hadoop.NAME} are Hadoop's. */
    Storage() {
        this(Own.CONFIGURATION);
    }

    Storage(Configuration configuration) {
        this(configuration, words -> {});
    }

    /** @param stays is told of each file and folder that could not be deleted, and why */
    Storage(Consumer<String> stays) {
        this(Own.CONFIGURATION, stays);
    }

    Storage(Configuration configuration, Consumer<String> stays) {
        this.configuration = configuration;
        this.stays = stays;
    }

    private FileSystem system(Path path) throws IOException {
        try {
            FileSystem system = path.getFileSystem(configuration);
            system.setWriteChecksum(false); // a local file would get another one beside it
            return system;
        } catch (RuntimeException e) { // a class that is missing, a host that nobody knows
            throw new IOException(e.getMessage(), e);
        }
    }

    /** Why it does not work, in a line. */
    static String inWords(IOException e) {
        String line = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
        Matcher quoted = OF_SERVER.matcher(line);
        String reason = quoted.find() ? quoted.group("words") : line;
        return e instanceof FileNotFoundException || reason.contains(" ")
                ? reason
                : "%s: %s".formatted(e.getClass().getSimpleName(), reason);
    }

    private static Path path(String name) {
        return name.startsWith("/") ? new Path("file", null, name) : new Path(name);
    }

    /** A file to read from anywhere. */
    private static final class Source implements ByteSource {
        private final String name;
        private final FSDataInputStream stream;

        private Source(String name, FSDataInputStream stream) {
            this.name = name;
            this.stream = stream;
        }

        @Override
        public ByteBuffer at(long position, int length) throws IOException {
            byte[] bytes = new byte[length];
            try {
                stream.readFully(position, bytes);
            } catch (EOFException e) {
                throw new IOException("%s ends before its last element".formatted(name), e);
            }
            return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        }

        @Override
        public void close() throws IOException {
            stream.close();
        }
    }

    @Override
    public ByteSource source(String name) throws IOException {
        return new Source(name, system(path(name)).open(path(name)));
    }

    @Override
    public List<String> list(String folder) throws IOException {
        try {
            return Arrays.stream(system(path(folder)).listStatus(path(folder)))
                    .map(status -> status.getPath().getName())
                    .toList();
        } catch (FileNotFoundException e) {
            return List.of();
        }
    }

    @Override
    public void write(String name, String text) throws IOException {
        String unfinished = name + ".part";
        try {
            replace(name, unfinished, out -> out.write(text.getBytes(StandardCharsets.UTF_8)));
        } catch (IOException e) {
            clear(unfinished);
            throw e;
        }
    }

    @Override
    public long size(String name) throws IOException {
        FileStatus status = system(path(name)).getFileStatus(path(name));
        if (status.isDirectory()) {
            throw new IOException("it is a folder");
        }
        return status.getLen();
    }

    /** Whether there is a folder of this name. */
    boolean isFolder(String name) throws IOException {
        try {
            return system(path(name)).getFileStatus(path(name)).isDirectory();
        } catch (FileNotFoundException e) {
            return false;
        }
    }

    @Override
    public InputStream open(String name) throws IOException {
        return system(path(name)).open(path(name));
    }

    /** Replaces a file that was there, in a folder that is. */
    FSDataOutputStream create(String name) throws IOException {
        return system(path(name)).createFile(path(name)).overwrite(true).build();
    }

    void createFolder(String name) throws IOException {
        if (!system(path(name)).mkdirs(path(name))) {
            throw new IOException("the folder %s cannot be created".formatted(name));
        }
    }

    /** Writes a file. */
    @FunctionalInterface
    interface Content {
        void writeTo(OutputStream out) throws IOException;
    }

    /**
     * A file takes another one's place when it is complete; if it cannot be written the other one stays. Object stores show a file
     * when it is closed, and rename by copying: there it has its name from the start.
     *
     * @param unfinished its name until then, elsewhere
     */
    void replace(String name, String unfinished, Content content) throws IOException {
        boolean shownWhenClosed =
                system(path(name)).hasPathCapability(path(name), CommonPathCapabilities.ABORTABLE_STREAM);
        FSDataOutputStream file = create(shownWhenClosed ? name : unfinished);
        try {
            OutputStream buffered = new BufferedOutputStream(file, BUFFER);
            content.writeTo(buffered);
            buffered.flush();
        } catch (IOException | RuntimeException | Error e) {
            giveUp(file, shownWhenClosed);
            throw e;
        }
        file.close();
        if (!shownWhenClosed) {
            rename(unfinished, name);
        }
    }

    private static void giveUp(FSDataOutputStream file, boolean shownWhenClosed) {
        if (shownWhenClosed) {
            file.abort();
        } else {
            IOUtils.closeStream(file);
        }
    }

    /** A file takes another one's place, at once where the file system can do that. */
    void rename(String name, String target) throws IOException {
        try {
            FileContext.getFileContext(path(target).toUri(), configuration)
                    .rename(path(name), path(target), Rename.OVERWRITE);
        } catch (UnsupportedFileSystemException e) { // it has the older interface alone, which replaces nothing
            replace(system(path(target)), path(name), path(target));
        }
    }

    /** The old one comes back where the new one cannot take its place. */
    private static void replace(FileSystem system, Path file, Path target) throws IOException {
        Path aside = file.suffix(".old");
        boolean replaces = system.exists(target);
        if (replaces && !system.rename(target, aside)) {
            throw new IOException("it cannot be renamed to %s".formatted(aside));
        }
        boolean done = false;
        try {
            done = system.rename(file, target);
        } finally {
            if (replaces && done) {
                system.delete(aside, false);
            } else if (replaces) {
                system.rename(aside, target);
            }
        }
        if (!done) {
            throw new IOException("%s cannot be renamed to it".formatted(file));
        }
    }

    /** Who still writes there may need a moment. */
    @Override
    public void clear(String name) {
        long start = System.nanoTime();
        String reason = "it is in use";
        for (int attempt = 0; attempt < ATTEMPTS && System.nanoTime() - start < PATIENCE_NANOSECONDS; attempt++) {
            try {
                if (!system(path(name)).exists(path(name)) || system(path(name)).delete(path(name), true)) {
                    return;
                }
                Thread.sleep(PAUSE_MILLISECONDS);
            } catch (IOException e) { // somebody may still write there
                reason = inWords(e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
        stays.accept("%s could not be deleted (%s)".formatted(name, reason));
    }
}
