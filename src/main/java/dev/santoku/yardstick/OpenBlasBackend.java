package dev.santoku.yardstick;

import dev.santoku.backend.Availability;
import dev.santoku.backend.Backend;
import dev.santoku.backend.BackendException;
import dev.santoku.backend.Device;
import dev.santoku.backend.Multiplier;
import dev.santoku.backend.OpenOptions;
import dev.santoku.backend.Variant;
import java.util.List;
import java.util.OptionalInt;

/** {@code openblas}: OpenBLAS, once with one thread beside {@code single}, once with the pool's beside {@code pool}. */
public final class OpenBlasBackend implements Backend {
    private static final Variant SINGLE = new Variant("single", "OpenBLAS on one thread: the yardstick of single");
    private static final Variant POOL =
            new Variant("pool", "OpenBLAS on as many threads as the pool: the yardstick of pool");

    @Override
    public String id() {
        return "openblas";
    }

    @Override
    public boolean yardstick() {
        return true;
    }

    @Override
    public List<Variant> variants() {
        return List.of(SINGLE, POOL);
    }

    /** {@inheritDoc} Both, since each stands beside another back end; one where a pool of one thread makes them alike. */
    @Override
    public List<Variant> defaultVariants(Device device, OpenOptions options) {
        return options.threads() == 1 ? List.of(SINGLE) : variants();
    }

    @Override
    public OptionalInt threads(Device device, Variant variant, OpenOptions options) {
        return OptionalInt.of(variant.equals(SINGLE) ? 1 : options.threads());
    }

    @Override
    public Availability probe() {
        OpenBlas.Loading loading = OpenBlas.load();
        return loading.library().isPresent()
                ? new Availability.Available(List.of(Device.cpu()))
                : new Availability.Unavailable(loading.reason(), loading.cure());
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
        if (!variants().contains(variant)) {
            throw new IllegalArgumentException("openblas has no variant '" + variant.id() + "'");
        }
        OpenBlas.Loading loading = OpenBlas.load();
        OpenBlas library =
                loading.library().orElseThrow(() -> new BackendException(loading.reason() + "; " + loading.cure()));
        return new OpenBlasMultiplier(
                device, library, threads(device, variant, options).getAsInt());
    }

    /** {@inheritDoc} What this processor does at most is not OpenBLAS's to tell. */
    @Override
    public String ceilingsFrom() {
        return "pool";
    }

    /** JavaCPP loads libraries, which newer Java announces unless it is allowed, and bounds memory by the heap's size. */
    @Override
    public List<String> jvmFlags() {
        return List.of(
                "--enable-native-access=ALL-UNNAMED",
                "-Dorg.bytedeco.javacpp.maxBytes=0",
                "-Dorg.bytedeco.javacpp.maxPhysicalBytes=0");
    }
}
