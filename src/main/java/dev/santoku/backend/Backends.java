package dev.santoku.backend;

import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.stream.Stream;

/** The back ends that this program was started with, in the order of their service files. */
public final class Backends {
    private Backends() {}

    /** A new instance of each. */
    public static List<Backend> all() {
        return instances().toList();
    }

    /** A new instance of the one with this name. Those that come after it are not even loaded, which takes some of them long. */
    public static Optional<Backend> byId(String id) {
        return instances().filter(backend -> backend.id().equals(id)).findFirst();
    }

    /** One after the other, each when it is its turn. */
    private static Stream<Backend> instances() {
        return ServiceLoader.load(Backend.class, Backends.class.getClassLoader()).stream()
                .map(ServiceLoader.Provider::get);
    }
}
