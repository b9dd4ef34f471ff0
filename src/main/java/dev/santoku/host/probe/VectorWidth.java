package dev.santoku.host.probe;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The width of the vector registers, from the features that the operating system reports of a processor: words in
 * Linux, {@code PF_AVX2_INSTRUCTIONS_AVAILABLE} in Windows (where SSE2 is XMMI64), {@code hw.optional.neon: 1} in macOS.
 */
final class VectorWidth {
    private static final Set<String> BITS_512 = Set.of("avx512f");
    private static final Set<String> BITS_256 = Set.of("avx", "avx1", "avx2");
    private static final Set<String> BITS_128 = Set.of("sse2", "xmmi64", "neon", "asimd", "advsimd");

    /** SVE registers have 128 to 2048 bits; the features do not tell how many. */
    private static final String SVE = "sve";

    private VectorWidth() {}

    /**
     * The widest that is reported.
     *
     * @param featureLines lines of names; one that ends in {@code : 0} reports an absence
     * @return 128, 256 or 512; null where the features do not tell
     */
    static Integer bits(List<String> featureLines) {
        Set<String> words = featureLines.stream()
                .filter(line -> !line.endsWith(": 0"))
                .flatMap(line -> Stream.of(line.toLowerCase(Locale.ROOT).split("[^a-z0-9]+")))
                .collect(Collectors.toSet());
        if (words.contains(SVE)) {
            return null;
        } else if (words.stream().anyMatch(BITS_512::contains)) {
            return 512;
        } else if (words.stream().anyMatch(BITS_256::contains)) {
            return 256;
        } else if (words.stream().anyMatch(BITS_128::contains)) {
            return 128;
        }
        return null;
    }
}
