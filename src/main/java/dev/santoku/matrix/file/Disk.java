package dev.santoku.matrix.file;

import dev.santoku.files.Folders;
import dev.santoku.files.RegularFile;
import dev.santoku.files.WholeFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Stream;

/** Files of this machine. */
public final class Disk implements FilePlace {
    @Override
    public long size(String path) throws IOException {
        RegularFile.requireRegular(Path.of(path));
        return Files.size(Path.of(path));
    }

    @Override
    public InputStream open(String path) throws IOException {
        return Files.newInputStream(Path.of(path));
    }

    @Override
    public ByteSource source(String path) throws IOException {
        FileChannel channel = FileChannel.open(Path.of(path), StandardOpenOption.READ);
        return new Window(channel);
    }

    @Override
    public List<String> list(String folder) throws IOException {
        try (Stream<Path> files = Files.list(Path.of(folder))) {
            return files.map(file -> file.getFileName().toString()).toList();
        } catch (NoSuchFileException e) {
            return List.of();
        }
    }

    @Override
    public void write(String path, String text) throws IOException {
        WholeFile.write(Path.of(path), text);
    }

    @Override
    public void clear(String path) {
        Folders.deleteAll(Path.of(path));
    }
}
