package dev.santoku.backend.opencl.handle;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Whose GPU a device is and of which generation, as far as its driver tells: what kernel parameters depend on before anything
 * was measured.
 *
 * @param vendor {@link Vendor#OTHER} for what is no GPU, too
 * @param name as the vendor's compiler has it, {@code sm_90}, {@code gfx1100}, {@code dg2}; empty where it is not known
 * @param width work-items that run in lockstep: a warp, a wave, a subgroup; 0 where it is not known
 * @param extensions of OpenCL
 */
public record GpuArchitecture(Vendor vendor, String name, int width, Set<String> extensions) {
    /** Of which nothing is known. */
    public static final GpuArchitecture UNKNOWN = new GpuArchitecture(Vendor.OTHER, "", 0, Set.of());

    /** What ROCm names its devices after, perhaps with features behind it: {@code gfx90a:sramecc+:xnack-}. */
    private static final Pattern GFX = Pattern.compile("gfx[0-9a-f]{3,4}(?=:|$)");

    private static final int NVIDIA_ID = 0x10de;
    private static final Set<Integer> AMD_IDS = Set.of(0x1002, 0x1022);
    private static final int INTEL_ID = 0x8086;

    /** The least version of its architecture, in hundredths, of each name that ocloc has for one that tells apart. */
    private static final TreeMap<Integer, String> INTEL = new TreeMap<>(Map.of(
            0, "", 900, "skl", 1100, "icllp", 1200, "tgllp", 1255, "dg2", 1260, "pvc", 1270, "mtl", 2000, "xe2"));

    /** Lanes of a vector unit of 512 bits; those before have 256. */
    private static final Set<String> WIDE_INTEL = Set.of("pvc", "xe2");

    private static final Set<String> LARGE_FILE = Set.of("dg2", "pvc", "mtl", "xe2");

    /** Architectures that parameters of one another suit: equal register files and units, and local memory alike. */
    private static final List<Set<String>> NEAR = List.of(
            Set.of("sm_86", "sm_89", "sm_120"),
            Set.of("sm_90", "sm_100"),
            Set.of("gfx90a", "gfx942"),
            Set.of("gfx1030", "gfx1031", "gfx1032"),
            Set.of("gfx1100", "gfx1101", "gfx1200", "gfx1201"),
            Set.of("icllp", "tgllp"),
            Set.of("dg2", "mtl"));

    /** Who made it. */
    public enum Vendor {
        NVIDIA,
        AMD,
        INTEL,
        OTHER;

        /** The vendor of a PCI id, or of a name in which it is mentioned. */
        static Vendor of(long id, String name) {
            String lower = name.toLowerCase(Locale.ROOT);
            if (id == NVIDIA_ID || lower.contains("nvidia")) {
                return NVIDIA;
            }
            if (AMD_IDS.contains((int) id) || lower.contains("advanced micro devices") || lower.equals("amd")) {
                return AMD;
            }
            return id == INTEL_ID || lower.contains("intel") ? INTEL : OTHER;
        }
    }

    public GpuArchitecture {
        extensions = Set.copyOf(extensions);
    }

    /**
     * One of NVIDIA's, by its compute capability.
     *
     * @param major 0 where the driver does not tell
     */
    public static GpuArchitecture ofNvidia(long major, long minor, long warp, Set<String> extensions) {
        String name = major == 0 ? "" : "sm_%d%d".formatted(major, minor);
        return new GpuArchitecture(Vendor.NVIDIA, name, (int) warp, extensions);
    }

    /**
     * One of AMD's, by its name, which Mesa makes another of.
     *
     * @param wave 0 where the driver does not tell
     */
    static GpuArchitecture ofAmd(String device, long wave, Set<String> extensions) {
        var gfx = GFX.matcher(device);
        return new GpuArchitecture(Vendor.AMD, gfx.lookingAt() ? gfx.group() : "", (int) wave, extensions);
    }

    /**
     * One of Intel's, by the version of its architecture, which has 10 bits before 8 behind the point, and 14 more.
     *
     * @param version 0 where the driver does not tell
     * @param subgroups sizes that a kernel may ask for; none where the driver does not tell
     */
    static GpuArchitecture ofIntel(long version, List<Long> subgroups, Set<String> extensions) {
        int hundredths = (int) ((version >> 22 & 0x3ff) * 100 + Math.min(99, version >> 14 & 0xff));
        String name = INTEL.floorEntry(hundredths).getValue();
        long wanted = WIDE_INTEL.contains(name) ? 16 : 8;
        long width = subgroups.contains(wanted)
                ? wanted
                : subgroups.stream().mapToLong(Long::longValue).min().orElse(0);
        return new GpuArchitecture(Vendor.INTEL, name, (int) width, extensions);
    }

    /** Whether parameters found on one of two architectures are worth taking on the other, which is another of its vendor's. */
    public static boolean areNear(String one, String other) {
        return NEAR.stream().anyMatch(near -> near.contains(one) && near.contains(other));
    }

    /** One of the same vendor of which no more than the width is known. */
    public GpuArchitecture withoutName() {
        return new GpuArchitecture(vendor, "", width, extensions);
    }

    /** Whether kernels may say how many work-items run in lockstep; Intel's compiler chooses too many for large blocks. */
    public boolean takesSubgroupSize() {
        return width > 0 && extensions.contains("cl_intel_required_subgroup_size");
    }

    /** Whether a thread can have 256 registers in place of 128, for half as many threads. */
    public boolean hasLargeRegisterFile() {
        return vendor == Vendor.INTEL && LARGE_FILE.contains(name);
    }
}
