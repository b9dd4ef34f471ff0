package dev.santoku.backend.aparapi;

import com.aparapi.internal.opencl.OpenCLLoader;
import com.aparapi.natives.NativeLoader;
import java.io.IOException;
import java.util.Locale;
import java.util.Set;

/** Aparapi's native half: which systems it is built for, and why it does not load. */
final class NativeLibrary {
    private static final String OS = System.getProperty("os.name").toLowerCase(Locale.ROOT);
    private static final String ARCH = System.getProperty("os.arch").toLowerCase(Locale.ROOT);

    private NativeLibrary() {}

    /** Whether the jar holds a library for this system. */
    static boolean isSupported() {
        boolean pc64 = Set.of("amd64", "x86_64").contains(ARCH);
        boolean pc32 = Set.of("x86", "i386", "i486", "i586", "i686").contains(ARCH);
        if (OS.contains("mac")) {
            return pc64;
        }
        if (OS.contains("windows")) {
            return pc64 || pc32;
        }
        return OS.contains("linux") && (pc64 || pc32 || ARCH.startsWith("aarch64") || ARCH.startsWith("arm"));
    }

    /** Loads it. Returns the reason when that fails, else null. */
    static String obstacle() {
        if (!isSupported()) {
            return "Aparapi brings no native library for %s on %s".formatted(OS, ARCH);
        }
        if (OpenCLLoader.isOpenCLAvailable()) {
            return null;
        }
        try {
            NativeLoader.load(); // fails as it did before: Aparapi has dropped the reason
            return "Aparapi's native library loaded only at the second attempt";
        } catch (IOException | UnsatisfiedLinkError e) {
            return "Aparapi's native library does not load: " + e.getMessage();
        }
    }
}
