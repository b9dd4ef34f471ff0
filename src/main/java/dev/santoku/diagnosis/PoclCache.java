package dev.santoku.diagnosis;

import dev.santoku.backend.Availability;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * The folder in which PoCL keeps compiled kernels. It computes nothing without: where it cannot create the folder it offers no
 * device, where it cannot write there it compiles nothing, and on a file that is cut off there it ends the process.
 *
 * @param folder where it lies; perhaps not created yet
 * @param name without what tells whose machine this is
 */
public record PoclCache(Path folder, String name) {
    /** The name of PoCL's platform. */
    public static final String PLATFORM = "Portable Computing Language";

    private static final String VARIABLE = "POCL_CACHE_DIR";

    /**
     * That of processes with an environment. Source: {@code pocl_cache_init_topdir} of PoCL 3.1.
     *
     * @param environment by name
     */
    public static PoclCache of(Map<String, String> environment) {
        String chosen = environment.getOrDefault(VARIABLE, "");
        String caches = environment.getOrDefault("XDG_CACHE_HOME", "");
        String home = environment.get("HOME");
        if (!chosen.isEmpty()) {
            return new PoclCache(Path.of(chosen), "$" + VARIABLE);
        } else if (!caches.isEmpty()) {
            return new PoclCache(Path.of(caches, "pocl", "kcache"), "$XDG_CACHE_HOME/pocl/kcache");
        } else if (home != null) {
            return new PoclCache(Path.of(home, ".cache", "pocl", "kcache"), "~/.cache/pocl/kcache");
        }
        return new PoclCache(Path.of("/tmp/pocl/kcache"), "/tmp/pocl/kcache");
    }

    /** Why PoCL cannot write there, with the cure; empty where it can. */
    public Optional<Availability.Unavailable> obstacle() {
        Path existing = folder.toAbsolutePath();
        while (existing.getParent() != null && Files.notExists(existing)) {
            existing = existing.getParent();
        }
        if (!Files.isDirectory(existing) || !Files.isWritable(existing)) {
            return Optional.of(new Availability.Unavailable(
                    "PoCL cannot write into the folder of its cache, %s".formatted(name),
                    "make it writable, " + orAnother()));
        }
        return isFull(existing)
                ? Optional.of(new Availability.Unavailable(
                        "the disk of PoCL's cache, %s, is full".formatted(name), "free some of it, " + orAnother()))
                : Optional.empty();
    }

    private static boolean isFull(Path folder) {
        try {
            return Files.getFileStore(folder).getUsableSpace() == 0;
        } catch (IOException e) {
            return false; // who does not tell is not full
        }
    }

    /** The end of a cure. */
    String orAnother() {
        return "or name another folder in " + VARIABLE;
    }

    /** The command that deletes it: PoCL writes it anew. */
    String deletion() {
        return "rm -r " + name;
    }

    /** The cure where one of its files is damaged. */
    public String cure() {
        return "a file of PoCL's cache is damaged: " + deletion();
    }
}
