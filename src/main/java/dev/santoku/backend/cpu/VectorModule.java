package dev.santoku.backend.cpu;

import com.sun.management.HotSpotDiagnosticMXBean;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.lang.module.ModuleFinder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The module of the Vector API, which a JVM has only when it is started with it, and which is of use only
 * where the JVM turns it into instructions.
 */
final class VectorModule {
    private static final String NAME = "jdk.incubator.vector";
    private static final int LEAST_BYTES = 16;

    private VectorModule() {}

    /** Whether a JVM of this Java, started with {@link #jvmFlags()}, has it and is fast with it. */
    static boolean canBeHad() {
        return obstacle().isEmpty();
    }

    /** Whether this JVM has it and is fast with it. */
    static boolean isPresent() {
        return isLoaded() && canBeHad();
    }

    /** Why it is not {@link #isPresent()}, and what to do. */
    static String refusal() {
        return obstacle().orElse("the Vector API is not loaded: start Java with --add-modules " + NAME);
    }

    /** The flags that give it to a JVM of this Java; none where it would be of no use. */
    static List<String> jvmFlags() {
        return canBeHad() ? List.of("--add-modules", NAME) : List.of();
    }

    private static boolean isLoaded() {
        return ModuleLayer.boot().findModule(NAME).isPresent();
    }

    private static Optional<String> obstacle() {
        if (ModuleFinder.ofSystem().find(NAME).isEmpty()) {
            return Optional.of("this Java runtime lacks the module %s: use a complete JDK".formatted(NAME));
        }
        return hasFusedMultiplyAdd()
                ? Optional.empty()
                : Optional.of("this processor, or this Java on it, has no vectors with fused multiply-add: "
                        + "use the variant blocked");
    }

    /**
     * Whether there is the instruction. Without it the library multiplies and adds element by element, in arithmetic of any
     * precision. HotSpot itself could tell everywhere, but asking it takes a tenth of a second.
     */
    private static boolean hasFusedMultiplyAdd() {
        String architecture = System.getProperty("os.arch");
        if (architecture.equals("aarch64")) {
            return true;
        }
        Path processors = Path.of("/proc/cpuinfo");
        if (architecture.equals("amd64") && Files.isReadable(processors)) {
            try (Stream<String> lines = Files.lines(processors)) {
                return lines.filter(line -> line.startsWith("flags"))
                        .findFirst()
                        .map(line -> (line + " ").contains(" fma "))
                        .orElse(false);
            } catch (IOException | UncheckedIOException e) {
                return false;
            }
        }
        return Boolean.parseBoolean(option("UseFMA")) && Integer.parseInt(option("MaxVectorSize")) >= LEAST_BYTES;
    }

    /** The value of a flag of HotSpot; "0" on a JVM that has none such. */
    private static String option(String name) {
        try {
            return ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class)
                    .getVMOption(name)
                    .getValue();
        } catch (RuntimeException e) {
            return "0";
        }
    }
}
