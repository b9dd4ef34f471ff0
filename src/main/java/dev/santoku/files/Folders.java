package dev.santoku.files;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Clears folders that this program made. What cannot be deleted stays: that is no reason to lose a result. */
public final class Folders {
    private Folders() {}

    /** Deletes a folder with all that is in it, if it is there. */
    public static void deleteAll(Path folder) {
        deleteAll(folder, file -> false);
    }

    /** Deletes what is in a folder, if it is there, but for some files, and the folder itself when nothing is left. */
    public static void deleteAll(Path folder, Predicate<Path> kept) {
        deepestFirst(folder).stream().filter(kept.negate()).forEach(path -> {
            try {
                Files.deleteIfExists(path);
            } catch (IOException e) {
                // it holds what is kept, or somebody still writes there
            }
        });
    }

    /** All that is in a folder, and the folder itself; nothing where it is not there. */
    public static Set<Path> content(Path folder) {
        return Set.copyOf(deepestFirst(folder));
    }

    private static List<Path> deepestFirst(Path folder) {
        try (Stream<Path> walk = Files.walk(folder)) {
            return walk.sorted(Comparator.reverseOrder()).toList();
        } catch (IOException | UncheckedIOException e) {
            return List.of(); // it is not there, or went while it was read
        }
    }
}
