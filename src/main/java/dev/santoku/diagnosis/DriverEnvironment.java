package dev.santoku.diagnosis;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * What of a system decides whether drivers work: its files, the environment, and the rights of the user.
 *
 * @param root stands for {@code /}
 * @param environment by name
 * @param opens whether this user may open a device file for reading and writing
 */
record DriverEnvironment(Path root, Map<String, String> environment, Predicate<Path> opens) {
    /** Of a line in the list of mounts: place and options are the second and the fourth word. */
    private static final int WORDS_OF_MOUNT = 4;

    /** Those of this process. */
    static DriverEnvironment here() {
        return new DriverEnvironment(Path.of("/"), System.getenv(), DriverEnvironment::opened);
    }

    /** Asking for the rights alone would not see that a container keeps devices closed. */
    private static boolean opened(Path device) {
        try {
            FileChannel.open(device, StandardOpenOption.READ, StandardOpenOption.WRITE)
                    .close();
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /** A variable that is set and says something. */
    Optional<String> variable(String name) {
        return Optional.ofNullable(environment.get(name)).filter(value -> !value.isBlank());
    }

    /** Where a path lies; a relative one in the working folder. */
    Path real(String path) {
        return path.startsWith("/") ? root.resolve(path.substring(1)) : Path.of(path);
    }

    /** The first line of a file, without blanks around it; empty where it cannot be read. */
    String word(String file) {
        try {
            return Files.readString(real(file)).strip();
        } catch (IOException | UncheckedIOException e) {
            return "";
        }
    }

    /** Names of a folder's entries; none where it is absent or closed. */
    List<String> names(String folder, String glob) {
        List<String> names = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(real(folder), glob)) {
            entries.forEach(entry -> names.add(entry.getFileName().toString()));
        } catch (IOException | UncheckedIOException e) {
            return List.of();
        }
        names.sort(null);
        return names;
    }

    /**
     * Whether no library in a folder can be loaded, since the file system is mounted so.
     *
     * @param folder without links
     */
    boolean isMountedNoexec(Path folder) {
        String options = "";
        int longest = -1;
        for (String line : word("/proc/self/mounts").lines().toList()) {
            String[] words = line.split(" ", -1);
            if (words.length < WORDS_OF_MOUNT) {
                continue;
            }
            Path place = Path.of(words[1].replace("\\040", " "));
            if (folder.startsWith(place) && place.getNameCount() >= longest) { // later ones hide earlier ones
                longest = place.getNameCount();
                options = words[3];
            }
        }
        return List.of(options.split(",", -1)).contains("noexec");
    }
}
