package dev.santoku.faults;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Builds a driver of the tests' own with gcc. */
final class SharedLibrary {
    private SharedLibrary() {}

    /**
     * Builds it where it is not built yet, under a name of its own first, since another process may build it at the same time.
     *
     * @param options of gcc besides warnings
     */
    static void build(Path source, Path library, List<String> options) throws IOException, InterruptedException {
        if (Files.exists(library)
                && Files.getLastModifiedTime(library).compareTo(Files.getLastModifiedTime(source)) >= 0) {
            return;
        }
        Files.createDirectories(library.getParent());
        Path unfinished = Files.createTempFile(library.getParent(), "unfinished", ".so");
        Path said = Files.createTempFile(library.getParent(), "gcc", ".log");
        List<String> command = new ArrayList<>(List.of("gcc"));
        command.addAll(options);
        command.addAll(List.of("-Wall", "-Wextra", "-Werror", "-shared", "-fPIC", "-fvisibility=hidden"));
        command.addAll(List.of("-o", unfinished.toString(), source.toString(), "-ldl", "-lpthread"));
        Process gcc = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(said.toFile())
                .start();
        if (!gcc.waitFor(1, TimeUnit.MINUTES) || gcc.exitValue() != 0) {
            gcc.destroyForcibly();
            throw new IOException("gcc does not build " + source
                    + " (scripts/setup.sh --tests installs what it needs): " + Files.readString(said));
        }
        Files.move(unfinished, library, StandardCopyOption.ATOMIC_MOVE);
        Files.delete(said);
    }
}
