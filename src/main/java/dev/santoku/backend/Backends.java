package dev.santoku.backend;

import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;

/** The back ends that this program was started with, in the order of their service files. */
public final class Backends {
    private Backends() {}

    /** A new instance of each. */
    public static List<Backend> all() {
        return ServiceLoader.load(Backend.class, Backends.class.getClassLoader()).stream()
                .map(ServiceLoader.Provider::get)
                .toList();
    }

    /** A new instance of the one with this name. */
    public static Optional<Backend> byId(String id) {
        return all().stream().filter(backend -> backend.id().equals(id)).findFirst();
    }
}
