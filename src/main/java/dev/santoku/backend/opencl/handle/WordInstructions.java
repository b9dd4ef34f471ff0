package dev.santoku.backend.opencl.handle;

import dev.santoku.backend.Device;
import dev.santoku.matrix.Precision;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;

/** Reduced formats of which x86 processors multiply words by an instruction of 512 bits, or tiles of words by one of AMX. */
public final class WordInstructions {
    private static final int LANES = 16;

    /** By Linux's names of what a processor has. */
    private static final Map<String, Precision> BY_FLAG =
            Map.of("avx512_bf16", Precision.BF16, "avx512_vnni", Precision.I8);

    private static final Map<String, Precision> TILES_BY_FLAG =
            Map.of("amx_bf16", Precision.BF16, "amx_int8", Precision.I8);

    private WordInstructions() {}

    /** Elements of a word of 32 bits, which such an instruction multiplies in each lane. */
    public static int perWord(Precision precision) {
        return precision == Precision.BF16 ? 2 : 4;
    }

    /** The lanes of a device whose driver tells such vectors, on this machine's processor. */
    static DeviceLimits.Lanes lanes(Device.Kind kind, int floats, int doubles, Set<String> flags) {
        Set<Precision> words = of(kind, floats, flags);
        return new DeviceLimits.Lanes(floats, doubles, words, tiles(words, flags));
    }

    /**
     * Those of a device: a CPU is that of this machine, and its compiler takes what the assembler knows.
     *
     * @param lanes of its vectors in f32, as its driver says
     * @param flags of this machine's processor
     */
    static Set<Precision> of(Device.Kind kind, int lanes, Set<String> flags) {
        Set<Precision> words = EnumSet.noneOf(Precision.class);
        if (kind == Device.Kind.CPU && lanes >= LANES) {
            BY_FLAG.forEach((flag, precision) -> {
                if (flags.contains(flag)) {
                    words.add(precision);
                }
            });
        }
        return words;
    }

    /**
     * Those of which it multiplies tiles, too: the system must have let this process use them.
     *
     * @param words of the same device
     */
    static Set<Precision> tiles(Set<Precision> words, Set<String> flags) {
        Set<Precision> tiles = EnumSet.noneOf(Precision.class);
        TILES_BY_FLAG.forEach((flag, precision) -> {
            if (words.contains(precision) && flags.contains(flag)) {
                tiles.add(precision);
            }
        });
        return tiles.isEmpty() || TileRegisters.areGranted() ? tiles : Set.of();
    }
}
