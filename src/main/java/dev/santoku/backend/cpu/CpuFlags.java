package dev.santoku.backend.cpu;

import java.util.ArrayList;
import java.util.List;

/** What a JVM should be started with to multiply on the CPU. */
final class CpuFlags {
    private CpuFlags() {}

    /**
     * The Vector API for every variant, since all of them measure the same ceiling; and large pages where Linux has them
     * to give: a matrix of 16 MB is then 8 entries of the processor's address cache instead of 4096.
     */
    static List<String> jvmFlags() {
        List<String> flags = new ArrayList<>(VectorModule.jvmFlags());
        if (System.getProperty("os.name").equals("Linux")) {
            flags.add("-XX:+UseTransparentHugePages");
        }
        return flags;
    }
}
