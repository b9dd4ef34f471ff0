package dev.santoku.backend.cpu;

import com.sun.management.HotSpotDiagnosticMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * Whether the JIT compiler of this JVM makes instructions of the Vector API. C2 of HotSpot does; others run a kernel some hundred
 * times slower.
 *
 * <p>What a JVM tells of itself costs nothing, but is not all: after {@code -XX:TieredStopAtLevel=2} it looks as ever. Asking HotSpot
 * takes some tens of milliseconds, a tenth of a first product. So it is asked only where an option makes it doubtful.
 *
 * @param vm the JVM's name
 * @param mode how it runs code: {@code mixed mode}, {@code interpreted mode} …
 * @param version the JVM's version
 * @param java the version of Java, such as 25
 * @param image whether this is no JVM but a native image
 * @param command the command that started this process
 * @param environment the options that every JVM takes from environment variables
 * @param flags the value of a flag of HotSpot; "" for one that this JVM lacks
 */
record JitCompiler(
        String vm,
        String mode,
        String version,
        int java,
        boolean image,
        String command,
        String environment,
        UnaryOperator<String> flags) {
    /** The kernels follow the habits of its C2 and of older ones. */
    static final int NEWEST_TESTED = 25;

    /** Parts of options that may turn off C2 or vectors, or that name files with more options. */
    private static final List<String> DOUBTFUL = List.of(
            " -Xint",
            " -client",
            " @",
            "Tiered",
            "Compil",
            "JVMCI",
            "NeverActAsServer",
            "UseAVX",
            "UseSSE",
            "UseFMA",
            "MaxVectorSize",
            "-XX:Flags",
            "-XX:VMOptionsFile");

    private static final List<String> VARIABLES = List.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS");
    private static final int C2 = 4;
    private static final int LEAST_BYTES = 16;
    private static final String OR_BLOCKED = ", or use the variant blocked";
    private static final String OR_FORCE = ", or try it with -D" + VectorModule.FORCE + "=true";

    /** That of this JVM. */
    static JitCompiler ofThisJvm() {
        return new JitCompiler(
                System.getProperty("java.vm.name", ""),
                System.getProperty("java.vm.info", ""),
                System.getProperty("java.vm.version", ""),
                Runtime.version().feature(),
                System.getProperty("org.graalvm.nativeimage.imagecode") != null,
                ownCommand(),
                environmentOptions(),
                JitCompiler::flag);
    }

    private static String environmentOptions() {
        StringBuilder options = new StringBuilder();
        for (String variable : VARIABLES) {
            String value = System.getenv(variable);
            options.append(' ').append(value == null ? "" : value);
        }
        return options.toString();
    }

    private static String ownCommand() {
        try {
            return Files.readString(Path.of("/proc/self/cmdline"), StandardCharsets.ISO_8859_1)
                    .replace('\0', ' ');
        } catch (IOException e) { // not Linux
            return String.join(" ", ProcessHandle.current().info().arguments().orElse(new String[0]));
        }
    }

    private static String flag(String name) {
        try {
            return ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class)
                    .getVMOption(name)
                    .getValue();
        } catch (RuntimeException | LinkageError e) {
            return "";
        }
    }

    /** Why each JVM of this Java fails to do so, in one line with the cure. */
    Optional<String> obstacleOfThisJava() {
        if (image) {
            return Optional.of("a native image has no JIT compiler C2 for the Vector API: run on a JVM" + OR_BLOCKED);
        }
        if (!vm.contains("OpenJDK") && !vm.contains("HotSpot")) {
            return Optional.of(
                    "this JVM, %s, is not HotSpot, whose compiler C2 the Vector API needs: use an OpenJDK".formatted(vm)
                            + OR_BLOCKED);
        }
        if (java > NEWEST_TESTED) {
            return Optional.of(
                    "Java %d is newer than Java %d, the newest that the vector kernels were tested with: use that"
                                    .formatted(java, NEWEST_TESTED)
                            + OR_FORCE);
        }
        return Optional.empty();
    }

    /** Why this JVM fails to do so, likewise. */
    Optional<String> obstacleHere() {
        if (mode.contains("interpreted")) {
            return Optional.of("the JIT compiler is off (-Xint): start Java without that option" + OR_BLOCKED);
        }
        if (!vm.contains("Server") || mode.contains("emulated-client") || (isDoubtful() && !hasC2())) {
            return Optional.of(
                    "the JIT compiler C2 is off: start Java without -XX:TieredStopAtLevel or whatever else turns it off"
                            + OR_BLOCKED);
        }
        if (mayHaveJvmci() && flags.apply("UseJVMCICompiler").equals("true")) {
            return Optional.of(
                    "another JIT compiler takes the place of C2: start Java with -XX:-UseJVMCICompiler" + OR_FORCE);
        }
        if (isDoubtful() && !hasFusedMultiplyAdd()) {
            return Optional.of(
                    "this JVM uses no vectors with fused multiply-add: start Java without -XX:UseAVX and -XX:-UseFMA"
                            + OR_BLOCKED);
        }
        return Optional.empty();
    }

    /** Whether {@link #obstacleHere()} stands in the way of JVMs that this one starts, too: its own command did not put it there. */
    boolean isInherited() {
        return !isDoubtful(command);
    }

    private boolean isDoubtful() {
        return isDoubtful(command) || isDoubtful(environment);
    }

    private static boolean isDoubtful(String options) {
        for (String part : DOUBTFUL) {
            if (options.contains(part)) {
                return true;
            }
        }
        return false;
    }

    private boolean hasC2() {
        return !flags.apply("UseCompiler").equals("false")
                && number(flags.apply("TieredStopAtLevel"), C2) >= C2
                && !flags.apply("CompilationMode").equals("quick-only");
    }

    /** As HotSpot says it; where the processor has none such, its flags do not have it either. */
    boolean hasFusedMultiplyAdd() {
        return flags.apply("UseFMA").equals("true") && number(flags.apply("MaxVectorSize"), 0) >= LEAST_BYTES;
    }

    /** GraalVM has it in its version; elsewhere an option is needed. */
    private boolean mayHaveJvmci() {
        return version.contains("jvmci") || isDoubtful();
    }

    private static int number(String value, int without) {
        return value.isEmpty() ? without : Integer.parseInt(value);
    }
}
