package dev.santoku.backend;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * One way to multiply matrices: a back end, or somebody else's library as a yardstick.
 *
 * <p>Found by {@link java.util.ServiceLoader}, so an implementation has a public constructor without arguments, which
 * must do nothing: the parent process creates every back end and must load no native code.
 */
public interface Backend {
    /** Its name on the command line and in files: {@code single}, {@code pool}, {@code jocl} … */
    String id();

    /** Its algorithms, from the simplest to the most refined; at least one. */
    List<Variant> variants();

    /** The variant to take when none is asked for: the fastest one known for this device. */
    default Variant defaultVariant(Device device) {
        return variants().get(variants().size() - 1);
    }

    /**
     * What is measured when no variant is asked for: the fastest one alone, unless several stand for different things.
     *
     * @param options how they would be opened
     */
    default List<Variant> defaultVariants(Device device, OpenOptions options) {
        return List.of(defaultVariant(device));
    }

    /**
     * Asks once what it can run on. Never throws; the answer is kept, so that no driver is touched twice. May load
     * native code: call it in a worker process.
     */
    Availability probe();

    /** Whether {@link #probe()} asks what the JIT compiler does, which must then be the one that products have. */
    default boolean judgesCompiler() {
        return false;
    }

    /**
     * The device of a name that a user writes: one of {@link #probe()}'s by its id, or what this back end makes of several.
     *
     * @param availability what its probe found
     */
    default Optional<Device> device(Availability availability, String name) {
        return availability.devices().stream()
                .filter(candidate -> candidate.id().equals(name))
                .findFirst();
    }

    /** The devices that are taken where a user names none. */
    default List<Device> unnamedDevices(Availability availability) {
        return availability.devices();
    }

    /**
     * Whether it is measured where no user names it.
     *
     * @param availability what its probe found
     */
    default boolean measuredUnasked(Availability availability) {
        return true;
    }

    /**
     * Acquires what outlives one product: threads, a context, built kernels.
     *
     * @param device one of {@link #probe()}'s
     * @param variant one of {@link #variants()}
     * @throws BackendException when the device refuses, with the reason
     */
    Multiplier open(Device device, Variant variant, OpenOptions options);

    /**
     * Threads of the CPU that a multiplier opened so computes on; empty on other devices, which have no such number. What
     * does not depend on the options is measured once, however many numbers of threads are asked for.
     */
    default OptionalInt threads(Device device, Variant variant, OpenOptions options) {
        return device.route().equals("java") ? OptionalInt.of(options.threads()) : OptionalInt.empty();
    }

    /**
     * The back end that can tell what this one's devices do at most: itself, unless its own means do not reach so far. It
     * knows them under the same names.
     */
    default String ceilingsFrom() {
        return id();
    }

    /**
     * The back end whose language this one translates its kernels to: variants of the same name are the same algorithm there,
     * written by hand. Empty for all but translators.
     */
    default Optional<String> translatesFor() {
        return Optional.empty();
    }

    /**
     * Rows of the smallest square product whose time tells that of larger ones. A smaller one may take as long, where it takes long to
     * begin at all.
     */
    default int tellingSide() {
        return 128;
    }

    /** Flags that the JVM of a worker needs, such as {@code --add-modules …}. */
    default List<String> jvmFlags() {
        return List.of();
    }

    /**
     * Variables that the process of a worker needs, whose libraries read them as they are loaded.
     *
     * @param threads of the CPU that its products will run on, at least 1
     */
    default Map<String, String> environment(int threads) {
        return Map.of();
    }

    /** Whether it is somebody else's library, measured beside the back ends and never a baseline unless asked. */
    default boolean yardstick() {
        return false;
    }
}
