package dev.santoku.backend.opencl;

import java.util.List;
import java.util.Optional;

/** All families, from the simplest to the most refined. */
final class KernelFamilies {
    private static final List<KernelFamily> ALL = List.of(new NaiveFamily(), new TiledFamily());

    private KernelFamilies() {}

    static List<KernelFamily> all() {
        return ALL;
    }

    /** The family of that id. */
    static Optional<KernelFamily> find(String id) {
        return ALL.stream().filter(family -> family.id().equals(id)).findFirst();
    }
}
