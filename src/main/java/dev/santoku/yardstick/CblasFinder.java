package dev.santoku.yardstick;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Finds libraries with the CBLAS interface, by their files alone: those given, then those with usual names in the folders of the
 * dynamic loader and of vendors' installers. One that is reached by two names, as by Debian's alternatives, is taken once.
 *
 * @param root stands for {@code /}
 * @param environment of this process
 */
record CblasFinder(Path root, Map<String, String> environment) {
    /** On macOS; there is no such file. */
    static final Path ACCELERATE = Path.of("System/Library/Frameworks/Accelerate.framework/Accelerate");

    private static final Pattern STEM =
            Pattern.compile("(?:lib)?([^.]*?)(?:[.][0-9]+)*[.](?:so|dylib|dll)(?:[.][0-9.]+)?");

    /** Variables that hold folders, as the dynamic loader reads them. */
    private static final List<String> PATHS = List.of("LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH");

    /** Variables that name where something was installed: libraries are in {@code lib} below it. */
    private static final List<String> INSTALLATIONS =
            List.of("MKLROOT", "AOCL_ROOT", "ARMPL_DIR", "NVPL_ROOT", "CONDA_PREFIX", "VIRTUAL_ENV");

    private static final List<String> USUAL_FOLDERS = List.of(
            "opt/intel/oneapi/mkl/latest/lib",
            "opt/intel/mkl/lib/intel64",
            "usr/local/lib",
            "usr/local/lib64",
            "usr/lib/x86_64-linux-gnu",
            "usr/lib/aarch64-linux-gnu",
            "usr/lib64",
            "usr/lib",
            "lib64",
            "lib",
            "opt/homebrew/lib",
            "opt/homebrew/opt/openblas/lib",
            "usr/local/opt/openblas/lib");

    /** Those of this machine. */
    static CblasFinder ofThisMachine() {
        return new CblasFinder(Path.of(File.separator), System.getenv());
    }

    /**
     * Finds them.
     *
     * @param given by the user; each is in the answer unless it is another's file under a second name
     * @return those given first, in their order; no two have one name
     */
    List<CblasFile> find(List<Path> given) {
        List<CblasFile> files = new ArrayList<>();
        Set<Path> known = new HashSet<>();
        given.stream()
                .filter(path -> known.add(real(path)))
                .forEach(path -> files.add(new CblasFile(free(nameOf(path), files), path)));
        List<Path> folders = folders();
        for (CblasKind kind : CblasKind.values()) {
            find(kind, folders)
                    .filter(path -> known.add(real(path)))
                    .ifPresent(path -> files.add(new CblasFile(free(kind.id(), files), path)));
        }
        return files;
    }

    /** The newest, in the first folder that has any. */
    private Optional<Path> find(CblasKind kind, List<Path> folders) {
        if (kind == CblasKind.ACCELERATE) {
            return Optional.of(root.resolve(ACCELERATE)).filter(path -> Files.isDirectory(path.getParent()));
        }
        return folders.stream()
                .flatMap(folder -> files(folder)
                        .filter(path -> stem(path).equals(Optional.of(kind.stem())) && Files.isRegularFile(path))
                        .sorted(Comparator.reverseOrder())
                        .limit(1))
                .findFirst();
    }

    private List<Path> folders() {
        Set<Path> folders = new LinkedHashSet<>();
        PATHS.stream()
                .flatMap(
                        name -> Arrays.stream(environment.getOrDefault(name, "").split(File.pathSeparator, -1)))
                .flatMap(CblasFinder::path)
                .forEach(folders::add);
        INSTALLATIONS.stream()
                .flatMap(name -> Stream.ofNullable(environment.get(name)))
                .flatMap(CblasFinder::path)
                .forEach(folder -> folders.addAll(List.of(folder.resolve("lib"), folder.resolve("lib/intel64"))));
        loaderFolders().forEach(folders::add);
        USUAL_FOLDERS.forEach(folder -> folders.add(root.resolve(folder)));
        folders.removeIf(folder -> !folder.isAbsolute());
        return List.copyOf(folders);
    }

    private static Stream<Path> path(String text) {
        try {
            return Stream.of(Path.of(text));
        } catch (InvalidPathException e) {
            return Stream.empty();
        }
    }

    /** As glibc's {@code ldconfig} is told them. Source: ldconfig(8). */
    private Stream<Path> loaderFolders() {
        return files(root.resolve("etc/ld.so.conf.d"))
                .sorted()
                .flatMap(CblasFinder::lines)
                .map(String::strip)
                .filter(line -> line.startsWith("/"))
                .map(line -> root.resolve(line.substring(1)));
    }

    private static Stream<String> lines(Path file) {
        try {
            return Files.readAllLines(file).stream();
        } catch (IOException e) {
            return Stream.empty();
        }
    }

    private static Stream<Path> files(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.toList().stream();
        } catch (IOException e) {
            return Stream.empty();
        }
    }

    /** {@code blis} of {@code libblis.so.4}. */
    private static Optional<String> stem(Path file) {
        return Optional.of(STEM.matcher(file.getFileName().toString()))
                .filter(Matcher::matches)
                .map(matcher -> matcher.group(1));
    }

    /** A variant's name for a file: that of a library we know, or its own, as far as it can be one. */
    private static String nameOf(Path file) {
        String stem = stem(file).orElse(file.getFileName().toString());
        return Stream.of(CblasKind.values())
                .filter(kind -> kind.stem().equals(stem))
                .map(CblasKind::id)
                .findFirst()
                .orElseGet(() -> {
                    String plain = stem.toLowerCase(Locale.ROOT)
                            .replaceAll("[^a-z0-9]+", "-")
                            .replaceAll("^[-0-9]+|-$", "");
                    return plain.isEmpty() ? "library" : plain;
                });
    }

    /** The name, or the name with the first number behind it that no other has. */
    private static String free(String name, List<CblasFile> files) {
        String plain = name.replaceAll("-single$", "");
        String free = plain;
        for (int number = 2; isTaken(free, files); number++) {
            free = plain + "-" + number;
        }
        return free;
    }

    private static boolean isTaken(String name, List<CblasFile> files) {
        return files.stream().anyMatch(file -> file.name().equals(name));
    }

    private static Path real(Path path) {
        try {
            return path.toRealPath();
        } catch (IOException e) {
            return path.toAbsolutePath().normalize();
        }
    }
}
