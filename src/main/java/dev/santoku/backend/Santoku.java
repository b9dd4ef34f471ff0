package dev.santoku.backend;

import dev.santoku.matrix.Matrix;
import dev.santoku.matrix.Precision;
import dev.santoku.matrix.Shape;
import java.util.List;

/**
 * The way into the library: C = A·B in one call, or a {@link Multiplier} to keep where there are many products.
 *
 * <pre>{@code
 * Matrix c = Santoku.multiply(a, b);
 *
 * try (Multiplier gpu = Santoku.open("jocl", "cl0")) {
 *     Matrix d = gpu.multiply(a, b);
 * }
 * }</pre>
 *
 * <p>The fast kernels of the CPU need {@code --add-modules jdk.incubator.vector} on Java's command line.
 */
public final class Santoku {
    private Santoku() {}

    /**
     * Multiplies by what {@link #choose} chooses for one such product: mostly by {@code pool}, on all cores that this process may
     * use. Opens it and closes it: where there are many products, open a multiplier once.
     *
     * @param a m×k; not modified
     * @param b k×n, of the same precision; not modified
     * @return m×n, a new matrix
     * @throws IllegalArgumentException when the shapes or precisions do not fit
     * @throws BackendException when a device that was chosen fails; {@code multiply("pool", a, b)} does without it
     */
    public static Matrix multiply(Matrix a, Matrix b) {
        try (Multiplier multiplier = choose(Shape.of(a, b), a.precision(), 1).open()) {
            return multiplier.multiply(a, b);
        }
    }

    /**
     * Chooses what is done first with products of a shape: {@code pool}, a device of {@code jocl}, or {@code hybrid}, which is all
     * of them together. It compares the rates that {@code santoku tune} found on this machine; of the CPU that was not tuned, the
     * peak, which it measures in some tens of milliseconds. The way to a device is measured, too, in some tenths of a second. To open
     * a device counts as a second. Without rates, and where the pool is done within that second, it is {@code pool}, and no driver
     * is loaded. A driver of OpenCL for the CPU uses the cores of the pool: they are never taken together.
     *
     * @param shape of each product, or batch
     * @param precision of the inputs
     * @param products how many will be computed, about; at least 1
     */
    public static Choice choose(Shape shape, Precision precision, int products) {
        return new Chooser(Santoku::find).choose(shape, precision, products);
    }

    /**
     * Multiplies by a back end on the first of its devices.
     *
     * @param backend its id: {@code single}, {@code pool}, {@code jocl}, {@code aparapi}, {@code hybrid} or that of a yardstick
     * @param a m×k; not modified
     * @param b k×n, of the same precision; not modified
     * @return m×n, a new matrix
     * @throws IllegalArgumentException when the shapes or precisions do not fit, or when there is no such back end
     * @throws BackendException when it has no device here, with the reason and the cure
     */
    public static Matrix multiply(String backend, Matrix a, Matrix b) {
        try (Multiplier multiplier = open(backend)) {
            return multiplier.multiply(a, b);
        }
    }

    /**
     * Opens the fastest variant of a back end on the first of its devices.
     *
     * @param backend its id
     * @throws IllegalArgumentException when there is no such back end
     * @throws BackendException when it has no device here, with the reason and the cure
     */
    public static Multiplier open(String backend) {
        return open(backend, OpenOptions.defaults());
    }

    /** The same with options, such as fewer threads. */
    public static Multiplier open(String backend, OpenOptions options) {
        Backend found = find(backend);
        return open(found, devices(found).get(0), options);
    }

    /**
     * Opens the fastest variant of a back end on a device.
     *
     * @param backend its id
     * @param device such as {@code cl0}; {@code santoku doctor} lists them; of {@code hybrid} several, {@code cpu+cl0}
     * @throws IllegalArgumentException when there is no such back end, or when it has no such device
     * @throws BackendException when it has no device here, with the reason and the cure
     */
    public static Multiplier open(String backend, String device) {
        return open(backend, device, OpenOptions.defaults());
    }

    /** The same with options, such as fewer threads. */
    public static Multiplier open(String backend, String device, OpenOptions options) {
        Backend found = find(backend);
        List<Device> devices = devices(found);
        return open(
                found,
                found.device(found.probe(), device)
                        .orElseThrow(() -> new IllegalArgumentException("%s has no device '%s', but %s"
                                .formatted(
                                        backend,
                                        device,
                                        devices.stream().map(Device::id).toList()))),
                options);
    }

    private static Multiplier open(Backend backend, Device device, OpenOptions options) {
        return backend.open(device, backend.defaultVariant(device), options);
    }

    private static Backend find(String id) {
        return Backends.byId(id)
                .orElseThrow(() -> new IllegalArgumentException("there is no back end '%s', but %s"
                        .formatted(id, Backends.all().stream().map(Backend::id).toList())));
    }

    private static List<Device> devices(Backend backend) {
        Availability availability = backend.probe();
        if (availability instanceof Availability.Unavailable unavailable) {
            throw new BackendException("%s cannot run here: %s".formatted(backend.id(), unavailable.inWords()));
        }
        return availability.devices();
    }
}
