package dev.santoku.backend.cpu;

import java.lang.module.ModuleFinder;
import java.util.List;

/** The module of the Vector API, which a Java virtual machine has only when it is started with it. */
final class VectorModule {
    private static final String NAME = "jdk.incubator.vector";

    private VectorModule() {}

    /** The flags that give it to a virtual machine of this Java; none where this Java does not have it. */
    static List<String> jvmFlags() {
        return ModuleFinder.ofSystem().find(NAME).isPresent() ? List.of("--add-modules", NAME) : List.of();
    }

    /** Whether this virtual machine was started with it. */
    static boolean isPresent() {
        return ModuleLayer.boot().findModule(NAME).isPresent();
    }
}
