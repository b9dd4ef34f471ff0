package dev.santoku.host;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** Has JVMs that load drivers keep their signal handlers. */
public final class SignalChain {
    private SignalChain() {}

    /**
     * Changes the environment of a process to be started. The compiler inside PoCL installs LLVM's own handlers, which stand
     * for one signal only; two threads of Java that meet a null pointer or a safepoint at once would then end the process
     * with no more than "Segmentation fault". The Java runtime brings a library against that; elsewhere than on Linux, and
     * in a runtime without it, nothing is changed.
     *
     * @param environment is modified
     */
    public static void keep(Map<String, String> environment) {
        Path library = Path.of(System.getProperty("java.home"), "lib", "libjsig.so");
        if (Files.exists(library)) {
            environment.merge("LD_PRELOAD", library.toString(), (present, own) -> own + ":" + present);
        }
    }
}
