package dev.santoku.diagnosis;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Finds the OpenCL installation by looking at files alone, so that the parent process may do it: no driver is loaded.
 *
 * <p>The loader, {@code libOpenCL.so.1}, knows the drivers whose libraries are named in {@code *.icd} files of one
 * folder. {@code OCL_ICD_VENDORS} names another folder, or a single file (manual page libOpenCL(7) of ocl-icd;
 * {@code OPENCL_VENDOR_PATH} is its older name).
 */
public final class OpenClDrivers {
    private static final String NVIDIA = "libnvidia-opencl.so.1";

    /** Where Linux distributions keep the libraries that the dynamic loader finds by itself. */
    private static final List<String> SYSTEM_FOLDERS = List.of(
            "/usr/lib/x86_64-linux-gnu",
            "/usr/lib/aarch64-linux-gnu",
            "/lib/x86_64-linux-gnu",
            "/lib/aarch64-linux-gnu",
            "/usr/lib64",
            "/lib64",
            "/usr/lib",
            "/lib");

    /** Where container runtimes and NixOS put the driver of the host: not searched by the dynamic loader. */
    private static final List<String> MOUNTED_FOLDERS =
            List.of("/usr/local/nvidia/lib64", "/usr/local/nvidia/lib", "/run/opengl-driver/lib");

    private static final List<String> VENDOR_FOLDERS = List.of("/etc/OpenCL/vendors", "/usr/share/OpenCL/vendors");

    /** More than any file has that names a library or some folders. */
    private static final int MOST_BYTES = 64 << 10;

    private final Path root;
    private final Map<String, String> environment;

    private OpenClDrivers(Path root, Map<String, String> environment) {
        this.root = root;
        this.environment = environment;
    }

    /** The installation of this machine, as this process's environment lets the loader see it. */
    public static OpenClInstallation find() {
        return find(Path.of("/"), System.getenv());
    }

    /**
     * The installation under another root; paths in the answer are as seen from there.
     *
     * @param root stands for {@code /}
     * @param environment the variables that the loaders read
     */
    static OpenClInstallation find(Path root, Map<String, String> environment) {
        return new OpenClDrivers(root, environment).installation();
    }

    private OpenClInstallation installation() {
        Optional<String> chosen = chosenByUser();
        List<OpenClInstallation.Icd> registered = chosen.map(this::registeredBy).orElseGet(this::registeredBySystem);
        Optional<Path> nvidia =
                chosen.isPresent() || isNvidiaRegistered(registered) ? Optional.empty() : library(NVIDIA, true);
        return new OpenClInstallation(
                library("libOpenCL.so.1", false), chosen, registered, nvidia, nvidia.flatMap(this::libraryPathFor));
    }

    private Optional<String> chosenByUser() {
        return variable("OCL_ICD_VENDORS").or(() -> variable("OPENCL_VENDOR_PATH"));
    }

    private Optional<String> variable(String name) {
        return Optional.ofNullable(environment.get(name)).filter(value -> !value.isBlank());
    }

    /** What a user's choice registers: a folder of .icd files, one such file, or a library. */
    private List<OpenClInstallation.Icd> registeredBy(String choice) {
        if (Files.isDirectory(real(choice))) {
            return icdsIn(choice);
        }
        if (!choice.endsWith(".icd")) {
            return List.of(registered(Path.of(choice), choice));
        }
        Stream<String> places = choice.contains("/")
                ? Stream.of(choice)
                : VENDOR_FOLDERS.stream().map(folder -> folder + "/" + choice);
        return places.flatMap(file -> icd(file).stream()).limit(1).toList();
    }

    private List<OpenClInstallation.Icd> registeredBySystem() {
        return VENDOR_FOLDERS.stream()
                .filter(folder -> Files.isDirectory(real(folder)))
                .findFirst()
                .map(this::icdsIn)
                .orElse(List.of());
    }

    private List<OpenClInstallation.Icd> icdsIn(String folder) {
        return names(folder, "*.icd").stream()
                .flatMap(name -> icd(folder + "/" + name).stream())
                .toList();
    }

    /** One .icd file: its first line names the library. Unreadable or empty, it registers nothing. */
    private Optional<OpenClInstallation.Icd> icd(String file) {
        return lines(file).stream()
                .findFirst()
                .map(line -> line.split("\0", 2)[0].strip()) // where a loader's string ends
                .filter(library -> !library.isEmpty())
                .map(library -> registered(Path.of(file), library));
    }

    private OpenClInstallation.Icd registered(Path file, String library) {
        Optional<Path> path = library.contains("/")
                ? Optional.of(Path.of(library)).filter(known -> Files.exists(real(library)))
                : library(library, false);
        return new OpenClInstallation.Icd(file, library, path);
    }

    /** By its plain name, or by the path of a file that is there; a path that leads nowhere registers nothing. */
    private boolean isNvidiaRegistered(List<OpenClInstallation.Icd> registered) {
        Stream<String> more = variable("OCL_ICD_FILENAMES").stream().flatMap(names -> Stream.of(names.split(":")));
        return Stream.concat(registered.stream().map(OpenClInstallation.Icd::library), more)
                .filter(OpenClInstallation::isNvidia)
                .anyMatch(library -> !library.startsWith("/") || Files.exists(real(library)));
    }

    private Optional<Path> library(String name, boolean mountedToo) {
        Stream<String> mounted = mountedToo ? MOUNTED_FOLDERS.stream() : Stream.empty();
        return Stream.concat(searched().stream(), mounted)
                .map(folder -> folder + "/" + name)
                .filter(file -> Files.exists(real(file)))
                .findFirst()
                .map(Path::of);
    }

    /** The folders that the dynamic loader searches, in its order. */
    private List<String> searched() {
        List<String> folders = new ArrayList<>(libraryPath());
        names("/etc/ld.so.conf.d", "*.conf").stream()
                .flatMap(name -> lines("/etc/ld.so.conf.d/" + name).stream())
                .map(String::strip)
                .filter(line -> line.startsWith("/"))
                .forEach(folders::add);
        folders.addAll(SYSTEM_FOLDERS);
        return folders;
    }

    private List<String> libraryPath() {
        return variable("LD_LIBRARY_PATH").stream()
                .flatMap(path -> Stream.of(path.split(":")))
                .filter(folder -> folder.startsWith("/"))
                .toList();
    }

    /** The driver loads its compiler by plain name, so its folder must be searched. */
    private Optional<String> libraryPathFor(Path driver) {
        String folder = driver.getParent().toString();
        if (searched().contains(folder)) {
            return Optional.empty();
        }
        return Optional.of(
                variable("LD_LIBRARY_PATH").map(path -> path + ":" + folder).orElse(folder));
    }

    /** Where a path lies; a user's relative one, as for the loader, in the working folder. */
    private Path real(String path) {
        return path.startsWith("/") ? root.resolve(path.substring(1)) : Path.of(path);
    }

    private List<String> names(String folder, String glob) {
        List<String> names = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(real(folder), glob)) {
            files.forEach(file -> names.add(file.getFileName().toString()));
        } catch (IOException | UncheckedIOException e) {
            return List.of(); // absent or closed to us: to the loaders as well
        }
        names.sort(null);
        return names;
    }

    private List<String> lines(String file) {
        if (!Files.isRegularFile(real(file))) {
            return List.of(); // a pipe might keep us for ever
        }
        try (InputStream content = Files.newInputStream(real(file))) {
            return new String(content.readNBytes(MOST_BYTES), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
        } catch (IOException e) {
            return List.of();
        }
    }
}
