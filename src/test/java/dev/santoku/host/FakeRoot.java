package dev.santoku.host;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A tree that stands for {@code /}. */
public record FakeRoot(Path path) {
    public FakeRoot with(String file, String content) throws IOException {
        Path target = path.resolve(file.substring(1));
        Files.createDirectories(target.getParent());
        Files.writeString(target, content + "\n");
        return this;
    }
}
