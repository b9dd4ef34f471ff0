package dev.santoku.backend.hybrid;

import dev.santoku.backend.Availability;
import dev.santoku.backend.Backend;
import dev.santoku.backend.BackendException;
import dev.santoku.backend.Backends;
import dev.santoku.backend.Device;
import dev.santoku.backend.Multiplier;
import dev.santoku.backend.OpenOptions;
import dev.santoku.backend.Piece;
import dev.santoku.backend.Variant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Supplier;

/**
 * {@code hybrid}: one product on several processors at once. Its devices are sets of those of {@code pool} and {@code jocl}: {@code
 * cpu+cl0}, or {@code gpus} for all GPUs. A device may stand there with a part of its compute units, {@code cpu:1+cl0:1}, so that
 * a driver that computes on the CPU leaves cores to the pool.
 */
public final class HybridBackend implements Backend {
    private static final Variant TILES =
            new Variant("tiles", "rows of C in tiles, handed out to all processors as they become free");

    private static final String CPU = "cpu";

    private final Supplier<List<Backend>> sources;
    private Parts parts;

    /** Found by {@link java.util.ServiceLoader}. */
    public HybridBackend() {
        this(() -> List.of(
                Backends.byId("pool").orElseThrow(), Backends.byId("jocl").orElseThrow()));
    }

    /** @param sources the back ends whose devices share products, asked when they are needed */
    HybridBackend(Supplier<List<Backend>> sources) {
        this.sources = sources;
    }

    @Override
    public String id() {
        return "hybrid";
    }

    @Override
    public List<Variant> variants() {
        return List.of(TILES);
    }

    @Override
    public Availability probe() {
        return parts().availability();
    }

    private synchronized Parts parts() {
        if (parts == null) {
            parts = Parts.find(sources.get());
        }
        return parts;
    }

    /** {@inheritDoc} Any of its devices, or pieces of them, joined by {@code +}, or {@code gpus}. */
    @Override
    public Optional<Device> device(Availability availability, String name) {
        return DeviceSet.of(availability.devices(), name).map(DeviceSet::asOne);
    }

    /** {@inheritDoc} All processors together. */
    @Override
    public List<Device> unnamedDevices(Availability availability) {
        return availability.devices().stream().filter(Device::hasParts).toList();
    }

    /** {@inheritDoc} Where there is no GPU, all are one hardware and nothing can be gained. */
    @Override
    public boolean measuredUnasked(Availability availability) {
        return availability.devices().stream().anyMatch(device -> device.kind() == Device.Kind.GPU);
    }

    @Override
    public OptionalInt threads(Device device, Variant variant, OpenOptions options) {
        return DeviceSet.ids(device).stream()
                .filter(id -> CPU.equals(Piece.of(id).map(Piece::device).orElse(id)))
                .mapToInt(id -> optionsOf(id, options).threads())
                .findFirst();
    }

    @Override
    public List<String> jvmFlags() {
        Set<String> flags = new LinkedHashSet<>();
        sources.get().forEach(source -> flags.addAll(source.jvmFlags()));
        return List.copyOf(flags);
    }

    /**
     * {@inheritDoc}
     *
     * @throws BackendException when one of the processors refuses
     */
    @Override
    public Multiplier open(Device device, Variant variant, OpenOptions options) {
        DeviceSet set = DeviceSet.of(probe().devices(), device.id())
                .orElseThrow(() -> new BackendException("hybrid has no device '%s'".formatted(device.id())));
        List<Multiplier> opened = new ArrayList<>();
        try {
            for (Device one : set.devices()) {
                Backend backend = parts().backendOf(one);
                opened.add(backend.open(one, backend.defaultVariant(one), optionsOf(one.id(), options)));
            }
            return new HybridMultiplier(device, opened, set.onOneHardware(), HybridMultiplier.GRAIN);
        } catch (RuntimeException e) {
            opened.forEach(multiplier -> closeAfter(e, multiplier));
            throw e;
        }
    }

    /** A piece of the CPU has a thread for each of its units. */
    private static OpenOptions optionsOf(String id, OpenOptions options) {
        return Piece.of(id)
                .filter(piece -> piece.device().equals(CPU))
                .map(piece -> new OpenOptions(piece.units()))
                .orElse(options);
    }

    private static void closeAfter(RuntimeException cause, Multiplier multiplier) {
        try {
            multiplier.close();
        } catch (RuntimeException e) {
            cause.addSuppressed(e);
        }
    }
}
