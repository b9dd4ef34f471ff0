package dev.santoku.yardstick;

import dev.santoku.backend.Availability;
import dev.santoku.backend.Backend;
import dev.santoku.backend.BackendException;
import dev.santoku.backend.Device;
import dev.santoku.backend.Multiplier;
import dev.santoku.backend.OpenOptions;
import dev.santoku.backend.Variant;
import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * {@code cblas}: every library with the CBLAS interface that this machine has or that the user names. Each has two variants:
 * {@code NAME} on as many threads as the pool, beside {@code pool}, and {@code NAME-single}, beside {@code single}.
 */
public final class CblasBackend implements Backend {
    /** Holds the files that a user names, as a class path does; the parent gives it to its workers. */
    private static final String PROPERTY = "santoku.cblas";

    private static final String SINGLE = "-single";

    private final List<Path> given;
    private final CblasFinder finder;
    private List<CblasFile> files;
    private Availability availability;

    /** With the files that the system property {@code santoku.cblas} names. */
    public CblasBackend() {
        this(Stream.of(System.getProperty(PROPERTY, "").split(File.pathSeparator, -1))
                .filter(path -> !path.isEmpty())
                .map(Path::of)
                .toList());
    }

    /** @param given files that are measured beside those found */
    public CblasBackend(List<Path> given) {
        this(given, CblasFinder.ofThisMachine());
    }

    CblasBackend(List<Path> given, CblasFinder finder) {
        this.given = given.stream().map(Path::toAbsolutePath).toList();
        this.finder = finder;
    }

    @Override
    public String id() {
        return "cblas";
    }

    @Override
    public boolean yardstick() {
        return true;
    }

    /** {@inheritDoc} First those that are here, then those that have only a name, so that asking for one tells what misses. */
    @Override
    public List<Variant> variants() {
        List<Variant> variants = new ArrayList<>(present());
        missing().forEach(kind -> variants.addAll(both(kind.id(), kind.title())));
        return variants;
    }

    private List<Variant> present() {
        return files().stream()
                .flatMap(file -> both(file.name(), file.path().getFileName().toString()).stream())
                .toList();
    }

    private static List<Variant> both(String name, String title) {
        return List.of(
                new Variant(name + SINGLE, title + " on one thread: a yardstick of single"),
                new Variant(name, title + " on as many threads as the pool: a yardstick of pool"));
    }

    /** On another system than macOS nobody misses Accelerate. */
    private List<CblasKind> missing() {
        return Stream.of(CblasKind.values())
                .filter(kind -> kind != CblasKind.ACCELERATE && file(kind.id()) == null)
                .toList();
    }

    @Override
    public Variant defaultVariant(Device device) {
        return variants().get(1);
    }

    /** {@inheritDoc} All libraries that are here; each once where a pool of one thread makes its variants alike. */
    @Override
    public List<Variant> defaultVariants(Device device, OpenOptions options) {
        return present().stream()
                .filter(variant -> options.threads() > 1 || isSingle(variant))
                .toList();
    }

    /** The variants of libraries that the user named, which are measured without being asked for again. */
    public List<Variant> namedVariants(OpenOptions options) {
        List<String> names = files().stream()
                .filter(file -> given.contains(file.path()))
                .map(CblasFile::name)
                .toList();
        return defaultVariants(Device.cpu(), options).stream()
                .filter(variant -> names.contains(libraryOf(variant)))
                .toList();
    }

    private static boolean isSingle(Variant variant) {
        return variant.id().endsWith(SINGLE);
    }

    private static String libraryOf(Variant variant) {
        return isSingle(variant) ? variant.id().substring(0, variant.id().length() - SINGLE.length()) : variant.id();
    }

    @Override
    public OptionalInt threads(Device device, Variant variant, OpenOptions options) {
        return OptionalInt.of(isSingle(variant) ? 1 : options.threads());
    }

    /** {@inheritDoc} Reads files and loads none: a library that breaks as it is loaded ends its own worker alone. */
    @Override
    public synchronized Availability probe() {
        if (availability == null) {
            availability = files().isEmpty() ? nothing() : some();
        }
        return availability;
    }

    private static Availability nothing() {
        return new Availability.Unavailable(
                "no library with the CBLAS interface is found: %s are looked for"
                        .formatted(Stream.of(CblasKind.values())
                                .map(CblasKind::stem)
                                .collect(Collectors.joining(", "))),
                "install one, such as Debian's libblis4-pthread, or name its file with --cblas");
    }

    private Availability some() {
        Map<String, Availability.Unavailable> obstacles = new LinkedHashMap<>();
        files().forEach(file -> file.obstacle().ifPresent(obstacle -> put(obstacles, file.name(), obstacle)));
        missing()
                .forEach(kind -> put(
                        obstacles,
                        kind.id(),
                        new Availability.Unavailable(
                                "there is no %s here: no file is called %s"
                                        .formatted(kind.title(), System.mapLibraryName(kind.stem())),
                                (kind == CblasKind.MKL ? "scripts/setup.sh --mkl fetches it; or " : "")
                                        + "name its folder in LD_LIBRARY_PATH, or its file with --cblas")));
        return new Availability.Available(List.of(Device.cpu()), obstacles);
    }

    private static void put(
            Map<String, Availability.Unavailable> obstacles, String name, Availability.Unavailable obstacle) {
        obstacles.put(name, obstacle);
        obstacles.put(name + SINGLE, obstacle);
    }

    private synchronized List<CblasFile> files() {
        if (files == null) {
            files = finder.find(given);
        }
        return files;
    }

    /** Null where there is none of this name. */
    private CblasFile file(String name) {
        return files().stream()
                .filter(file -> file.name().equals(name))
                .findFirst()
                .orElse(null);
    }

    /**
     * {@inheritDoc}
     *
     * <p>The number of threads belongs to the process: multipliers of both variants may be open at once, and take turns.
     *
     * @throws IllegalArgumentException for a variant of another back end
     */
    @Override
    public Multiplier open(Device device, Variant variant, OpenOptions options) {
        probe().obstacle(variant.id()).ifPresent(obstacle -> {
            throw new BackendException(obstacle.inWords());
        });
        CblasFile file = file(libraryOf(variant));
        if (file == null) {
            throw new IllegalArgumentException("cblas has no variant '" + variant.id() + "'");
        }
        return new CblasMultiplier(
                device, Cblas.of(file), threads(device, variant, options).getAsInt());
    }

    /** {@inheritDoc} What this processor does at most is not a library's to tell. */
    @Override
    public String ceilingsFrom() {
        return "pool";
    }

    /** {@inheritDoc} Libraries that have no call for their number of threads read it there. */
    @Override
    public Map<String, String> environment(int threads) {
        Map<String, String> environment = new TreeMap<>();
        CblasThreads.VARIABLES.forEach(name -> environment.put(name, Integer.toString(threads)));
        return environment;
    }

    /** Leave to load libraries, and those that the user named. */
    @Override
    public List<String> jvmFlags() {
        String paths = given.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator));
        return Stream.of("--enable-native-access=ALL-UNNAMED", paths.isEmpty() ? "" : "-D" + PROPERTY + "=" + paths)
                .filter(flag -> !flag.isEmpty())
                .toList();
    }
}
