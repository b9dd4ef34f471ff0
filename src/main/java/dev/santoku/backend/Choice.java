package dev.santoku.backend;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Which back end computes some products, and why: {@link Santoku#choose} makes it.
 *
 * <pre>{@code
 * Choice choice = Santoku.choose(Shape.square(8192), Precision.F32, 100);
 * System.out.println(choice); // hybrid@cpu+cl0: ...
 * try (Multiplier multiplier = choice.open()) { ... }
 * }</pre>
 */
public final class Choice {
    private final Backend backend;
    private final Device device;
    private final String reason;
    private final Map<String, Double> expectedSeconds;

    Choice(Backend backend, Device device, String reason, Map<String, Double> expectedSeconds) {
        this.backend = backend;
        this.device = device;
        this.reason = reason;
        this.expectedSeconds = Collections.unmodifiableMap(new LinkedHashMap<>(expectedSeconds));
    }

    /** Its id, such as {@code hybrid}. */
    public String backend() {
        return backend.id();
    }

    /** The device; of {@code hybrid} several, whose ids are joined by {@code +}. */
    public Device device() {
        return device;
    }

    /** Why it was chosen, in one line. */
    public String reason() {
        return reason;
    }

    /**
     * What all the products are expected to take, in seconds, by back end and device, such as {@code pool@cpu}. Opening is part of
     * it. Empty where no rates were compared.
     */
    public Map<String, Double> expectedSeconds() {
        return expectedSeconds;
    }

    /**
     * Opens what was chosen.
     *
     * @throws BackendException when the device refuses, with the reason
     */
    public Multiplier open() {
        return open(OpenOptions.defaults());
    }

    /**
     * Opens it with fewer threads, or less of a device's memory.
     *
     * @throws BackendException when the device refuses, with the reason
     */
    public Multiplier open(OpenOptions options) {
        return backend.open(device, backend.defaultVariant(device), options);
    }

    /** Back end, device and reason. */
    @Override
    public String toString() {
        return "%s@%s: %s".formatted(backend(), device.id(), reason);
    }
}
