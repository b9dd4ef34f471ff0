package dev.santoku.run;

import dev.santoku.backend.Availability;
import dev.santoku.backend.Backend;
import dev.santoku.backend.Device;
import dev.santoku.backend.Multiplier;
import dev.santoku.backend.OpenOptions;
import dev.santoku.backend.Variant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** A back end of which only the name is used: one is a yardstick. */
public record NamedBackend(String id, List<String> names) implements Backend {
    @Override
    public OptionalInt threads(Device device, Variant variant, OpenOptions options) {
        return OptionalInt.of(id.equals("single") ? 1 : options.threads());
    }

    @Override
    public boolean yardstick() {
        return id.equals("yardstick");
    }

    @Override
    public String ceilingsFrom() {
        return id.equals("translator") ? "original" : id;
    }

    @Override
    public Optional<String> translatesFor() {
        return id.equals("translator") ? Optional.of("original") : Optional.empty();
    }

    @Override
    public List<Variant> variants() {
        return names.stream().map(name -> new Variant(name, "a test")).toList();
    }

    @Override
    public Availability probe() {
        return new Availability.Available(List.of(Device.cpu()));
    }

    @Override
    public Multiplier open(Device device, Variant variant, OpenOptions options) {
        throw new UnsupportedOperationException();
    }
}
