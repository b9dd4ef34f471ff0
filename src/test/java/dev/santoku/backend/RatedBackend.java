package dev.santoku.backend;

import dev.santoku.matrix.Matrix;
import dev.santoku.matrix.Precision;
import dev.santoku.matrix.Shape;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/** A back end whose devices have the rates that a test gives them, and multiply nothing. */
final class RatedBackend implements Backend, Tunable {
    static final LinkCeiling LINK = new LinkCeiling(10, 10, 20, 20, 20);

    private final String id;
    private final Map<Device, Double> gflops = new LinkedHashMap<>();
    private Tuning.Source source = Tuning.Source.TUNED;
    private OptionalDouble peak = OptionalDouble.empty();
    private Optional<LinkCeiling> link = Optional.of(LINK);
    private boolean refuses;
    int probed;
    final List<Device> opened = new ArrayList<>();

    RatedBackend(String id) {
        this.id = id;
    }

    static Device device(String id, Device.Kind kind) {
        return device(id, kind, "opencl");
    }

    static Device device(String id, Device.Kind kind, String route) {
        return new Device(id, kind, "the " + id, route, null, null, 4, 8L << 30, 2L << 30, Precision.full());
    }

    /** Adds a device; at 0 it was not tuned. */
    RatedBackend with(Device device, double rate) {
        gflops.put(device, rate);
        return this;
    }

    RatedBackend from(Tuning.Source other) {
        source = other;
        return this;
    }

    RatedBackend withPeak(double rate) {
        peak = OptionalDouble.of(rate);
        return this;
    }

    RatedBackend withLink(Optional<LinkCeiling> way) {
        link = way;
        return this;
    }

    RatedBackend refusing() {
        refuses = true;
        return this;
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public List<Variant> variants() {
        return List.of(new Variant("fake", "computes nothing"));
    }

    @Override
    public Availability probe() {
        probed++;
        return new Availability.Available(List.copyOf(gflops.keySet()));
    }

    /** {@inheritDoc} Any that are joined by {@code +}. */
    @Override
    public Optional<Device> device(Availability availability, String name) {
        return Optional.of(device(name, Device.Kind.GPU));
    }

    @Override
    public List<Tuned> findings() {
        return gflops.entrySet().stream()
                .filter(entry -> entry.getValue() > 0)
                .map(entry -> new Tuned(
                        key(entry.getKey()),
                        "digest",
                        Candidate.of("fake", Map.of()),
                        Instant.EPOCH,
                        List.of(),
                        entry.getValue(),
                        1))
                .toList();
    }

    private static TuningKey key(Device device) {
        return new TuningKey(device.name(), "nobody", device.kind(), "1", "fakes", Precision.F32);
    }

    @Override
    public Survey survey(Device device, Precision precision) {
        Tuning today = new Tuning(Candidate.of("fake", Map.of()), source, null, Instant.EPOCH);
        return new Survey(key(device), today, Map.of(), List.of(), List.of(), null);
    }

    @Override
    public Multiplier open(Device device, Variant variant, OpenOptions options) {
        if (refuses) {
            throw new BackendException("out of order");
        }
        opened.add(device);
        return new AbstractMultiplier(device) {
            @Override
            public OptionalDouble fmaCeiling(Precision precision) {
                return peak;
            }

            @Override
            public Optional<LinkCeiling> linkCeiling() {
                return link;
            }

            @Override
            protected AbstractProduct upload(Shape shape, Matrix a, Matrix b) {
                throw new UnsupportedProductException("it multiplies nothing");
            }

            @Override
            protected void release() {}
        };
    }

    @Override
    public Multiplier open(Device device, Precision precision, Candidate candidate) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void prepareToKeep() {}

    @Override
    public void keep(Tuned tuned) {}
}
