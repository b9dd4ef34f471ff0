package dev.santoku.backend.cpu;

import dev.santoku.backend.cpu.kernel.SlowCompiler;
import dev.santoku.host.CpuFlags;
import java.lang.module.ModuleFinder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The module of the Vector API, which a JVM has only when it is started with it, and which is of use only
 * where the JVM turns it into instructions.
 */
final class VectorModule {
    /** System property: {@code true} uses the Vector API wherever it is loaded, however slow it may be. */
    static final String FORCE = "santoku.vector";

    private static final String NAME = "jdk.incubator.vector";

    private VectorModule() {}

    /** Whether a JVM of this Java, started with {@link #jvmFlags()}, has it and is fast with it. */
    static boolean canBeHad() {
        return obstacleElsewhere().isEmpty();
    }

    /** Whether this JVM has it and is fast with it. */
    static boolean isPresent() {
        return isLoaded() && obstacle().isEmpty();
    }

    /** Why it is not {@link #isPresent()}, and what to do. */
    static String refusal() {
        return obstacle().orElse("the Vector API is not loaded: start Java with --add-modules " + NAME);
    }

    /** The flags that give it to a JVM of this Java; none where it would be of no use. */
    static List<String> jvmFlags() {
        if (!canBeHad()) {
            return List.of();
        }
        List<String> flags = new ArrayList<>(List.of("--add-modules", NAME));
        if (isForced()) {
            flags.add("-D%s=true".formatted(FORCE));
        }
        return flags;
    }

    /** Why it is not for a JVM of this Java, started with {@link #jvmFlags()}, and what to do. */
    static Optional<String> obstacleElsewhere() {
        JitCompiler compiler = JitCompiler.ofThisJvm();
        return obstacleOfThisJava(compiler)
                .or(() -> compiler.isInherited() && !isForced() ? compiler.obstacleHere() : Optional.empty());
    }

    private static Optional<String> obstacle() {
        JitCompiler compiler = JitCompiler.ofThisJvm();
        return obstacleOfThisJava(compiler)
                .or(() ->
                        isForced() ? Optional.empty() : compiler.obstacleHere().or(SlowCompiler::reason));
    }

    private static Optional<String> obstacleOfThisJava(JitCompiler compiler) {
        if (!compiler.image() && ModuleFinder.ofSystem().find(NAME).isEmpty()) {
            return Optional.of("this Java runtime lacks the module %s: use a complete JDK".formatted(NAME));
        }
        if (isForced()) {
            return Optional.empty();
        }
        Optional<String> obstacle = compiler.obstacleOfThisJava();
        if (obstacle.isPresent() || hasFusedMultiplyAdd(compiler)) {
            return obstacle;
        }
        return Optional.of("this processor, or this Java on it, has no vectors with fused multiply-add: "
                + "use the variant blocked");
    }

    private static boolean isForced() {
        return Boolean.getBoolean(FORCE);
    }

    private static boolean isLoaded() {
        return ModuleLayer.boot().findModule(NAME).isPresent();
    }

    /**
     * Whether there is the instruction. Without it the library multiplies and adds element by element, in arithmetic of any
     * precision. HotSpot itself could tell everywhere, but asking it takes long.
     */
    private static boolean hasFusedMultiplyAdd(JitCompiler compiler) {
        String architecture = System.getProperty("os.arch");
        if (architecture.equals("aarch64")) {
            return true;
        }
        Optional<Set<String>> flags = architecture.equals("amd64") ? CpuFlags.ofThisMachine() : Optional.empty();
        if (flags.isPresent()) {
            return flags.get().contains("fma");
        }
        return compiler.hasFusedMultiplyAdd();
    }
}
