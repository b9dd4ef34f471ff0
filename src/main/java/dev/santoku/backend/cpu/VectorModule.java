package dev.santoku.backend.cpu;

import java.lang.module.ModuleFinder;
import java.util.List;

/** The module of the Vector API, which a Java virtual machine has only when it is started with it. */
final class VectorModule {
    private static final String NAME = "jdk.incubator.vector";

    private VectorModule() {}

    /** Whether this Java has it, so that a virtual machine can be started with it. */
    static boolean canBeHad() {
        return ModuleFinder.ofSystem().find(NAME).isPresent();
    }

    /** Why this virtual machine does not have it, and what to do. */
    static String refusal() {
        return canBeHad()
                ? "the Vector API is not loaded: start Java with --add-modules " + NAME
                : "this Java runtime lacks the module %s: use a complete JDK".formatted(NAME);
    }

    /** The flags that give it to a virtual machine of this Java; none where this Java does not have it. */
    static List<String> jvmFlags() {
        return canBeHad() ? List.of("--add-modules", NAME) : List.of();
    }

    /** Whether this virtual machine was started with it. */
    static boolean isPresent() {
        return ModuleLayer.boot().findModule(NAME).isPresent();
    }
}
