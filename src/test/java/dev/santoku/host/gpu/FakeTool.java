package dev.santoku.host.gpu;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A shell script in place of a driver's tool; it notes what it was asked. */
public record FakeTool(Path path) {
    /**
     * Writes one.
     *
     * @param body of the script; {@code $1} is the first argument
     */
    public static FakeTool create(Path folder, String name, String body) throws IOException {
        Path path = folder.resolve(name);
        Files.writeString(path, "#!/bin/sh\necho \"$*\" >>\"$0.asked\"\n" + body + "\n");
        if (!path.toFile().setExecutable(true)) {
            throw new IOException(path + " cannot be made executable");
        }
        return new FakeTool(path);
    }

    /** The arguments of each call. */
    public List<String> asked() throws IOException {
        return Files.readAllLines(Path.of(path + ".asked"));
    }
}
